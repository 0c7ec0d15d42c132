import { defineNode, type FlowNode } from '@quorum/engine'
import { z } from 'zod'
import { issue } from '../params.ts'
import * as setting from '../pool/settings.ts'
import { taskPorts } from '../pool/tasks.ts'

const targets = { utilisation: 0.6, queuePerLane: 2, waitMs: 5_000 }
const words = { utilisation: 'busy share', queuePerLane: 'waiting per worker', waitMs: 'longest wait, ms' }

/** Holds a measure at its target (CATALOGUE P18): an open pool whose lanes follow the load, down to none. */
export const elasticScaling = defineNode({
  kind: 'elastic-scaling',
  title: 'Elastic Scaling',
  category: 'scale',
  summary: 'Keeps as many workers as the load asks for, down to none, without jumping up and down.',
  aliases: ['autoscaling', 'target tracking', 'scale to zero', 'elastic', 'service', 'kubernetes'],
  icon: 'radar',
  patternId: 'P18',
  cost: 'tasks × body',
  params: z.looseObject({
    metric: z.enum(['utilisation', 'queuePerLane', 'waitMs']).default('queuePerLane').meta({
      title: 'Measure',
      description: 'utilisation: share of busy workers. queuePerLane: tasks waiting per worker. waitMs: longest wait.',
    }),
    target: z
      .number()
      .min(0.01)
      .max(86_400_000)
      .optional()
      .meta({ title: 'Target', description: 'Empty: 0.6 busy, 2 waiting per worker, or 5000 ms.' }),
    tolerance: z
      .number()
      .min(0)
      .max(1)
      .default(0.1)
      .meta({ title: 'Tolerance', description: 'Nothing changes while the measure is so close to its target.' }),
    min: z
      .int()
      .min(0)
      .max(1_000)
      .default(0)
      .meta({ title: 'Workers at least', description: '0: nobody is kept while there is nothing to do.' }),
    max: setting.concurrency(10, 'Workers at most', 'It never has more.'),
    globalMax: setting.concurrency(20, 'In the whole run', 'Workers of all elastic pools of a run together.'),
    intervalMs: z
      .int()
      .min(10)
      .max(86_400_000)
      .default(15_000)
      .meta({ title: 'Looks every', description: 'Milliseconds from one decision to the next.' }),
    stabilizeMs: z
      .int()
      .min(0)
      .max(86_400_000)
      .default(300_000)
      .meta({ title: 'Slow to shrink', description: 'It goes down only as far as was wanted within so many ms.' }),
    ends: setting.ends(),
    attempts: setting.attempts(1),
    maxTasks: setting.maxItems(),
  }),
  ports: () => taskPorts('scaling', 'summary'),
  fact: ({ min, max }) => `${min} to ${max}`,
  rows: ({ metric, target, min, max, intervalMs }) => [
    { label: 'Workers', value: `${min} to ${max}` },
    { label: 'Target', value: `${target ?? targets[metric]} ${words[metric]}` },
    { label: 'Looks every', value: `${intervalMs / 1_000} s` },
  ],
  width: 320,
  strip: true,
  verb: 'Scaling',
  chances: setting.noChoice,
  container: ({
    metric,
    target,
    tolerance,
    min,
    max,
    globalMax,
    intervalMs,
    stabilizeMs,
    ends,
    attempts,
    maxTasks,
  }) => ({
    ...setting.taskPool,
    concurrency: max,
    maxItems: maxTasks,
    failure: 'collect',
    minSuccess: 1,
    attempts,
    ends,
    scaling: {
      type: 'target',
      metric,
      target: target ?? targets[metric],
      tolerance,
      min: Math.min(min, max),
      max,
      globalMax,
      intervalMs,
      stabilizeMs,
    },
  }),
  check: ({ min, max }, node: FlowNode) =>
    min > max ? [issue(node, 'min-above-max', 'min', `At least ${min} workers and at most ${max}: swap them.`)] : [],
})
