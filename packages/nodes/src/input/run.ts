import { completed, failed, type NodeBehaviour, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { bareFields, type input } from './definition.ts'
import { checkInput } from './fields.ts'

export const runInput: NodeBehaviour<z.infer<typeof input.params>> = {
  inTurn({ fields }, { value }) {
    const read = checkInput(fields, value)
    if (!read.ok) return failed('invalid-input', read.issues.map(({ message }) => message).join(' '))
    const given = read.value as Readonly<Record<string, Value>>
    const bare = bareFields(fields).flatMap(({ name, type }): [string, Value][] => {
      // A list not given is one of nothing: what works through it has nothing to do, and says so.
      const value = given[name] ?? (type === 'list' ? [] : null)
      return value === null ? [] : [[name, value]]
    })
    return completed({ out: read.value, ...Object.fromEntries(bare) })
  },
}
