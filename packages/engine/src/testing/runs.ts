import fc from 'fast-check'

/**
 * How often a property is tried. `npm test` draws the same cases each time, so that it is red only because of a change;
 * `pnpm soak` sets the number for all and draws new ones.
 */
export const runs = (count: number): { readonly numRuns: number; readonly seed?: number } => {
  const { numRuns, seed = 20261125 } = fc.readConfigureGlobal()
  return numRuns === undefined ? { numRuns: count, seed } : { numRuns }
}

/** How long all tries of one property may take, in ms; `pnpm soak` stops them itself. */
export const patience = fc.readConfigureGlobal().numRuns === undefined ? 60_000 : 86_400_000
