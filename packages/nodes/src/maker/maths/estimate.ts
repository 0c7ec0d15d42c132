import {
  allRight,
  callsDeviation,
  callsOf,
  leastMargin,
  longestTask,
  type Price,
  priceOf,
  votesPerStep,
} from './margin.ts'

/** What a task is asked to be, in the symbols of `margin.ts`. */
export interface Asked {
  readonly p: number
  readonly v: number
  readonly t: number
  readonly k: number | 'auto'
  readonly steps: number
  readonly price: Price
  readonly inputTokens: number
  readonly outputTokens: number
}

export type Estimate =
  | {
      readonly k: number
      readonly votesPerStep: number
      readonly calls: number
      /** One standard deviation of the calls. */
      readonly spread: number
      readonly usd: number
      readonly allRight: number
      /** Steps that come out all right with the chance asked for: with this lead, and with one answer a step. */
      readonly longest: number
      readonly alone: number
    }
  | { readonly k: null; readonly why: string }

/** F3, F4, F9 and F10 together. Fields out of their range are the caller's to refuse: see `problemsOf`. */
export function estimateOf({ p, v, t, k, steps, price, inputTokens, outputTokens }: Asked): Estimate {
  const margin = k === 'auto' ? leastMargin(p, steps, t) : { k }
  if (margin.k === null) return margin
  const calls = callsOf(p, margin.k, steps, v)
  return {
    k: margin.k,
    votesPerStep: votesPerStep(p, margin.k),
    calls,
    spread: callsDeviation(p, margin.k, steps) / v,
    usd: calls * priceOf(price, inputTokens, outputTokens),
    allRight: allRight(p, margin.k, steps),
    longest: longestTask(p, margin.k, t),
    alone: longestTask(p, 1, t),
  }
}

/** What is wrong with what was asked, by field, in words. */
export function problemsOf(asked: Asked): Partial<Record<keyof Asked, string>> {
  const problems: Partial<Record<keyof Asked, string>> = {}
  const { p, v, t, k, steps, price, inputTokens, outputTokens } = asked
  if (!(p > 0 && p <= 1)) problems.p = 'Above 0 and at most 100 %.'
  if (!(v > 0 && v <= 1)) problems.v = 'Above 0 and at most 100 %.'
  if (!(t > 0 && t < 1)) problems.t = 'Above 0 and below 100 %: no number of votes makes a task certain.'
  if (k !== 'auto' && !(Number.isInteger(k) && k >= 1 && k <= 1000))
    problems.k = 'A whole number from 1 to 1,000, or empty.'
  if (!(Number.isInteger(steps) && steps >= 1 && steps <= 1e15)) problems.steps = 'A whole number from 1.'
  if (!(price.input >= 0 && price.output >= 0)) problems.price = '0 or more.'
  if (!(inputTokens >= 0)) problems.inputTokens = '0 or more.'
  if (!(outputTokens >= 0)) problems.outputTokens = '0 or more.'
  return problems
}
