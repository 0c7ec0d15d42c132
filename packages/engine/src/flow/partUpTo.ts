import type { Flow } from './flow.ts'

/**
 * The part of a flow that leads to a node of the flow itself, for a run up to there: the node, all that feeds it, over back
 * edges too, and what is inside of these. `always` stays as well (what asks for the input of the run). Null if the flow has
 * no such node, or it lies in a body. Names in texts need nothing more: they mean nodes upstream.
 */
export function partUpTo(flow: Flow, nodeId: string, always: (kind: string) => boolean): Flow | null {
  const parentOf = new Map(flow.nodes.map(({ id, parent }) => [id, parent]))
  if (!parentOf.has(nodeId) || parentOf.get(nodeId) !== undefined) return null
  const feeders = new Map<string, string[]>()
  for (const { source, target } of flow.edges) feeders.set(target, [...(feeders.get(target) ?? []), source])
  const kept = new Set([nodeId])
  for (const id of kept) for (const source of feeders.get(id) ?? []) kept.add(source)
  for (const { id, kind, parent } of flow.nodes) if (parent === undefined && always(kind)) kept.add(id)
  const stays = (id: string): boolean => {
    const parent = parentOf.get(id)
    return kept.has(id) || (parent !== undefined && stays(parent))
  }
  return {
    ...flow,
    nodes: flow.nodes.filter(({ id }) => stays(id)),
    edges: flow.edges.filter(({ source, target }) => stays(source) && stays(target)),
  }
}
