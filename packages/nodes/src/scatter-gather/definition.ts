import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, template, templateParams } from '../params.ts'
import { namesOf, people, promptsOf, sameNames, task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const defaultAgents = [
  { name: 'First', prompt: 'Answer directly and briefly.' },
  { name: 'Second', prompt: 'Answer with care: check what could be wrong before you say it.' },
  { name: 'Third', prompt: 'Answer with one concrete example.' },
]

export const Params = z.looseObject({
  agents: people({ title: 'Agents', description: 'All get the same request.' }, defaultAgents, 2),
  prompt: task('Request', 'What all are asked. {{ input }} is what reaches this node.'),
  strategy: z.enum(['first', 'best', 'consensus']).default('first').meta({
    title: 'Take',
    description:
      'first: the first that succeeds; the others are stopped. best: the one a judge prefers. consensus: what enough of them say.',
  }),
  timeoutMs: z.number().min(1).max(86_400_000).default(30_000).meta({
    title: 'Longest time (ms)',
    description: 'An agent that takes longer has failed.',
  }),
  minAnswers: z
    .int()
    .min(1)
    .max(50)
    .default(1)
    .meta({
      title: 'Fewest answers',
      description: 'With fewer it fails.',
      onlyFor: { strategy: ['best', 'consensus'] },
    }),
  judge: z
    .looseObject({
      model: model(),
      criteria: template('Criteria', 'What makes an answer the best.', 'Correct, complete, and to the point.'),
    })
    .prefault({})
    .meta({
      title: 'Judge',
      description: 'Reads all answers at once, without names.',
      onlyFor: { strategy: ['best'] },
    }),
  quorum: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .meta({
      title: 'Quorum',
      description: 'More than this share of those asked must say the same; one that failed counts as asked.',
      onlyFor: { strategy: ['consensus'] },
    }),
  equivalence: z
    .enum(['canonical', 'normalized'])
    .default('normalized')
    .meta({
      title: 'The same is',
      description: 'canonical: the very same value. normalized: also with other case, spaces and full stops.',
      onlyFor: { strategy: ['consensus'] },
    }),
  onNoConsensus: z
    .enum(['fail', 'best'])
    .default('fail')
    .meta({
      title: 'Without a consensus',
      description: 'fail: it fails. best: what most of them say counts.',
      onlyFor: { strategy: ['consensus'] },
    }),
})
export type Params = z.infer<typeof Params>

/** One request to several agents, one answer back (CATALOGUE P09). */
export const scatterGather = defineNode({
  kind: 'scatter-gather',
  title: 'Scatter-Gather',
  category: 'decide',
  summary: 'Asks several agents the same and takes the first answer, the best, or what they agree on.',
  aliases: ['race', 'first of', 'fastest', 'best of', 'consensus', 'ask several', 'second opinion', 'ensemble'],
  icon: 'radar',
  patternId: 'P09',
  cost: 'N calls, N + 1 with a judge',
  params: Params,
  ports: () => ({
    inputs: [port('in', 'request')],
    outputs: [port('result'), port('all', 'all', 'list'), port('agreement')],
  }),
  fact: ({ agents, strategy }) => `${strategy} of ${agents.length}`,
  rows: ({ agents, strategy, quorum }) => [
    { label: 'Asks', value: namesOf(agents).join(', ') },
    {
      label: 'Takes',
      value: {
        first: 'the first success',
        best: 'the best, by a judge',
        consensus: `what more than ${Math.round(quorum * 100)} % say`,
      }[strategy],
    },
  ],
  width: 320,
  strip: true,
  verb: 'Asking around',
  callsOut: () => true,
  templates: ({ agents, prompt, judge }) => [
    ...promptsOf('agents', agents),
    ...templateParams({ prompt, 'judge.criteria': judge.criteria, 'judge.model': judge.model }),
  ],
  models: ({ agents, judge }) => namedModels(...agents.map(({ model }) => model), judge.model),
  calls: ({ agents, strategy }) => agents.length + (strategy === 'best' ? 1 : 0),
  expand,
  check: ({ agents }, node) => sameNames(node, 'agents', agents),
})
