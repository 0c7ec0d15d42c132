import { StepFailure, type Value } from '@quorum/engine'
import { z } from 'zod'

/**
 * The object in a model's answer, also from a fenced block or after a thinking block.
 * @throws StepFailure `schema` with what is wrong, worded for a repair request. Never retryable: the caller repairs.
 */
export function objectIn(text: string, schema: Record<string, unknown>): Value {
  const value = parse(text)
  if (value === undefined) throw new StepFailure('schema', 'The answer is not JSON. Answer with the JSON object only')
  const problem = schemaProblem(value, schema)
  if (problem !== null) throw new StepFailure('schema', `The answer does not obey its schema: ${problem}`)
  return value
}

/** @returns what is wrong in words, or null. A schema that cannot be understood accepts everything. */
export function schemaProblem(value: Value, schema: Record<string, unknown>): string | null {
  const checker = checkerOf(schema)
  const result = checker?.safeParse(value)
  return result === undefined || result.success ? null : z.prettifyError(result.error)
}

const checkers = new WeakMap<object, z.ZodType | null>()

function checkerOf(schema: Record<string, unknown>): z.ZodType | null {
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

function parse(text: string): Value | undefined {
  const spoken = text.replace(/^\s*<think>[\s\S]*?<\/think>/, '').trim()
  const fenced = /```(?:json)?\s*\n([\s\S]*?)```/.exec(spoken)?.[1]
  for (const candidate of [spoken, fenced]) {
    if (candidate === undefined) continue
    try {
      return JSON.parse(candidate) as Value
    } catch {
      // The next candidate may be better.
    }
  }
  return undefined
}
