import { type Edge, type Flow, type FlowNode, type Port, type PortType, typeFits } from '@quorum/engine'
import { factsOf, type Lookup } from '../geometry/facts.ts'
import { flowGeometry } from '../geometry/geometry.ts'
import { byId, type PortRef, placeOf, upstreamOf, wireOf } from './graph.ts'

export type Check =
  | { readonly ok: true; readonly back: boolean; readonly warning?: string }
  /** `fix` says what to do instead. */
  | { readonly ok: false; readonly reason: string; readonly fix?: string }

export const DEFAULT_ROUNDS = 10

/** May an edge go from the output `from` to the input `to`? The one rule for drag, click, keys, paste and picker. */
export function canConnect(flow: Flow, from: PortRef, to: PortRef, lookup?: Lookup): Check {
  return connectChecker(flow, from, lookup)(to)
}

/** The same for one `from` and many `to`. */
function connectChecker(flow: Flow, from: PortRef, lookup?: Lookup): (to: PortRef) => Check {
  const nodes = byId(flow)
  const source = nodes.get(from.nodeId)
  const out = source && findPort(source, from.portId, 'out', flow, lookup)
  if (!source || !out) return () => no(`This step has no output “${from.portId}”.`)
  const taken = new Set(
    flow.edges.map((edge) => {
      const wire = wireOf(nodes, edge, lookup)
      return `${wire.from.nodeId} ${wire.from.portId} ${wire.to.nodeId} ${wire.to.portId}`
    }),
  )
  const fromPlace = placeOf({ ...from, inner: out.inner }, 'from')
  const upstream = upstreamOf(flow, fromPlace, lookup)
  const name = factsOf(source, lookup).title

  return (to) => {
    const target = nodes.get(to.nodeId)
    const into = target && findPort(target, to.portId, 'in', flow, lookup)
    if (!target || !into) {
      const other = target && findPort(target, to.portId, 'out', flow, lookup)
      return no(
        other
          ? 'Both are outputs. An edge ends at an input, on the left of a step.'
          : `This step has no input “${to.portId}”.`,
      )
    }
    if (target === source && !out.inner && !into.inner)
      return no('A step cannot feed itself.', 'Put a gate behind it and let the gate send work back.')
    if (taken.has(`${source.id} ${out.port.id} ${target.id} ${into.port.id}`))
      return no('These two are connected already.')
    const border = borderProblem(source, out, target, into, nodes, lookup)
    if (border) return border
    const toPlace = placeOf({ ...to, inner: into.inner }, 'to')
    const back = toPlace === fromPlace || upstream.has(toPlace)
    if (back && !factsOf(source, lookup).definition?.mayLoopBack) {
      return no(
        `This would make a loop, and “${name}” cannot decide when it ends.`,
        'Only a gate, a branch or an approval may send work back. Lead one of those back to the step that shall do it again: it is told what came of the last round.',
      )
    }
    if (out.port.id === 'limit' && back) return no('“limit reached” is where a loop is left, so it cannot go back.')
    return { ok: true, back, ...mismatch(out.port, into.port, factsOf(target, lookup).title) }
  }
}

interface Found {
  readonly port: Port
  readonly inner: boolean
}

function findPort(
  node: FlowNode,
  portId: string,
  flowSide: 'in' | 'out',
  flow: Flow,
  lookup?: Lookup,
): Found | undefined {
  const facts = factsOf(node, lookup)
  const { ports } = facts
  const outer = (flowSide === 'out' ? ports.outputs : ports.inputs).find(({ id }) => id === portId)
  if (outer) return { port: outer, inner: false }
  const inner = (flowSide === 'out' ? ports.inner?.outputs : ports.inner?.inputs)?.find(({ id }) => id === portId)
  if (inner) return { port: inner, inner: true }
  // A placeholder takes whatever its edges name.
  if (facts.definition) return undefined
  const named = flow.edges.some((edge) =>
    flowSide === 'out'
      ? edge.source === node.id && edge.sourcePort === portId
      : edge.target === node.id && edge.targetPort === portId,
  )
  return named ? { port: { id: portId, label: portId, type: 'any' }, inner: false } : undefined
}

