import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { namedModels, plural, template } from '../params.ts'
import { namesOf, Person, promptsOf, sameNames } from '../pattern/people.ts'
import { expand } from './expand.ts'

const Stage = Person.extend({
  fallback: z
    .string()
    .max(64 * 1024)
    .default('')
    .meta({
      title: 'Instead, if it fails',
      description: 'This text goes on in its place. Only for “fallback”.',
    }),
})

const contextPolicies = ['replace', 'accumulate', 'prune'] as const
const failurePolicies = ['fail', 'skip', 'fallback'] as const

const defaultStages = [
  { name: 'Research', prompt: 'Collect what one must know about this: facts, terms, open questions. Short points.' },
  { name: 'Outline', prompt: 'Make an outline of a text from this material: headings, with the point of each.' },
  { name: 'Write', prompt: 'Write the text from this outline, clear and without padding.' },
  {
    name: 'Edit',
    prompt: 'Edit this text: shorter sentences, no repetition, a better beginning. Give the whole text.',
  },
]

export const Params = z.looseObject({
  stages: z
    .array(Stage)
    .min(1)
    .max(50)
    .default(defaultStages.map((stage) => ({ ...stage, fallback: '' })))
    .meta({ title: 'Stages', description: 'One after the other; each gets what the one before made.' }),
  prompt: template('Each stage gets', 'Text with {{ input }}: what the stage before made.', '{{ input }}'),
  contextPolicy: z.enum(contextPolicies).default('replace').meta({
    title: 'Hand on',
    description:
      'replace: only the last result. accumulate: the original and all results. prune: the same, cut to fit.',
  }),
  pruneTokens: z
    .int()
    .min(100)
    .max(10_000_000)
    .default(8_000)
    .meta({
      title: 'Cut to (tokens)',
      description: 'The oldest results go first, the original stays. Counted as four characters each.',
      onlyFor: { contextPolicy: ['prune'] },
    }),
  onStageFailure: z.enum(failurePolicies).default('fail').meta({
    title: 'If a stage fails',
    description: 'fail: the pipeline fails. skip: go on with what there was. fallback: go on with a text you set.',
  }),
  stageTimeoutMs: z
    .number()
    .min(1)
    .max(86_400_000)
    .default(120_000)
    .meta({ title: 'Longest time per stage (ms)', description: 'Then the stage has failed.' }),
})
export type Params = z.infer<typeof Params>

/** Stages one after the other (CATALOGUE P01). */
export const pipeline = defineNode({
  kind: 'pipeline',
  title: 'Pipeline',
  category: 'agent',
  summary: 'Agents work one after the other, each on what the one before made.',
  aliases: ['prompt chaining', 'chain', 'sequential', 'sequence', 'stages', 'steps', 'assembly'],
  icon: 'list-checks',
  patternId: 'P01',
  cost: 'S calls',
  params: Params,
  stepUp: ({ stages }) =>
    stages.length < 2
      ? null
      : { patternId: 'P05', params: { branches: stages.map(({ fallback: _, ...person }) => person) } },
  ports: () => ({ inputs: [port('in')], outputs: [port('output'), port('trace', 'trace', 'list')] }),
  fact: ({ stages }) => plural(stages.length, 'stage'),
  rows: ({ stages, contextPolicy }) => [
    { label: 'Stages', value: namesOf(stages).join(' → ') },
    {
      label: 'Hand on',
      value: { replace: 'the last result', accumulate: 'everything', prune: 'what fits' }[contextPolicy],
    },
  ],
  width: 320,
  strip: true,
  verb: 'Working through',
  callsOut: () => true,
  templates: ({ stages, prompt }) => [
    ...promptsOf('stages', stages),
    ...(prompt ? [{ path: 'prompt', text: prompt }] : []),
  ],
  models: ({ stages }) => namedModels(...stages.map(({ model }) => model)),
  calls: ({ stages }) => stages.length,
  expand,
  check: ({ stages }, node) => sameNames(node, 'stages', stages),
})
