import { completed, failed, type NodeBehaviour } from '@quorum/engine'
import type { z } from 'zod'
import type { input } from './definition.ts'
import { checkInput } from './fields.ts'

export const runInput: NodeBehaviour<z.infer<typeof input.params>> = {
  inTurn({ fields }, { value }) {
    const read = checkInput(fields, value)
    return read.ok
      ? completed({ out: read.value })
      : failed('invalid-input', read.issues.map(({ message }) => message).join(' '))
  },
}