function borderProblem(
  source: FlowNode,
  out: Found,
  target: FlowNode,
  into: Found,
  nodes: ReadonlyMap<string, FlowNode>,
  lookup?: Lookup,
): Check | null {
  const fromScope = out.inner ? source.id : source.parent
  const toScope = into.inner ? target.id : target.parent
  if (fromScope === toScope) return null
  const container = nodes.get(fromScope ?? '') ?? nodes.get(toScope ?? '')
  const title = container ? factsOf(container, lookup).title : 'a container'
  const inner = container ? factsOf(container, lookup).ports.inner : undefined
  const [enter, leave] = [inner?.outputs[0]?.label ?? 'item', inner?.inputs[0]?.label ?? 'result']
  return no(
    `An edge cannot cross the border of “${title}”.`,
    `What goes in comes from its “${enter}” port inside, what comes out goes to “${leave}”.`,
  )
}

function mismatch(from: Port, to: Port, target: string): { warning: string } | Record<string, never> {
  if (typeFits(from.type, to.type)) return {}
  return { warning: `“${target}” wants ${typeWords[to.type]}; this gives ${typeWords[from.type]}.` }
}

const typeWords: Record<PortType, string> = {
  any: 'anything',
  text: 'text',
  json: 'an object',
  list: 'a list',
  verdict: 'a verdict',
  error: 'an error',
}

const no = (reason: string, fix?: string): Check => ({ ok: false, reason, ...(fix === undefined ? {} : { fix }) })

export interface Target {
  readonly ref: PortRef
  readonly title: string
  readonly port: string
  readonly check: Extract<Check, { ok: true }>
}

/** All inputs an edge from `from` may go to, forward ones first. */
export function fittingTargets(flow: Flow, from: PortRef, lookup?: Lookup): readonly Target[] {
  const check = connectChecker(flow, from, lookup)
  const boxes = flowGeometry(flow, lookup)
  const targets = flow.nodes.flatMap((node): Target[] =>
    (boxes.get(node.id)?.ports ?? []).flatMap((port): Target[] => {
      if (port.flow !== 'in') return []
      const ref = { nodeId: node.id, portId: port.id }
      const answer = check(ref)
      return answer.ok ? [{ ref, title: factsOf(node, lookup).title, port: port.label, check: answer }] : []
    }),
  )
  return targets.toSorted((a, b) => Number(a.check.back) - Number(b.check.back))
}

/** All outputs that may feed `to`. */
export function fittingSources(flow: Flow, to: PortRef, lookup?: Lookup): readonly Target[] {
  const boxes = flowGeometry(flow, lookup)
  return flow.nodes.flatMap((node): Target[] =>
    (boxes.get(node.id)?.ports ?? []).flatMap((port): Target[] => {
      if (port.flow !== 'out') return []
      const ref = { nodeId: node.id, portId: port.id }
      const answer = canConnect(flow, ref, to, lookup)
      return answer.ok ? [{ ref, title: factsOf(node, lookup).title, port: port.label, check: answer }] : []
    }),
  )
}

/** The first input of `nodeId` that `from` may go to: free ones before used ones. */
export function firstFit(flow: Flow, from: PortRef, nodeId: string, lookup?: Lookup): PortRef | null {
  const used = new Set(flow.edges.filter(({ target }) => target === nodeId).map(({ targetPort }) => targetPort))
  const fits = fittingTargets(flow, from, lookup).filter(({ ref }) => ref.nodeId === nodeId)
  const typed = fits.filter(({ check }) => !check.warning)
  const pool = typed.length > 0 ? typed : fits
  return (pool.find(({ ref }) => !used.has(ref.portId)) ?? pool[0])?.ref ?? null
}

export const edgeBetween = (id: string, from: PortRef, to: PortRef, back: boolean): Edge => ({
  id,
  source: from.nodeId,
  sourcePort: from.portId,
  target: to.nodeId,
  targetPort: to.portId,
  ...(back ? { maxRounds: DEFAULT_ROUNDS } : {}),
})
