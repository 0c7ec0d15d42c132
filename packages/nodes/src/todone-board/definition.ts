import { defineNode } from '@quorum/engine'
import { z } from 'zod'
import * as setting from '../pool/settings.ts'
import { taskPorts } from '../pool/tasks.ts'

/** A board of tasks that depend on each other (CATALOGUE P07): an open pool, pulled from. */
export const todoneBoard = defineNode({
  kind: 'todone-board',
  title: 'Todone Board',
  category: 'scale',
  summary: 'A board of tasks: whoever is free takes the next one that is ready, and tasks may add tasks.',
  aliases: ['todo', 'kanban', 'task board', 'task queue', 'backlog', 'dependencies', 'dag', 'todone'],
  icon: 'list-checks',
  patternId: 'P07',
  cost: 'tasks × body',
  params: z.looseObject({
    maxLanes: setting.concurrency(10, 'Workers', 'How many tasks are in work at a time at most.'),
    wipLimit: z
      .int()
      .min(1)
      .max(1_000)
      .optional()
      .meta({ title: 'Doing at most', description: 'A limit below the number of workers. Empty: as many as workers.' }),
    leaseMs: setting.itemTimeoutMs(300_000),
    maxAttempts: setting.attempts(2),
    onExhausted: z.enum(['deadLetter', 'fail']).default('deadLetter').meta({
      title: 'After the last attempt',
      description: 'deadLetter: the task is put aside as failed. fail: the whole board fails.',
    }),
    autoClose: z.boolean().default(true).meta({
      title: 'Done when empty',
      description: 'Else it waits for more tasks until somebody says that there are no more.',
    }),
    maxTasks: setting.maxItems(),
  }),
  ports: () => taskPorts('board'),
  fact: ({ maxLanes }) => `${maxLanes} ${maxLanes === 1 ? 'worker' : 'workers'}`,
  rows: ({ maxLanes, maxAttempts, autoClose }) => [
    { label: 'Workers', value: String(maxLanes) },
    { label: 'Attempts per task', value: String(maxAttempts) },
    { label: 'Done', value: autoClose ? 'when the board is empty' : 'when it is closed' },
  ],
  width: 320,
  strip: true,
  verb: 'Working the board',
  chances: setting.noChoice,
  container: ({ maxLanes, wipLimit = maxLanes, leaseMs, maxAttempts, onExhausted, autoClose, maxTasks }) => ({
    ...setting.taskPool,
    concurrency: Math.min(maxLanes, wipLimit),
    maxItems: maxTasks,
    failure: onExhausted === 'fail' ? 'failFast' : 'collect',
    minSuccess: 1,
    itemTimeoutMs: leaseMs,
    attempts: maxAttempts,
    ends: autoClose ? 'idle' : 'closed',
  }),
})
