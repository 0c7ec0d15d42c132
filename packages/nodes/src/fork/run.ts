import { completed, type NodeBehaviour } from '@quorum/engine'
import type { z } from 'zod'
import type { fork } from './definition.ts'

export const runFork: NodeBehaviour<z.infer<typeof fork.params>> = {
  inTurn({ branches }, { value }) {
    const ports = branches.length === 0 ? ['out'] : branches
    return completed(Object.fromEntries(ports.map((name) => [name, value])))
  },
}
