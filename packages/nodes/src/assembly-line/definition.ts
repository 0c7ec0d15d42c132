import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { namedModels, plural, templateParams } from '../params.ts'
import { namesOf, people, promptsOf, sameNames, task } from '../pattern/people.ts'
import { expand } from './expand.ts'

export const Params = z.looseObject({
  stages: people({ title: 'Stages', description: 'Every item goes through all of them, in this order.' }, [
    { name: 'Read', prompt: 'You read one document and note who it is from, what it is about and what it asks for.' },
    {
      name: 'Sort',
      prompt: 'You sort a document by what was noted about it: invoice, contract, complaint or other. Add why.',
    },
    { name: 'Answer', prompt: 'You write the short answer this document needs.' },
  ]),
  prompt: task('Each stage gets', 'Text with {{ input }}: what the stage before made of the item.'),
  lanes: z
    .int()
    .min(1)
    .max(100)
    .default(1)
    .meta({ title: 'Lanes per stage', description: 'Items one stage works on at once.' }),
  buffer: z.int().min(0).max(1_000).default(10).meta({
    title: 'Waiting',
    description: 'At most so many items wait between the stages; then the next one is held back at the door.',
  }),
  onItemError: z.enum(['drop', 'stop']).default('drop').meta({
    title: 'If an item fails',
    description: 'drop: it leaves the line, the others go on. stop: the whole line stops.',
  }),
  maxItems: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(1_000)
    .meta({ title: 'Most items', description: 'More are refused.' }),
})
export type Params = z.infer<typeof Params>

/** Many items flow through the same stages at the same time (CATALOGUE X21; work in progress is bounded as in CONWIP). */
export const assemblyLine = defineNode({
  kind: 'assembly-line',
  title: 'Assembly Line',
  category: 'scale',
  summary: 'Many items go through the same stages at the same time, each stage on a different one.',
  aliases: ['streaming pipeline', 'conveyor', 'flow line', 'stages', 'back pressure', 'conwip'],
  icon: 'layers',
  patternId: 'X21',
  cost: 'items × stages',
  params: Params,
  ports: () => ({
    inputs: [port('in', 'items', 'list')],
    outputs: [port('stream', 'stream', 'list'), port('dropped', 'dropped', 'list')],
  }),
  fact: ({ stages }) => plural(stages.length, 'stage'),
  rows: ({ stages, lanes, buffer }) => [
    { label: 'Stages', value: namesOf(stages).join(' → ') },
    { label: 'Lanes', value: `${lanes} per stage` },
    { label: 'Waiting', value: `at most ${buffer}` },
  ],
  width: 320,
  strip: true,
  verb: 'On the line',
  callsOut: () => true,
  templates: ({ stages, prompt }) => [...promptsOf('stages', stages), ...templateParams({ prompt })],
  models: ({ stages }) => namedModels(...stages.map(({ model }) => model)),
  expand,
  check: ({ stages }, node) => sameNames(node, 'stages', stages),
})
