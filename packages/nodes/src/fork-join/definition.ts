import { defineNode, type FlowIssue, type FlowNode, port } from '@quorum/engine'
import { z } from 'zod'
import { issue, model, namedModels, plural, templateParams } from '../params.ts'
import { namesOf, people, promptsOf, sameNames, task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const findings = 'Name at most three findings, the worst first, each with how to mend it.'
const defaultBranches = [
  {
    name: 'Security',
    prompt: `You review for security: untrusted input, secrets, permissions, injection. ${findings}`,
  },
  { name: 'Performance', prompt: `You review for speed and memory: loops, queries, copies, waiting. ${findings}` },
  { name: 'Quality', prompt: `You review for clarity: names, structure, error handling, tests. ${findings}` },
]

const merges = ['namespace', 'list', 'deep', 'agent'] as const
const conflicts = ['error', 'last', 'list'] as const

export const Params = z.looseObject({
  branches: people(
    { title: 'Branches', description: 'Each gets the same input and works at the same time.' },
    defaultBranches,
    2,
  ),
  prompt: task('Each is asked'),
  need: z.enum(['all', 'live', 'n']).default('all').meta({
    title: 'Needs',
    description: 'all: every branch must succeed. live: at least one. n: goes on as soon as so many have.',
  }),
  n: z
    .int()
    .min(1)
    .max(50)
    .default(2)
    .meta({ title: 'How many', description: 'The first so many count.', onlyFor: { need: ['n'] } }),
  rest: z
    .enum(['drain', 'cancel'])
    .default('drain')
    .meta({
      title: 'The others',
      description: 'drain: they may finish unheard. cancel: they are stopped.',
      onlyFor: { need: ['n'] },
    }),
  deadlineMs: z.number().min(0).optional().meta({
    title: 'Deadline (ms)',
    description: 'From the first result on; branches still at work are then stopped and count as failed.',
  }),
  merge: z.enum(merges).default('namespace').meta({
    title: 'Merge into',
    description:
      'namespace: an object by branch. list: in order. deep: objects folded together. agent: a model writes one text.',
  }),
  onConflict: z
    .enum(conflicts)
    .default('error')
    .meta({
      title: 'If two set the same field',
      description: 'error: fail. last: the later branch counts. list: keep both.',
      onlyFor: { merge: ['deep'] },
    }),
  merger: z
    .looseObject({ model: model() })
    .default({})
    .meta({ title: 'Merger', description: 'Writes one text from all results.', onlyFor: { merge: ['agent'] } }),
})
export type Params = z.infer<typeof Params>

/** Different branches on one input, and a merge of what they made (CATALOGUE P05). */
export const forkJoin = defineNode({
  kind: 'fork-join',
  title: 'Fork-Join',
  category: 'agent',
  summary: 'Agents with different views work on the same input at once, and their results are merged.',
  aliases: [
    'sectioning',
    'parallelisation',
    'parallelization',
    'concurrent',
    'parallel',
    'fork and join',
    'split and merge',
  ],
  icon: 'git-fork',
  patternId: 'P05',
  cost: 'b calls, b + 1 if a model merges',
  params: Params,
  stepUp: ({ branches }) => ({ patternId: 'P13', params: { specialists: branches } }),
  ports: () => ({ inputs: [port('in')], outputs: [port('merged'), port('byBranch', 'by branch', 'json')] }),
  fact: ({ branches }) => plural(branches.length, 'branch', 'branches'),
  rows: ({ branches, need, n, merge }) => [
    { label: 'Branches', value: namesOf(branches).join(', ') },
    { label: 'Needs', value: need === 'n' ? `the first ${n}` : need === 'all' ? 'all' : 'at least one' },
    { label: 'Merge', value: { namespace: 'by name', list: 'a list', deep: 'one object', agent: 'a model' }[merge] },
  ],
  width: 320,
  strip: true,
  verb: 'Working in parallel',
  callsOut: () => true,
  templates: ({ branches, prompt, merger }) => [
    ...promptsOf('branches', branches),
    ...templateParams({ prompt, 'merger.model': merger.model }),
  ],
  models: ({ branches, merger }) => namedModels(...branches.map(({ model }) => model), merger.model),
  calls: ({ branches, merge }) => branches.length + (merge === 'agent' ? 1 : 0),
  expand,
  check,
})

function check({ branches, need, n }: Params, node: FlowNode): FlowIssue[] {
  const issues = sameNames(node, 'branches', branches)
  if (need === 'n' && n > branches.length)
    issues.push(issue(node, 'join-needs-more', 'n', `There are only ${branches.length} branches. Ask for fewer.`))
  return issues
}
