import { type Kit, type NodeDefinition, OUTSIDE } from '../node.ts'
import type { Edge, Flow, FlowNode, Policy } from './flow.ts'
import { hasBody, portsOf } from './graph.ts'
import { findLoops } from './loops.ts'
import { renameNodes } from './renameNodes.ts'

/** What takes the place of a composite whose inside is laid open. */
export interface Detached {
  /** Ordinary nodes without a place on the canvas yet: {@link FlowNode.position} is that of the composite. */
  readonly nodes: readonly FlowNode[]
  /** Edges among them, and to and from what the composite was connected with. */
  readonly edges: readonly Edge[]
  /** Other nodes whose templates or conditions mention the composite, as they are to be now. */
  readonly mentions: readonly FlowNode[]
  /** What ordinary nodes cannot do in its place, in words for people. */
  readonly lost: readonly string[]
}

type Definitions = Pick<Kit, 'definition'>
interface Port {
  readonly node: string
  readonly port: string
}
type In = readonly [from: Port, maxRounds: number | undefined]

/**
 * Lays a composite open: its `expand(params)` as ordinary nodes with ids of their own, wired to what it was wired to.
 * Null for what is no composite. Pure; the flow is not changed.
 */
export function detach(flow: Flow, nodeId: string, kit: Definitions): Detached | null {
  const node = flow.nodes.find(({ id }) => id === nodeId)
  const definition = node && kit.definition(node.kind)
  const parsed = definition?.params.safeParse(node?.params)
  if (!node || !definition?.expand || !parsed?.success) return null
  const body = definition.expand(parsed.data)
  const wires = body.edges as BodyEdges
  const names = freshNames(flow, node, body.nodes)
  const inner = (id: string): string => names.get(id) ?? id
  const edges = edgeMaker(flow)

  // What gives the composite's first output is called as the composite was: others go on to know its result.
  const firstOutput = portsOf(node, definition).outputs[0]?.id
  const speaker = wires.find(({ target, targetPort }) => target === OUTSIDE && targetPort === firstOutput)?.source

  const nodes = body.nodes.map((part): FlowNode => {
    const { parent, title, policy, ...rest } = part
    const home = parent === undefined ? node.parent : inner(parent)
    const name = part.id === speaker ? (node.title ?? title) : title
    const known = kit.definition(part.kind)
    const passed = { ...(known && callsOut(known, part.params) ? inherited(node.policy) : {}), ...policy }
    return {
      ...rest,
      id: inner(part.id),
      position: { ...node.position },
      params: renameNodes(part.params, (name) => names.get(name)),
      ...(name === undefined ? {} : { title: name }),
      ...(home === undefined ? {} : { parent: home }),
      ...(Object.keys(passed).length > 0 ? { policy: passed } : {}),
    }
  })

  for (const { source, sourcePort, target, targetPort } of wires) {
    if (source === OUTSIDE || target === OUTSIDE) continue
    edges.add(port(inner(source), sourcePort, 'out'), port(inner(target), targetPort, 'in'))
  }
  feed(flow, node, definition, kit, wires, inner, edges, nodes)
  const ways = leave(flow, node, definition, kit, wires, inner, edges)
  return {
    nodes,
    edges: edges.all,
    mentions: speaker === undefined ? [] : mentionsOf(flow, node, inner(speaker)),
    lost: lostWords(node, ways, body.onFailure === 'stop'),
  }
}

const port = (node: string, id: string | undefined, fallback: string): Port => ({ node, port: id ?? fallback })

/** `council_chair`: tells where it comes from, and may be written in a template without quotes. */
function freshNames(flow: Flow, node: FlowNode, parts: readonly { id: string }[]): ReadonlyMap<string, string> {
  const taken = new Set(flow.nodes.map(({ id }) => id))
  const stem = node.id.replace(/\W/g, '_').replace(/^(\d)/, '_$1').slice(0, 28)
  return new Map(
    parts.map(({ id }) => {
      const base = `${stem}_${id.replace(/\W/g, '_')}`.slice(0, 58)
      let name = base
      for (let n = 2; taken.has(name); n++) name = `${base}_${n}`
      taken.add(name)
      return [id, name]
    }),
  )
}

function edgeMaker(flow: Flow) {
  const taken = new Set(flow.edges.map(({ id }) => id))
  const all: Edge[] = []
  let next = 1
  return {
    all,
    add(from: Port, to: Port, maxRounds?: number): void {
      while (taken.has(`e_${next}`)) next++
      const id = `e_${next++}`
      const rounds = maxRounds === undefined ? {} : { maxRounds }
      all.push({ id, source: from.node, sourcePort: from.port, target: to.node, targetPort: to.port, ...rounds })
    },
  }
}
type Edges = ReturnType<typeof edgeMaker>
type BodyEdges = readonly Pick<Edge, 'source' | 'sourcePort' | 'target' | 'targetPort'>[]

