import { defineNode, type Forecast, port, type Range } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, template, templateParams } from '../params.ts'
import { expand } from './expand.ts'

const Step = (title: string, description: string, prompt: string) =>
  z
    .looseObject({ model: model(), prompt: template('Instructions', 'How to work on it.', prompt) })
    .prefault({})
    .meta({ title, description })

export const Params = z.looseObject({
  map: Step(
    'Map',
    'Works on each chunk. A cheap model will do.',
    'You read a part of a longer list. Note what matters in it: problems, numbers, what comes up more than once. Short lines.',
  ),
  reduce: Step(
    'Reduce',
    'Makes one result of all. Worth a strong model.',
    'You get notes on the parts of a long list. Summarise them in one result: most important first, with how often it came up.',
  ),
  chunkSize: z
    .int()
    .min(1)
    .max(100_000)
    .default(10)
    .meta({ title: 'Items per chunk', description: 'In the order of the list.' }),
  reduceBy: z.enum(['single', 'tree', 'auto']).default('auto').meta({
    title: 'Reduce in',
    description: 'single: one call. tree: groups of groups. auto: a tree when the notes are too long for one call.',
  }),
  fanIn: z
    .int()
    .min(2)
    .max(1_000)
    .default(8)
    .meta({
      title: 'Notes per reduce',
      description: 'How many go into one call of a tree.',
      onlyFor: { reduceBy: ['tree', 'auto'] },
    }),
  maxItems: z.int().min(1).max(1_000_000).default(10_000).meta({
    title: 'Items at most',
    description: 'A longer list is refused before anything is asked.',
  }),
  minCoverage: z.number().min(0).max(1).default(1).meta({
    title: 'Share that must be mapped',
    description: '0.9 bears one failed chunk of ten. The reducer is told how much is missing.',
  }),
  emptyResult: z.json().default(null).meta({
    title: 'For an empty list',
    description: 'The result when there is nothing to do; no model is asked.',
    widget: 'json',
  }),
  concurrency: z
    .int()
    .min(1)
    .max(1_000)
    .default(10)
    .meta({ title: 'At once', description: 'Chunks in work at a time.' }),
})
export type Params = z.infer<typeof Params>

/** A long list in chunks, then one result of all (CATALOGUE P06). */
export const mapReduce = defineNode({
  kind: 'map-reduce',
  title: 'Map-Reduce',
  category: 'scale',
  summary: 'Cuts a long list into chunks, works on each with a cheap model and sums all up with a strong one.',
  aliases: ['mapreduce', 'summarise many', 'chunk', 'divide and conquer', 'aggregate', 'big list', 'many files'],
  icon: 'combine',
  patternId: 'P06',
  cost: 'ceil(n / chunk) + reduces',
  params: Params,
  ports: () => ({
    inputs: [port('in', 'items', 'list')],
    outputs: [port('result'), port('coverage'), port('mapped', 'mapped', 'list')],
  }),
  fact: ({ chunkSize }) => `${chunkSize} per chunk`,
  rows: ({ chunkSize, reduceBy, fanIn, minCoverage }) => [
    { label: 'Chunks of', value: String(chunkSize) },
    {
      label: 'Reduce',
      value: reduceBy === 'single' ? 'in one call' : `${reduceBy === 'tree' ? 'tree' : 'tree if long'} of ${fanIn}`,
    },
    { label: 'Must be mapped', value: `${Math.round(minCoverage * 100)} %` },
  ],
  width: 320,
  strip: true,
  verb: 'Mapping',
  callsOut: () => true,
  templates: ({ map, reduce }) =>
    templateParams({
      'map.prompt': map.prompt,
      'map.model': map.model,
      'reduce.prompt': reduce.prompt,
      'reduce.model': reduce.model,
    }),
  models: ({ map, reduce }) => namedModels(map.model, reduce.model),
  forecast,
  expand,
})

/** ceil(n / chunk) maps, and one reduce or all of a tree (CATALOGUE P06). */
function forecast({ chunkSize, fanIn, reduceBy, maxItems }: Params, { items, attempts }: Forecast): Range | null {
  if (items === null) return null
  const chunks = (n: number): number => Math.ceil(Math.min(n, maxItems) / chunkSize)
  const [fewest, usual, most] = [chunks(items.min), chunks(items.expected), chunks(items.max)]
  const one = (n: number): number => Math.min(n, 1)
  return {
    min: fewest + (reduceBy === 'tree' ? reduces(fewest, fanIn) : one(fewest)),
    expected: usual + (reduceBy === 'tree' ? reduces(usual, fanIn) : one(usual)),
    max: (most + (reduceBy === 'single' ? one(most) : reduces(most, fanIn))) * attempts,
  }
}

/** Inner nodes of a tree over so many notes; also a single note is reduced. */
function reduces(notes: number, fanIn: number): number {
  let all = 0
  let level = notes
  while (level > 0) {
    level = Math.ceil(level / fanIn)
    all += level
    if (level <= 1) break
  }
  return all
}
