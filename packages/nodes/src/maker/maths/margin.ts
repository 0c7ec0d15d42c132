/**
 * The arithmetic of voting until one answer is `k` ahead (MAKER, arXiv 2511.09030; formula numbers are those of
 * patterns/MAKER.md §3). `p` is the chance that one valid response is right, all error mass on one wrong answer (the
 * worst case); `s` the number of steps, one per subtask; `t` the wanted chance that everything is right; `v` the share
 * of responses without red flag. All pure, all in double precision.
 */

/** Odds against a right vote: (1 − p) / p. */
const against = (p: number): number => (1 - p) / p

/** F2: the chance that one step is decided rightly. */
export const stepRight = (p: number, k: number): number => 1 / (1 + against(p) ** k)

/** F3: the chance that all `s` steps are right. Stays exact where `1 + rᵏ` would round to 1. */
export const allRight = (p: number, k: number, s: number): number =>
  p <= 0 ? (s > 0 ? 0 : 1) : Math.exp(-s * Math.log1p(against(p) ** k))

export type Margin =
  | { readonly k: number; readonly exact: number }
  /** Why no margin reaches the target. */
  | { readonly k: null; readonly why: string }

/**
 * F4: the least margin with which all `s` steps are right with a chance of at least `t`. `exact` is before rounding up.
 * Uses expm1, since t^(−1/s) − 1 loses its digits from about s = 10¹⁵ on.
 * @throws RangeError when `t` ≥ 1: no margin is ever certain.
 */
export function leastMargin(p: number, s: number, t: number): Margin {
  if (!(t < 1)) throw new RangeError(`No number of votes makes a task certain. Ask for less than 1, for instance 0.95.`)
  if (p >= 1 || t <= 0 || s <= 0) return { k: 1, exact: 0 }
  if (!(p > 0.5))
    return {
      k: null,
      why: `At ${percent(p)} right, more votes do not help in the worst case: a model must be right more than half of the time.`,
    }
  const exact = Math.log(Math.expm1(-Math.log(t) / s)) / Math.log(against(p))
  let k = Math.max(1, Math.ceil(exact))
  while (allRight(p, k, s) < t) k++
  while (k > 1 && allRight(p, k - 1, s) >= t) k--
  return { k, exact: Math.max(0, exact) }
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`

/** F5: valid votes until a step is decided, the duration of a gambler's ruin between ±k. */
export function votesPerStep(p: number, k: number): number {
  if (Math.abs(p - 0.5) < 1e-9) return k * k
  return (2 * k * stepRight(p, k) - k) / (2 * p - 1)
}

/**
 * Standard deviation of the votes of one step. By Wald's second identity E[(S − dT)²] = 4pq·E[T] for the end S = ±k of
 * the walk and its drift d = p − q; how long it lasts does not depend on the side it ends on, so S and T do not covary.
 */
export function votesDeviation(p: number, k: number): number {
  const drift = 2 * p - 1
  if (Math.abs(drift) < 1e-6) return Math.sqrt((2 / 3) * k * k * (k * k - 1))
  const right = stepRight(p, k)
  const endVariance = 4 * k * k * right * (1 - right)
  const variance = (4 * p * (1 - p) * votesPerStep(p, k) - endVariance) / (drift * drift)
  return Math.sqrt(Math.max(0, variance))
}

/** Chance that a step is still open after 0, 1, … `rounds` − 1 valid votes, by walking the distribution: O(rounds · k). */
export function openShares(p: number, k: number, rounds: number): number[] {
  let open = new Float64Array(2 * k + 1)
  open[k] = 1
  const shares: number[] = []
  for (let vote = 0; vote < rounds; vote++) {
    shares.push(open.reduce((sum, share) => sum + share, 0))
    const next = new Float64Array(2 * k + 1)
    for (let lead = 1; lead < 2 * k; lead++) {
      const here = open[lead] ?? 0
      if (here === 0) continue
      next[lead + 1] = (next[lead + 1] ?? 0) + here * p
      next[lead - 1] = (next[lead - 1] ?? 0) + here * (1 - p)
    }
    next[0] = 0
    next[2 * k] = 0
    open = next
  }
  return shares
}

/** Chance that a step is still open after `cap` valid votes. */
export const undecidedAfter = (p: number, k: number, cap: number): number => openShares(p, k, cap + 1)[cap] ?? 0

/** The fewest votes that are enough for `share` of all steps. */
export function votesEnoughFor(p: number, k: number, share: number): number {
  let votes = k
  while (undecidedAfter(p, k, votes) > 1 - share) votes++
  return votes
}

/** F1, F6, F7: what a task costs if one call takes `m` steps at `c` a step: c·s·V / p^(m−1). `s/m` is rounded up. */
export function costOf(p: number, k: number, s: number, m: number, c: number): number {
  return Math.ceil(s / m) * votesPerStep(p, k) * ((c * m) / p ** (m - 1))
}

/** F3 for `m` steps a call. */
export const allRightBy = (p: number, k: number, s: number, m: number): number => allRight(p, k, Math.ceil(s / m))

/** F9: calls in all with red flags: a flagged response is paid for and is no vote. */
export const callsOf = (p: number, k: number, s: number, v: number): number => (s * votesPerStep(p, k)) / v

/** One standard deviation of {@link callsOf} at v = 1. */
export const callsDeviation = (p: number, k: number, s: number): number => votesDeviation(p, k) * Math.sqrt(s)

/** Two votes of one step both wrong, if votes are independent: what collisions are measured against. */
export const collisionsExpected = (p: number, s: number): number => s * (1 - p) ** 2

export interface Price {
  /** US dollars per million tokens. */
  readonly input: number
  readonly output: number
}
/** F10: US dollars of one response. */
export const priceOf = (price: Price, inputTokens: number, outputTokens: number): number =>
  (price.input * inputTokens + price.output * outputTokens) / 1e6

/**
 * Wilson's interval for a share, `z` standard errors wide (1.96: 95 %).
 * @param n samples, more than 0
 */
export function wilson(hits: number, n: number, z = 1.959964): { readonly low: number; readonly high: number } {
  const share = hits / n
  const middle = share + (z * z) / (2 * n)
  const reach = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))
  const scale = 1 + (z * z) / n
  return { low: Math.max(0, (middle - reach) / scale), high: Math.min(1, (middle + reach) / scale) }
}

/** The longest task that still comes out all right with chance `t`, at margin `k`: the inverse of F3 in `s`. */
export function longestTask(p: number, k: number, t: number): number {
  if (p >= 1) return Number.POSITIVE_INFINITY
  return Math.floor(-Math.log(t) / Math.log1p(against(p) ** k))
}
