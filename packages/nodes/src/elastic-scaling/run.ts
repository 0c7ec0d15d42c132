import type { NodeBehaviour } from '@quorum/engine'
import type { z } from 'zod'
import { endOfTasks } from '../pool/tasks.ts'
import type { elasticScaling } from './definition.ts'

export const runElasticScaling: NodeBehaviour<z.infer<typeof elasticScaling.params>> = {
  gather: (_, outcomes, pool) =>
    endOfTasks(outcomes, pool, (record) => ({ scaling: record.scaling ?? [], summary: record })),
}
