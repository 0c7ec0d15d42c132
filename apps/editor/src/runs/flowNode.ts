import type { Edge, FlowNode } from '@quorum/engine'
import { useDocument } from '../document/documentStore.ts'

// The document is never mutated, so its arrays are keys of what was computed from them.
const nodeIndexes = new WeakMap<readonly FlowNode[], ReadonlyMap<string, FlowNode>>()
const feederIndexes = new WeakMap<readonly Edge[], ReadonlyMap<string, readonly string[]>>()

export function nodesById(nodes: readonly FlowNode[]): ReadonlyMap<string, FlowNode> {
  const known = nodeIndexes.get(nodes)
  if (known) return known
  const index = new Map(nodes.map((node) => [node.id, node]))
  nodeIndexes.set(nodes, index)
  return index
}

/** Ids of the nodes whose edges end at each node, in edge order. */
function feedersByTarget(edges: readonly Edge[]): ReadonlyMap<string, readonly string[]> {
  const known = feederIndexes.get(edges)
  if (known) return known
  const index = new Map<string, string[]>()
  for (const { source, target } of edges) {
    const list = index.get(target)
    if (list) list.push(source)
    else index.set(target, [source])
  }
  feederIndexes.set(edges, index)
  return index
}

export const useFlowNode = (id: string): FlowNode | undefined =>
  useDocument(({ flow }) => nodesById(flow.nodes).get(id))

const nobody: readonly string[] = []
export const useFeederIds = (id: string): readonly string[] =>
  useDocument(({ flow }) => feedersByTarget(flow.edges).get(id) ?? nobody)
