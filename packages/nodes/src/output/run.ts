import { completed, type NodeBehaviour } from '@quorum/engine'
import type { z } from 'zod'
import type { output } from './definition.ts'

export const runOutput: NodeBehaviour<z.infer<typeof output.params>> = {
  inTurn: ({ name, terminate }, { value }) => completed({}, { name, value, terminate }),
}
