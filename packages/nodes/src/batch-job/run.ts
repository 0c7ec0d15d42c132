import type { NodeBehaviour } from '@quorum/engine'
import type { z } from 'zod'
import { runPool } from '../pool/run.ts'
import type { batchJob } from './definition.ts'

export const runBatchJob: NodeBehaviour<z.infer<typeof batchJob.params>> = {
  gather: (_, outcomes, pool) =>
    runPool.gather?.({ failure: 'collect', minSuccess: 1 }, outcomes, pool) as NonNullable<
      ReturnType<NonNullable<typeof runPool.gather>>
    >,
}
