import { defineNode, type FlowIssue, type FlowNode, port } from '@quorum/engine'
import { z } from 'zod'
import { namedModels, plural } from '../params.ts'
import { namesOf, people, promptsOf, sameNames } from '../pattern/people.ts'
import { expand } from './expand.ts'

const Line = z.looseObject({
  name: z
    .string()
    .min(1)
    .max(64)
    .meta({ title: 'Name', description: 'A field of the input by this name is what the pipeline works on.' }),
  stages: people({ title: 'Stages', description: 'One after the other; each gets what the one before made.' }, [
    { name: 'Work', prompt: 'Do your part of this job.' },
  ]),
})
export type Line = z.infer<typeof Line>

const draft = (what: string) => ({ name: 'Draft', prompt: `Write ${what} about this. Only the text itself.` })
const edit = { name: 'Edit', prompt: 'Edit this text: shorter sentences, no repetition. Only the text itself.' }
const initial = [
  { name: 'blog', stages: [draft('a blog post of three paragraphs'), edit] },
  { name: 'newsletter', stages: [draft('one paragraph for a newsletter, with a subject line'), edit] },
  { name: 'post', stages: [draft('a post of at most 280 characters'), edit] },
]

export const Params = z.looseObject({
  pipelines: z
    .array(Line)
    .min(2)
    .max(20)
    .default(initial as Line[])
    .meta({ title: 'Pipelines', description: 'They run at the same time and do not see each other.' }),
  failure: z.enum(['isolate', 'failFast']).default('isolate').meta({
    title: 'If one fails',
    description: 'isolate: the others finish. failFast: they are stopped and the node fails.',
  }),
})
export type Params = z.infer<typeof Params>

/** Independent pipelines side by side (CATALOGUE P22). */
export const parallelPipeline = defineNode({
  kind: 'parallel-pipeline',
  title: 'Parallel Pipeline',
  category: 'agent',
  summary: 'Several pipelines run side by side, each with its own stages, and their results come back by name.',
  aliases: ['parallel pipelines', 'swim lanes', 'side by side', 'multi pipeline', 'formats'],
  icon: 'layers',
  patternId: 'P22',
  cost: 'the stages of all pipelines',
  params: Params,
  ports: () => ({ inputs: [port('in')], outputs: [port('results', 'results', 'json')] }),
  fact: ({ pipelines }) => plural(pipelines.length, 'pipeline'),
  rows: ({ pipelines, failure }) => [
    { label: 'Pipelines', value: namesOf(pipelines).join(', ') },
    { label: 'If one fails', value: failure === 'isolate' ? 'the others finish' : 'all stop' },
  ],
  width: 320,
  strip: true,
  verb: 'Working side by side',
  callsOut: () => true,
  templates: ({ pipelines }) => pipelines.flatMap(({ stages }, i) => promptsOf(`pipelines[${i}].stages`, stages)),
  models: ({ pipelines }) => namedModels(...pipelines.flatMap(({ stages }) => stages.map(({ model }) => model))),
  calls: ({ pipelines }) => pipelines.reduce((sum, { stages }) => sum + stages.length, 0),
  expand,
  check: ({ pipelines }: Params, node: FlowNode): readonly FlowIssue[] => [
    ...sameNames(node, 'pipelines', pipelines),
    ...pipelines.flatMap(({ stages }, i) => sameNames(node, `pipelines[${i}].stages`, stages)),
  ],
})
