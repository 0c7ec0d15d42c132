/** The limits of SECURITY.md §4 that the engine itself checks. Bytes and counts; one place, so that each has a test. */
export const limits = {
  nodes: 10_000,
  edges: 50_000,
  notes: 1_000,
  groups: 1_000,
  nesting: 16,
  portsPerNode: 500,
  textChars: 64 * 1024,
  promptChars: 256 * 1024,
  /** What one call or step brings. */
  valueBytes: 8 * 1024 * 1024,
  /** What a flow gathers from many: an input, the results of a pool, its output. */
  gatheredBytes: 64 * 1024 * 1024,
  /** Lists and objects in one another. */
  valueLevels: 200,
  poolItems: 1_000_000,
  /** Results of the threads a join may open: threads × edges that lead out of them. */
  threadEdges: 100_000,
} as const
