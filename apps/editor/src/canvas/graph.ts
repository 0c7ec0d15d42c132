import type { Edge, Flow, FlowNode } from '@quorum/engine'
import { factsOf, type Lookup } from '../geometry/facts.ts'

/** One end of an edge. */
export interface PortRef {
  readonly nodeId: string
  readonly portId: string
}

/** An edge with its ports named, and whether it touches the inside of a container at either end. */
export interface Wire {
  readonly edge: Edge
  readonly from: PortRef & { readonly inner: boolean }
  readonly to: PortRef & { readonly inner: boolean }
}

export const byId = (flow: Pick<Flow, 'nodes'>): ReadonlyMap<string, FlowNode> =>
  new Map(flow.nodes.map((node) => [node.id, node]))

/** The edge's ends as the engine reads them: a port left out is the first one of its side. */
export function wireOf(nodes: ReadonlyMap<string, FlowNode>, edge: Edge, lookup?: Lookup): Wire {
  const source = nodes.get(edge.source)
  const target = nodes.get(edge.target)
  const outs = source ? factsOf(source, lookup).ports : null
  const ins = target ? factsOf(target, lookup).ports : null
  const fromId = edge.sourcePort ?? outs?.outputs[0]?.id ?? 'out'
  const toId = edge.targetPort ?? ins?.inputs[0]?.id ?? 'in'
  return {
    edge,
    from: { nodeId: edge.source, portId: fromId, inner: outs?.inner?.outputs.some(({ id }) => id === fromId) ?? false },
    to: { nodeId: edge.target, portId: toId, inner: ins?.inner?.inputs.some(({ id }) => id === toId) ?? false },
  }
}

/** A container's inside ports are places of their own: what enters its body does not come out of itself. */
export const placeOf = (end: PortRef & { readonly inner: boolean }, side: 'from' | 'to'): string =>
  end.inner ? `${end.nodeId}/${side}` : end.nodeId

/** Edges that go back to a step before: those that close a cycle, seen from where the flow begins. */
export function backEdges(flow: Pick<Flow, 'nodes' | 'edges'>, lookup?: Lookup): ReadonlySet<string> {
  const nodes = byId(flow)
  const next = new Map<string, { edgeId: string; to: string }[]>()
  const entered = new Set<string>()
  for (const edge of flow.edges) {
    const wire = wireOf(nodes, edge, lookup)
    const from = placeOf(wire.from, 'from')
    const to = placeOf(wire.to, 'to')
    entered.add(to)
    const list = next.get(from)
    if (list) list.push({ edgeId: edge.id, to })
    else next.set(from, [{ edgeId: edge.id, to }])
  }
  const back = new Set<string>()
  const state = new Map<string, 'open' | 'closed'>()
  const places = [...next.keys()]
  const starts = [...places.filter((place) => !entered.has(place)), ...places]
  for (const start of starts) {
    if (state.has(start)) continue
    const stack = [{ place: start, at: 0 }]
    state.set(start, 'open')
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const step = next.get(top.place)?.[top.at++]
      if (!step) {
        state.set(top.place, 'closed')
        stack.pop()
      } else if (state.get(step.to) === 'open') back.add(step.edgeId)
      else if (!state.has(step.to)) {
        state.set(step.to, 'open')
        stack.push({ place: step.to, at: 0 })
      }
    }
  }
  return back
}

/** Every place from which `place` can be reached. */
export function upstreamOf(flow: Pick<Flow, 'nodes' | 'edges'>, place: string, lookup?: Lookup): ReadonlySet<string> {
  const nodes = byId(flow)
  const before = new Map<string, string[]>()
  for (const edge of flow.edges) {
    const wire = wireOf(nodes, edge, lookup)
    const to = placeOf(wire.to, 'to')
    const list = before.get(to)
    if (list) list.push(placeOf(wire.from, 'from'))
    else before.set(to, [placeOf(wire.from, 'from')])
  }
  const seen = new Set<string>()
  const work = [place]
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    for (const source of before.get(at) ?? []) {
      if (seen.has(source)) continue
      seen.add(source)
      work.push(source)
    }
  }
  return seen
}
