import type { Edge, NodeView } from '@quorum/engine'

type Times = (id: string) => Pick<NodeView, 'startedAt' | 'endedAt'> | null

/**
 * The steps that decided how long the run took: from the one that ended last back over the feeder that ended last.
 * Making any other step faster would not have made the run shorter.
 */
export function criticalPath(ids: readonly string[], edges: readonly Edge[], times: Times): ReadonlySet<string> {
  const end = (id: string): number => Date.parse(times(id)?.endedAt ?? '') || 0
  const begun = (id: string): boolean => (times(id)?.startedAt ?? null) !== null
  const path = new Set<string>()
  let at = ids
    .filter(begun)
    .reduce<string | null>((last, id) => (last === null || end(id) > end(last) ? id : last), null)
  while (at !== null && !path.has(at)) {
    path.add(at)
    const target: string = at
    at = edges
      .filter((edge) => edge.target === target && begun(edge.source) && !path.has(edge.source))
      .reduce<string | null>((last, { source }) => (last === null || end(source) > end(last) ? source : last), null)
  }
  return path
}
