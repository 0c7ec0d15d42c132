/** A figure that is not known before the run: what it is at least, probably, and at most. */
export interface Range {
  readonly min: number
  readonly expected: number
  readonly max: number
}

export const zero: Range = { min: 0, expected: 0, max: 0 }
export const exactly = (n: number): Range => ({ min: n, expected: n, max: n })
export const plus = (a: Range, b: Range): Range => ({
  min: a.min + b.min,
  expected: a.expected + b.expected,
  max: a.max + b.max,
})
const times = (a: Range, b: Range): Range => ({
  min: a.min * b.min,
  expected: a.expected * b.expected,
  max: a.max * b.max,
})

/** What a node, a body or a flow costs. `usd` is null as soon as a price is not known. */
export interface Cost {
  readonly calls: Range
  readonly inputTokens: Range
  readonly outputTokens: Range
  readonly usd: Range | null
  readonly ms: Range
}

export const free: Cost = { calls: zero, inputTokens: zero, outputTokens: zero, usd: zero, ms: zero }

/** As often as `n` says. `ms` is left to those who know what goes on side by side. */
export function scaled(cost: Cost, n: Range): Cost {
  return {
    calls: times(cost.calls, n),
    inputTokens: times(cost.inputTokens, n),
    outputTokens: times(cost.outputTokens, n),
    usd: cost.usd && times(cost.usd, n),
    ms: times(cost.ms, n),
  }
}

/** Combines cost by cost, e.g. by sum. */
export function combined(costs: readonly Cost[], combine: (ranges: readonly Range[]) => Range): Cost {
  const of = (pick: (cost: Cost) => Range): Range => combine(costs.map(pick))
  return {
    calls: of((cost) => cost.calls),
    inputTokens: of((cost) => cost.inputTokens),
    outputTokens: of((cost) => cost.outputTokens),
    usd: costs.every((cost) => cost.usd !== null) ? of((cost) => cost.usd ?? zero) : null,
    ms: of((cost) => cost.ms),
  }
}

export const sum = (ranges: readonly Range[]): Range => ranges.reduce(plus, zero)
