import type { NodePlan } from '../flow/compile.ts'
import type { Mishap } from '../node.ts'

/** Mean rounds of a loop that goes on after a round with probability `q`, and runs `most` times at most. */
export const meanRounds = (q: number, most: number): number => (q >= 1 ? most : (1 - q ** most) / (1 - q))

/** How often a loop goes on after a round that failed. */
export function retriesOf({ loop }: NodePlan): number {
  const most = 1_000
  const error = { code: 'server', message: '' }
  const mishaps: Mishap[] = []
  let round = 1
  try {
    while (round <= most) {
      const again = loop?.onError?.({ round, error, mishaps, chance: 0 })
      if (!again) break
      mishaps.push({ ...error, round, action: again.action ?? '', at: 0 })
      round++
    }
  } catch {
    return most
  }
  return round - 1
}

/** Rounds of a loop that tells nothing of itself: as long as it wants to go on with nothing in hand. */
export function probed({ loop, definition, params }: NodePlan): { min: number; max: number } {
  const most = 10_000
  let round = 1
  try {
    while (round <= most && loop?.again({ state: null, round, names: {}, still: () => false }) === 'next') round++
  } catch {
    return { min: 0, max: definition.calls?.(params) ?? most }
  }
  return { min: round - 1, max: round - 1 }
}
