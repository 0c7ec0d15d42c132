import { completed, type NodeBehaviour, type Value } from '@quorum/engine'
import type { z } from 'zod'
import type { code } from './definition.ts'

export const runCode: NodeBehaviour<z.infer<typeof code.params>> = {
  async task(ctx, { source, timeoutMs, memoryMb }, { value, names }) {
    return completed({ out: await ctx.code(source, value, extrasOf(names), { timeoutMs, memoryMb }) })
  },
}

/** What user code gets as `ctx`: where in the run it is, nothing with power. */
export function extrasOf(names: Readonly<Record<string, Value>>): Value {
  const extras: [string, Value][] = []
  for (const name of ['item', 'index', 'round', 'state', 'run']) {
    const value = names[name]
    if (value !== undefined) extras.push([name, value])
  }
  return Object.fromEntries(extras)
}
