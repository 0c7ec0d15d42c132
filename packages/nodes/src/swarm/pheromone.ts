/** Strength of the trail on each step. A map without a step holds nothing on it. */
export type Trails = Readonly<Record<string, number>>

export interface Proposal {
  readonly steps: readonly string[]
  /** 0 to 1. */
  readonly quality: number
}

/** A known step never falls below this, so that none is ruled out for good. */
export const tauMin = 0.01
/** Where a trail settles if every one of `agents` agents lays all it can on the same step, at ten per cent evaporation. */
export const tauMax = (agents: number): number => 10 * agents

/**
 * One iteration: every trail keeps the share `retain`, then each step of each proposal gains its quality. The order of
 * the proposals does not matter.
 */
export function nextTrails(trails: Trails, proposals: readonly Proposal[], retain: number, agents: number): Trails {
  const next = new Map(Object.entries(trails).map(([step, tau]) => [step, tau * retain]))
  // Summed first and in the order of size: floating point sums would else depend on who came first.
  const laid = new Map<string, number[]>()
  for (const { steps, quality } of proposals)
    for (const step of new Set(steps)) laid.set(step, [...(laid.get(step) ?? []), quality])
  for (const [step, qualities] of laid)
    next.set(step, (next.get(step) ?? 0) + qualities.sort((a, b) => a - b).reduce((sum, one) => sum + one, 0))
  const bounded = [...next].map(([step, tau]) => [step, Math.min(Math.max(tau, tauMin), tauMax(agents))] as const)
  return Object.fromEntries(bounded.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The strongest trail over the mean; never more than there are steps, and 0 while there is none. */
export function concentration(trails: Trails): number {
  const all = Object.values(trails)
  if (all.length === 0) return 0
  return Math.max(...all) / (all.reduce((sum, tau) => sum + tau, 0) / all.length)
}

/** How many are told the best solution: at least one. */
export const toldBest = (agents: number, fraction: number): number =>
  fraction === 0 ? 0 : Math.max(1, Math.floor(agents * fraction))
