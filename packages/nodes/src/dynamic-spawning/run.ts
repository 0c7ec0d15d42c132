import type { NodeBehaviour } from '@quorum/engine'
import type { z } from 'zod'
import { endOfTasks } from '../pool/tasks.ts'
import type { dynamicSpawning } from './definition.ts'

export const runDynamicSpawning: NodeBehaviour<z.infer<typeof dynamicSpawning.params>> = {
  gather: (_, outcomes, pool) =>
    endOfTasks(outcomes, pool, (record) => ({ scaling: record.scaling ?? [], summary: record })),
}
