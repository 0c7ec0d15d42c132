import fc from 'fast-check'

/** How often a property is tried: so many times, or as `pnpm soak` has set it for all. */
export const runs = (count: number): { readonly numRuns: number } => ({
  numRuns: fc.readConfigureGlobal().numRuns ?? count,
})
