import { defineNode } from '@quorum/engine'
import { z } from 'zod'
import * as setting from '../pool/settings.ts'
import { taskPorts } from '../pool/tasks.ts'

const names = {
  leastLoaded: 'to the least loaded',
  roundRobin: 'in turn',
  weighted: 'by weight',
  powerOfTwo: 'the lesser of two',
  affinity: 'by key',
  random: 'by lot',
}

/** Every task is given to a lane as it comes (CATALOGUE P19): an open pool that pushes. */
export const loadBalancing = defineNode({
  kind: 'load-balancing',
  title: 'Load Balancing',
  category: 'scale',
  summary: 'Hands each task to a worker as it comes, so that all carry about the same.',
  aliases: ['load balancer', 'round robin', 'least loaded', 'power of two', 'weighted', 'affinity', 'dispatcher'],
  icon: 'network',
  patternId: 'P19',
  cost: 'tasks × body',
  params: z.looseObject({
    lanes: setting.concurrency(5, 'Workers', 'How many there are; each works on one task at a time.'),
    strategy: z
      .enum(['leastLoaded', 'roundRobin', 'weighted', 'powerOfTwo', 'affinity', 'random'])
      .default('leastLoaded')
      .meta({
        title: 'Who gets a task',
        description:
          'leastLoaded: who carries least. roundRobin: in turn. weighted: by their weights. powerOfTwo: the less loaded of two drawn by lot. affinity: the same key to the same worker. random: by lot.',
      }),
    choices: z
      .int()
      .min(2)
      .max(10)
      .default(2)
      .meta({ title: 'Drawn', description: 'Of so many the less loaded one.', onlyFor: { strategy: ['powerOfTwo'] } }),
    weights: z
      .array(z.number().min(0).max(1_000))
      .default([])
      .meta({
        title: 'Weights',
        description: 'Of the workers in turn; 1 where none is given.',
        widget: 'json',
        onlyFor: { strategy: ['weighted'] },
      }),
    ejectAfter: z
      .int()
      .min(1)
      .max(1_000)
      .default(5)
      .meta({ title: 'Failures in a row', description: 'After so many a worker is left out for a while.' }),
    ejectMs: z
      .int()
      .min(1)
      .max(86_400_000)
      .default(30_000)
      .meta({ title: 'Left out for', description: 'Milliseconds; meanwhile its tasks go to others.' }),
    attempts: setting.attempts(1),
    maxTasks: setting.maxItems(),
  }),
  ports: () => taskPorts('assignment', 'loads'),
  fact: ({ lanes }) => `${lanes} workers`,
  rows: ({ lanes, strategy }) => [
    { label: 'Workers', value: String(lanes) },
    { label: 'Who gets a task', value: names[strategy] },
  ],
  width: 320,
  strip: true,
  verb: 'Balancing',
  chances: setting.noChoice,
  container: ({ lanes, strategy, choices, weights, ejectAfter, ejectMs, attempts, maxTasks }) => ({
    ...setting.taskPool,
    concurrency: lanes,
    maxItems: maxTasks,
    failure: 'collect',
    minSuccess: 1,
    attempts,
    dispatch: { type: 'push', strategy, choices, weights },
    eject: { failures: ejectAfter, ms: ejectMs },
  }),
})
