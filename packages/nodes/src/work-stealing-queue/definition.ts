import { defineNode } from '@quorum/engine'
import { z } from 'zod'
import * as setting from '../pool/settings.ts'
import { taskPorts } from '../pool/tasks.ts'

/** Many very unequal tasks (CATALOGUE P08): an open pool whose idle lanes take from the others. */
export const workStealingQueue = defineNode({
  kind: 'work-stealing-queue',
  title: 'Work-Stealing Queue',
  category: 'scale',
  summary: 'Spreads many unequal tasks over lanes; who has nothing left takes work from the others.',
  aliases: ['work stealing', 'queue', 'task queue', 'deque', 'job queue', 'unequal tasks'],
  icon: 'waves',
  patternId: 'P08',
  cost: 'tasks × body',
  params: z.looseObject({
    lanes: setting.concurrency(8, 'Lanes', 'How many tasks are in work at a time.'),
    mode: z.enum(['shared', 'deque']).default('shared').meta({
      title: 'Queue',
      description: 'shared: one for all. deque: each lane has its own, and an idle lane steals the oldest of another.',
    }),
    stealHalf: z
      .boolean()
      .default(true)
      .meta({
        title: 'Steal half',
        description: 'Half of what waits at the other, else one task.',
        onlyFor: { mode: ['deque'] },
      }),
    attempts: setting.attempts(1),
    maxTasks: setting.maxItems(10_000),
  }),
  ports: () => taskPorts('summary'),
  fact: ({ lanes }) => `${lanes} lanes`,
  rows: ({ lanes, mode, stealHalf }) => [
    { label: 'Lanes', value: String(lanes) },
    { label: 'Queue', value: mode === 'shared' ? 'one for all' : `one each, steal ${stealHalf ? 'half' : 'one'}` },
  ],
  width: 320,
  strip: true,
  chances: setting.noChoice,
  container: ({ lanes, mode, stealHalf, attempts, maxTasks }) => ({
    ...setting.taskPool,
    concurrency: lanes,
    maxItems: maxTasks,
    failure: 'collect',
    minSuccess: 1,
    attempts,
    dispatch: mode === 'shared' ? { type: 'pull' } : { type: 'deque', stealHalf },
  }),
})
