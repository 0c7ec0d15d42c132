import type { Flow, FlowNode } from '@quorum/engine'

type Drawn = Pick<Flow, 'nodes' | 'edges'>

/** The node and all that its results reach. */
function reached({ edges }: Drawn, nodeId: string): ReadonlySet<string> {
  const found = new Set([nodeId])
  for (const id of found) for (const { source, target } of edges) if (source === id) found.add(target)
  return found
}

const asRun = ({ kind, params, policy }: FlowNode): string => JSON.stringify([kind, params, policy])

/**
 * Steps that were changed since a run whose results are to be kept: what runs from `nodeId` on would stand on what they
 * gave before the change. Steps inside others count as what they are in.
 */
export function changedSince(before: Drawn, now: Drawn, nodeId: string, only: boolean): readonly string[] {
  const again = only ? new Set([nodeId]) : reached(now, nodeId)
  const old = new Map(before.nodes.map((node) => [node.id, asRun(node)]))
  const changed = now.nodes.filter((node) => old.has(node.id) && old.get(node.id) !== asRun(node))
  return [...new Set(changed.map(({ id, parent }) => parent ?? id))].filter((id) => !again.has(id))
}

/** Everything of a drawing that a run depends on, in an order that does not depend on how it was drawn. */
const forRun = ({ nodes, edges, settings }: Drawn & Pick<Flow, 'settings'>): string =>
  JSON.stringify([
    nodes.map((node) => [node.id, node.parent, asRun(node)].join(' ')).sort(),
    edges.map(({ id: _, ...wire }) => JSON.stringify(Object.entries(wire).sort())).sort(),
    settings,
  ])

/** Was the flow mended since: would a run of it now be another one? Moving steps does not count. */
export const mendedSince = (before: Flow, now: Flow): boolean => forRun(before) !== forRun(now)