/** What reached the composite's inputs reaches what they fed inside. */
function feed(
  flow: Flow,
  node: FlowNode,
  definition: NodeDefinition,
  kit: Definitions,
  body: BodyEdges,
  inner: (id: string) => string,
  edges: Edges,
  nodes: FlowNode[],
): void {
  const { inputs } = portsOf(node, definition)
  const goesBack = backEdges(flow)
  for (const { id } of inputs) {
    const targets = body
      .filter(({ source, sourcePort }) => source === OUTSIDE && (sourcePort ?? 'in') === id)
      .map(({ target, targetPort }) => port(inner(target), targetPort, 'in'))
    const ins = flow.edges
      .filter(({ target, targetPort }) => target === node.id && (targetPort ?? inputs[0]?.id) === id)
      .map(
        (edge): In => [port(edge.source, edge.sourcePort ?? firstOut(flow, kit, edge.source), 'out'), edge.maxRounds],
      )
    const feeders = ins.length > 0 || id !== inputs[0]?.id ? ins : byItself(flow, node, kit, 'in')
    if (feeders.length === 0 || targets.length === 0) continue
    // Work that comes back, or comes from several places, must come to one.
    const loops = flow.edges.some((edge) => edge.target === node.id && goesBack.has(edge.id))
    if (targets.length > 1 && (feeders.length > 1 || loops)) {
      const fork = forkNode(node, id, new Set([...flow.nodes, ...nodes].map((one) => one.id)))
      nodes.unshift(fork)
      for (const [from, rounds] of feeders) edges.add(from, port(fork.id, 'in', 'in'), rounds)
      for (const target of targets) edges.add(port(fork.id, 'out', 'out'), target)
    } else for (const [from, rounds] of feeders) for (const target of targets) edges.add(from, target, rounds)
  }
}

/** Where the composite's outputs led, what gives them inside leads now. Returns the ports that had edges. */
function leave(
  flow: Flow,
  node: FlowNode,
  definition: NodeDefinition,
  kit: Definitions,
  body: BodyEdges,
  inner: (id: string) => string,
  edges: Edges,
): ReadonlySet<string> {
  const { outputs } = portsOf(node, definition)
  const outs = flow.edges.filter(({ source, target }) => source === node.id && target !== node.id)
  const links = outs.map((edge) => ({
    from: edge.sourcePort ?? outputs[0]?.id ?? 'out',
    to: port(edge.target, edge.targetPort ?? firstIn(flow, kit, edge.target), 'in'),
    rounds: edge.maxRounds,
  }))
  for (const [to] of links.length > 0 ? [] : byItself(flow, node, kit, 'out'))
    links.push({ from: outputs[0]?.id ?? 'out', to, rounds: undefined })
  const connected = new Set<string>()
  for (const { from, to, rounds } of links) {
    connected.add(from)
    for (const { source, sourcePort, target, targetPort } of body)
      if (target === OUTSIDE && source !== OUTSIDE && targetPort === from)
        edges.add(port(inner(source), sourcePort, 'out'), to, rounds)
  }
  return connected
}

/** The only node of a body is wired by itself (API.md §1); several are not. */
function byItself(flow: Flow, node: FlowNode, kit: Definitions, side: 'in' | 'out'): In[] {
  const around = flow.nodes.find(({ id }) => id === node.parent)
  const definition = around && kit.definition(around.kind)
  if (!around || !definition || !hasBody(definition)) return []
  if (flow.nodes.filter(({ parent }) => parent === around.id).length > 1) return []
  const { inner } = portsOf(around, definition)
  const id = side === 'in' ? inner?.outputs[0]?.id : inner?.inputs[0]?.id
  return id === undefined ? [] : [[{ node: around.id, port: id }, undefined]]
}

function forkNode(node: FlowNode, portId: string, taken: ReadonlySet<string>): FlowNode {
  let id = `${node.id.replace(/\W/g, '_').slice(0, 40)}_${portId.replace(/\W/g, '_').slice(0, 12)}`
  while (taken.has(id)) id += '_'
  const parent = node.parent === undefined ? {} : { parent: node.parent }
  return { id, kind: 'fork', position: { ...node.position }, params: {}, ...parent }
}

const firstOut = (flow: Flow, kit: Definitions, id: string): string | undefined =>
  portsById(flow, kit, id)?.outputs[0]?.id
const firstIn = (flow: Flow, kit: Definitions, id: string): string | undefined =>
  portsById(flow, kit, id)?.inputs[0]?.id

function portsById(flow: Flow, kit: Definitions, id: string) {
  const node = flow.nodes.find((one) => one.id === id)
  const definition = node && kit.definition(node.kind)
  return node && definition ? portsOf(node, definition) : undefined
}

function backEdges(flow: Flow): ReadonlySet<string> {
  const numbers = new Map(flow.nodes.map(({ id }, index) => [id, index]))
  const known = flow.edges.filter(({ source, target }) => numbers.has(source) && numbers.has(target))
  const { loops } = findLoops({
    size: flow.nodes.length,
    edges: known.map(({ source, target }) => [numbers.get(source) ?? 0, numbers.get(target) ?? 0] as const),
  })
  return new Set(loops.flatMap(({ back }) => back.map((index) => known[index]?.id ?? '')))
}

function callsOut(definition: NodeDefinition, params: unknown): boolean {
  const parsed = definition.params.safeParse(params)
  return parsed.success && definition.takesPolicy && definition.callsOut(parsed.data)
}

/** A composite hands its tries and its time limit down to each call (API.md rule 10). */
function inherited({ attempts, backoffMs, timeoutMs }: Policy = {}): Policy {
  return {
    ...(attempts === undefined ? {} : { attempts }),
    ...(backoffMs === undefined ? {} : { backoffMs }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  }
}

function mentionsOf(flow: Flow, node: FlowNode, speaker: string): FlowNode[] {
  const rename = (name: string): string | undefined => (name === node.id ? speaker : undefined)
  return flow.nodes.flatMap((other) => {
    if (other.id === node.id) return []
    const params = renameNodes(other.params, rename)
    return JSON.stringify(params) === JSON.stringify(other.params) ? [] : [{ ...other, params }]
  })
}

function lostWords(node: FlowNode, ways: ReadonlySet<string>, stops: boolean): string[] {
  const { onError } = node.policy ?? {}
  return [
    ...(onError === 'fallback' ? ['The fixed value for when it fails: set one on the last of the new steps.'] : []),
    ...(onError === 'port' && ways.has('error')
      ? ['The way out of its error port: connect one of the new steps.']
      : []),
    ...(stops ? ['That it stops at its first failure.'] : []),
  ]
}
