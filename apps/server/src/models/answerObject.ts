import { StepFailure, type Value } from '@quorum/engine'
import { schemaProblem } from '@quorum/nodes/runners'

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
