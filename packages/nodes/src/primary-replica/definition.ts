import { defineNode, type FlowIssue, type FlowNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, template, templateParams } from '../params.ts'
import { people, promptsOf, sameNames, task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const workerPrompt = 'You do the job you are given, completely, and give only the result.'
const combinerPrompt =
  'You put the parts of a result together into one. They are in order. Smooth the seams, add nothing, leave nothing out.'
const versions = [
  { name: 'Careful', prompt: 'Work the answer out step by step, check it, then give only the answer.' },
  { name: 'Direct', prompt: 'Give the answer you are most sure of, and only the answer.' },
  { name: 'Backwards', prompt: 'Guess an answer, test it against the question, mend it, then give only the answer.' },
]

const modes = ['partition', 'redundant', 'nVersion', 'standby'] as const
const splitting = { mode: ['partition', 'standby'] }

export const Params = z.looseObject({
  mode: z.enum(modes).default('partition').meta({
    title: 'Mode',
    description:
      'partition: equal parts of one job. redundant: the same job to all, the first answer counts. nVersion: different replicas vote. standby: one works, another takes over if it fails.',
  }),
  prompt: task('Job', 'What is worked on. {{ input }} is what reaches this node.'),
  replicas: z
    .int()
    .min(2)
    .max(50)
    .default(3)
    .meta({
      title: 'Replicas',
      description: 'How many, all alike.',
      onlyFor: { mode: ['partition', 'redundant', 'standby'] },
    }),
  worker: z
    .looseObject({ model: model(), prompt: template('Instructions', 'How each replica works.', workerPrompt) })
    .default({ prompt: workerPrompt })
    .meta({
      title: 'Replica',
      description: 'All are alike.',
      onlyFor: { mode: ['partition', 'redundant', 'standby'] },
    }),
  versions: people(
    { title: 'Versions', description: 'Replicas that work differently, so that they do not share a mistake.' },
    versions,
    2,
  ).meta({ title: 'Versions', description: 'Replicas that work differently.', onlyFor: { mode: ['nVersion'] } }),
  split: z.enum(['even', 'bySize']).default('even').meta({
    title: 'Split',
    description:
      'even: as many parts as replicas. bySize: parts of a certain size. Lists are cut between entries, texts between paragraphs.',
    onlyFor: splitting,
  }),
  partSize: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(2_000)
    .meta({ title: 'Part size', description: 'Entries of a list, or characters.', onlyFor: { split: ['bySize'] } }),
  combine: z.enum(['concat', 'agent']).default('concat').meta({
    title: 'Combine',
    description: 'concat: one after the other, in order. agent: a model makes one of them.',
    onlyFor: splitting,
  }),
  combiner: z
    .looseObject({
      model: model(),
      prompt: template('Instructions', 'How the parts are put together.', combinerPrompt),
    })
    .default({ prompt: combinerPrompt })
    .meta({ title: 'Combiner', description: 'Puts the parts together.', onlyFor: { combine: ['agent'] } }),
  leaseMs: z.number().min(1).max(86_400_000).default(60_000).meta({
    title: 'Lost after (ms)',
    description: 'A replica that says nothing for so long is given up, and its part goes to another.',
  }),
  respawn: z
    .boolean()
    .default(true)
    .meta({ title: 'Replace lost ones', description: 'Else a lost part fails the job.', onlyFor: splitting }),
})
export type Params = z.infer<typeof Params>

/** Exchangeable replicas behind one primary, in four uses (CATALOGUE P14). */
export const primaryReplica = defineNode({
  kind: 'primary-replica',
  title: 'Primary-Replica',
  category: 'scale',
  summary: 'One primary hands a job to identical replicas: in parts, to all at once, by majority, or with a standby.',
  aliases: [
    'master-slave',
    'leader-follower',
    'primary-backup',
    'active-standby',
    'n-version',
    'redundancy',
    'failover',
    'partition',
  ],
  icon: 'layers',
  patternId: 'P14',
  cost: 'a call per replica or part, + 1 if a model combines',
  params: Params,
  ports: () => ({
    inputs: [port('in')],
    outputs: [port('result'), port('parts', 'parts', 'list'), port('primary'), port('failovers')],
  }),
  fact: ({ mode }) => words[mode],
  rows: ({ mode, replicas, versions: list, split, combine }) => [
    { label: 'Mode', value: words[mode] },
    { label: 'Replicas', value: String(mode === 'nVersion' ? list.length : replicas) },
    ...(mode === 'partition' || mode === 'standby'
      ? [
          {
            label: 'Parts',
            value: `${split === 'even' ? 'even' : 'by size'}, ${combine === 'agent' ? 'a model combines' : 'joined'}`,
          },
        ]
      : []),
  ],
  width: 320,
  strip: true,
  verb: 'Replicas at work',
  callsOut: () => true,
  templates: ({ prompt, worker, combiner, versions: list, mode }) => [
    ...templateParams({
      prompt,
      'worker.prompt': worker.prompt,
      'worker.model': worker.model,
      'combiner.prompt': combiner.prompt,
      'combiner.model': combiner.model,
    }),
    ...(mode === 'nVersion' ? promptsOf('versions', list) : []),
  ],
  models: ({ mode, worker, combiner, combine, versions: list }) =>
    mode === 'nVersion'
      ? namedModels(...list.map((version) => version.model))
      : namedModels(worker.model, combine === 'agent' ? combiner.model : undefined),
  calls: ({ mode, replicas, versions: list, combine }) =>
    mode === 'nVersion' ? list.length : mode === 'redundant' ? replicas : replicas + (combine === 'agent' ? 1 : 0),
  // Each part is tried by every replica at the most; how many parts a size makes only the run tells.
  forecast: ({ mode, split, replicas, respawn, combine }, { attempts }) =>
    mode === 'nVersion' || mode === 'redundant' || split === 'bySize'
      ? null
      : { max: replicas * (respawn ? replicas : 1) + (combine === 'agent' ? attempts : 0) },
  expand,
  check: ({ mode, versions: list }: Params, node: FlowNode): readonly FlowIssue[] =>
    mode === 'nVersion' ? sameNames(node, 'versions', list) : [],
})

const words: Readonly<Record<(typeof modes)[number], string>> = {
  partition: 'one job in parts',
  redundant: 'the first of all',
  nVersion: 'majority of versions',
  standby: 'with a standby',
}
