import type { Value } from '@quorum/engine'
import { z } from 'zod'

/** @returns what is wrong in words, or null. A JSON Schema that cannot be understood accepts everything. */
export function schemaProblem(value: Value, schema: Readonly<Record<string, unknown>>): string | null {
  const result = checkerOf(schema)?.safeParse(value)
  return result === undefined || result.success ? null : z.prettifyError(result.error)
}

const checkers = new WeakMap<object, z.ZodType | null>()

function checkerOf(schema: Readonly<Record<string, unknown>>): z.ZodType | null {
  let checker = checkers.get(schema)
  if (checker === undefined) {
    try {
      checker = z.fromJSONSchema(schema)
    } catch {
      checker = null
    }
    checkers.set(schema, checker)
  }
  return checker
}
