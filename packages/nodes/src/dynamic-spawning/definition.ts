import { defineNode, type FlowNode } from '@quorum/engine'
import { z } from 'zod'
import { issue } from '../params.ts'
import * as setting from '../pool/settings.ts'
import { taskPorts } from '../pool/tasks.ts'

/** Agents come and go with the load (CATALOGUE P17): an open pool that doubles its lanes and halves the surplus. */
export const dynamicSpawning = defineNode({
  kind: 'dynamic-spawning',
  title: 'Dynamic Agent Spawning',
  category: 'scale',
  summary: 'Starts with few workers, doubles them while all are busy and lets them go when they are not.',
  aliases: ['spawn', 'autoscale', 'dynamic agents', 'burst', 'crawl', 'frontier', 'scale up'],
  icon: 'chart-no-axes-column-increasing',
  patternId: 'P17',
  cost: 'tasks × body',
  params: z.looseObject({
    min: setting.concurrency(1, 'Workers at least', 'It begins with so many.'),
    max: setting.concurrency(10, 'Workers at most', 'It never has more.'),
    threshold: z.number().min(0.01).max(1).default(0.8).meta({
      title: 'Busy share',
      description: 'Above it, and with tasks waiting, the workers double; below half of it half of the surplus goes.',
    }),
    intervalMs: interval(5_000),
    attempts: setting.attempts(1),
    maxTasks: setting.maxItems(),
  }),
  ports: () => taskPorts('scaling', 'summary'),
  fact: ({ min, max }) => `${min} to ${max}`,
  rows: ({ min, max, threshold, intervalMs }) => [
    { label: 'Workers', value: `${min} to ${max}` },
    { label: 'More above', value: `${Math.round(threshold * 100)} % busy` },
    { label: 'Looks every', value: `${intervalMs / 1_000} s` },
  ],
  width: 320,
  strip: true,
  verb: 'Spawning',
  chances: setting.noChoice,
  container: ({ min, max, threshold, intervalMs, attempts, maxTasks }) => ({
    ...setting.taskPool,
    concurrency: max,
    maxItems: maxTasks,
    failure: 'collect',
    minSuccess: 1,
    attempts,
    scaling: { type: 'threshold', min, max: Math.max(min, max), up: threshold, intervalMs },
  }),
  check: ({ min, max }, node: FlowNode) =>
    min > max ? [issue(node, 'min-above-max', 'min', `At least ${min} workers and at most ${max}: swap them.`)] : [],
})

function interval(ms: number) {
  return z
    .int()
    .min(10)
    .max(86_400_000)
    .default(ms)
    .meta({ title: 'Looks every', description: 'Milliseconds from one decision to the next.' })
}
