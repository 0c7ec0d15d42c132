import type { NodeBehaviour } from '@quorum/engine'
import type { z } from 'zod'
import { endOfTasks } from '../pool/tasks.ts'
import type { workStealingQueue } from './definition.ts'

export const runWorkStealingQueue: NodeBehaviour<z.infer<typeof workStealingQueue.params>> = {
  gather: (_, outcomes, pool) => endOfTasks(outcomes, pool, (record) => ({ summary: record })),
}
