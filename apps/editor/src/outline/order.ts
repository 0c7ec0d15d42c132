import type { Flow, FlowNode } from '@quorum/engine'
import { backEdges } from '../canvas/graph.ts'

export interface Line {
  readonly node: FlowNode
  /** 1 for the flow itself, 2 in a body, … */
  readonly level: number
}

/** All steps in the order of the flow, each body right below its container. Steps of one rank go from top to bottom. */
export function inFlowOrder(flow: Pick<Flow, 'nodes' | 'edges'>): readonly Line[] {
  const back = backEdges(flow)
  const children = new Map<string | undefined, FlowNode[]>()
  const ids = new Set(flow.nodes.map(({ id }) => id))
  for (const node of flow.nodes) {
    const home = node.parent !== undefined && ids.has(node.parent) ? node.parent : undefined
    const list = children.get(home)
    if (list) list.push(node)
    else children.set(home, [node])
  }
  const next = new Map<string, string[]>()
  for (const { id, source, target } of flow.edges) {
    if (back.has(id) || source === target) continue
    const list = next.get(source)
    if (list) list.push(target)
    else next.set(source, [target])
  }
  const lines: Line[] = []
  const seen = new Set<string>()
  const list = (parent: string | undefined, level: number): void => {
    if (level > 32) return
    const members = children.get(parent) ?? []
    const own = new Set(members.map(({ id }) => id))
    const left = new Map(members.map(({ id }) => [id, 0]))
    for (const member of members)
      for (const target of next.get(member.id) ?? []) if (own.has(target)) left.set(target, (left.get(target) ?? 0) + 1)
    const byPlace = (a: FlowNode, b: FlowNode): number => a.position.x - b.position.x || a.position.y - b.position.y
    const pending = members.toSorted(byPlace)
    while (pending.length > 0) {
      const ready = pending.findIndex(({ id }) => (left.get(id) ?? 0) <= 0)
      const [node] = pending.splice(Math.max(0, ready), 1)
      if (!node || seen.has(node.id)) continue
      seen.add(node.id)
      lines.push({ node, level })
      for (const target of next.get(node.id) ?? []) left.set(target, (left.get(target) ?? 0) - 1)
      list(node.id, level + 1)
    }
  }
  list(undefined, 1)
  return lines
}
