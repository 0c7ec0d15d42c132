import { conditionNames, type Dispatch, defineNode, type FlowNode } from '@quorum/engine'
import { z } from 'zod'
import { issue } from '../params.ts'
import * as setting from './settings.ts'

const strategies = ['roundRobin', 'leastLoaded', 'weighted', 'powerOfTwo', 'affinity', 'random'] as const

const Params = z.looseObject({
  concurrency: setting.concurrency(10),
  maxItems: setting.maxItems(),
  failure: setting.failure(),
  minSuccess: setting.minSuccess(),
  enough: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .meta({ title: 'Enough', description: 'So many successes are enough to go on. Empty: all items.' }),
  until: setting.Until,
  rest: z.enum(['cancel', 'finish', 'drain']).default('cancel').meta({
    title: 'Then the others',
    description:
      'Once there is enough. cancel: they are stopped. finish: those at work are finished, nobody waits for them. drain: all are still done, nobody waits for them.',
  }),
  source: z.enum(['list', 'open']).default('list').meta({
    title: 'Items',
    description:
      'list: those that reach it. open: more may come while it runs, also from what its items give under “add”.',
  }),
  ends: setting.ends(),
  order: setting.order(),
  schedule: setting.schedule(),
  attempts: setting.attempts(1),
  itemTimeoutMs: setting.itemTimeoutMs(),
  spendCap: setting.spendCap(),
  tasks: z.boolean().default(false).meta({
    title: 'Items are tasks',
    description: 'They may say id, priority, dependsOn, load (simple, moderate, complex, heavy) and key of themselves.',
  }),
  dispatch: z
    .enum(['pull', 'deque', ...strategies])
    .default('pull')
    .meta({
      title: 'Who takes what',
      description:
        'pull: whoever is free. deque: each has its own queue and steals from others. The rest: each item is given to somebody as it comes.',
    }),
  stealHalf: z
    .boolean()
    .default(true)
    .meta({
      title: 'Steal half',
      description: 'Half of what waits at the other, else one item.',
      onlyFor: { dispatch: ['deque'] },
    }),
  choices: z
    .int()
    .min(2)
    .max(10)
    .default(2)
    .meta({ title: 'Drawn', description: 'Of so many the less loaded one.', onlyFor: { dispatch: ['powerOfTwo'] } }),
  weights: z
    .array(z.number().min(0).max(1_000))
    .default([])
    .meta({
      title: 'Weights',
      description: 'Of the lanes in turn; 1 where none is given.',
      widget: 'json',
      onlyFor: { dispatch: ['weighted'] },
    }),
})
export type PoolParams = z.infer<typeof Params>

/** Runs what is drawn inside it once for each item of a list, or of a list that grows. */
export const pool = defineNode({
  kind: 'pool',
  title: 'Do for each',
  category: 'scale',
  summary: 'Does what you draw inside it once for each item of a list.',
  aliases: ['pool', 'map', 'loop over', 'foreach', 'workers', 'list', 'frontier', 'open pool'],
  icon: 'layers',
  cost: 'items × body',
  params: Params,
  ports: () => setting.listPorts(),
  fact: ({ concurrency }) => `${concurrency} at once`,
  rows: ({ concurrency, failure }) => [
    { label: 'At once', value: String(concurrency) },
    { label: 'If items fail', value: { collect: 'go on', failFast: 'stop', threshold: 'share must succeed' }[failure] },
  ],
  width: 320,
  strip: true,
  chances: setting.noChoice,
  container: (params) => ({
    ...base(params),
    ...setting.untilOf(params.until),
    ...(params.rest === 'cancel' ? {} : { rest: params.rest }),
    ...(params.source === 'open' ? { source: 'open', ends: params.ends, adds: setting.addedTasks } : {}),
    ...(params.tasks ? { facts: setting.taskFacts } : {}),
    ...(params.dispatch === 'pull' ? {} : { dispatch: dispatchOf(params) }),
  }),
  check: (params, node) => unknownNames(params, node),
})

function base(params: PoolParams) {
  const { concurrency, maxItems, failure, minSuccess, order, schedule, attempts } = params
  const { enough, itemTimeoutMs, spendCap } = params
  return {
    concurrency,
    maxItems,
    failure,
    minSuccess,
    order,
    schedule,
    attempts,
    ...setting.given({ enough, itemTimeoutMs, spendCap }),
  }
}

function dispatchOf({ dispatch, stealHalf, choices, weights }: PoolParams): Dispatch {
  if (dispatch === 'pull') return { type: 'pull' }
  if (dispatch === 'deque') return { type: 'deque', stealHalf }
  return { type: 'push', strategy: dispatch, choices, weights }
}

const known = ['ok', 'failed', 'results', 'last']

function unknownNames({ until }: PoolParams, node: FlowNode) {
  if (until === undefined) return []
  return conditionNames(until)
    .filter(([root]) => !known.includes(root ?? ''))
    .map(([root]) =>
      issue(node, 'unknown-name', 'until', `“${root}” is not known here. There are ${known.join(', ')}.`),
    )
}
