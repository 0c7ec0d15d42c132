/** Longest time one input may take (SECURITY T11). */
const limitMs = 1_000

/**
 * Runs it and fails when it took too long. A machine that was busy with something else is not the input's fault, so the
 * second measurement counts.
 */
export function within<T>(work: () => T): T {
  for (let tries = 1; ; tries++) {
    const from = performance.now()
    const result = work()
    const tookMs = performance.now() - from
    if (tookMs <= limitMs) return result
    if (tries === 3) throw new Error(`one input took ${Math.round(tookMs)} ms`)
  }
}

/** How many inputs each property gets: its share of `FUZZ_RUNS`, of which `npm test` takes a few. */
export const runs = (share: number, least = 20): number =>
  Math.max(least, Math.round(Number(process.env.FUZZ_RUNS ?? 800) * share))
