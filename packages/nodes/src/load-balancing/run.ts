import type { NodeBehaviour } from '@quorum/engine'
import type { z } from 'zod'
import { endOfTasks } from '../pool/tasks.ts'
import type { loadBalancing } from './definition.ts'

export const runLoadBalancing: NodeBehaviour<z.infer<typeof loadBalancing.params>> = {
  gather: (_, outcomes, pool) =>
    endOfTasks(outcomes, pool, ({ ran }) => ({
      assignment: outcomes.map(({ index, lane }) => ({ index, worker: lane ?? null })),
      loads: ran ?? [],
    })),
}
