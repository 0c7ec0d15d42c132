import type { NodePlan } from '../flow/compile.ts'
import { within } from './asking.ts'
import type { Assumptions } from './assumptions.ts'
import type { NodeHistory } from './facts.ts'
import type { Cost, Range } from './range.ts'
import { round } from './words.ts'

/** Earlier runs know best what is to be expected of a pattern. */
export function measured(node: NodePlan, cost: Cost, past: NodeHistory | undefined, assumptions: Assumptions): Cost {
  if (past?.calls === undefined) return cost
  const expected = assumptions.take({
    name: 'calls',
    node,
    own: true,
    unit: 'calls',
    fallback: cost.calls.expected,
    measured: past.calls,
    text: (calls) => `“${node.title}” makes about ${round(calls)} calls, as in earlier runs.`,
  })
  const calls = within(expected, cost.calls.min, cost.calls.max)
  const put = (range: Range, value: number | undefined): Range =>
    value === undefined ? range : { ...range, expected: within(value, range.min, range.max) }
  const share = cost.calls.expected > 0 ? calls / cost.calls.expected : 1
  const of = (each: number | undefined, range: Range) =>
    put(range, each === undefined ? range.expected * share : each * calls)
  const inputTokens = of(past.inputTokens, cost.inputTokens)
  const outputTokens = of(past.outputTokens, cost.outputTokens)
  const priced = cost.inputTokens.expected + cost.outputTokens.expected
  const dearer = priced > 0 ? (inputTokens.expected + outputTokens.expected) / priced : 1
  const usd = cost.usd && put(cost.usd, cost.usd.expected * dearer)
  return { calls: { ...cost.calls, expected: calls }, inputTokens, outputTokens, usd, ms: put(cost.ms, past.ms) }
}

/** What so many calls need, where the body was worked out for others: by the call. */
export function callsAs(cost: Cost, told: Range): Cost {
  const calls = { ...told, expected: within(told.expected, told.min, told.max) }
  const of = (part: Range): Range => {
    const one = (side: keyof Range) => (cost.calls[side] === 0 ? 0 : (part[side] / cost.calls[side]) * calls[side])
    return { min: one('min'), expected: one('expected'), max: one('max') }
  }
  const { inputTokens, outputTokens, usd, ms } = cost
  return { calls, inputTokens: of(inputTokens), outputTokens: of(outputTokens), usd: usd && of(usd), ms: of(ms) }
}
