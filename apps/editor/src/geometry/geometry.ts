import type { Edge, Flow, FlowNode, Port, PortType } from '@quorum/engine'
import { density } from '../ui/appearance.ts'
import { factsOf, type Lookup, type NodeFacts } from './facts.ts'

/** Where a port sits, px from the node's top left corner. `flow` is seen from outside the port: `out` starts edges. */
export interface PortBox {
  readonly id: string
  readonly label: string
  readonly side: 'left' | 'right'
  readonly x: number
  readonly y: number
  readonly type: PortType
  readonly flow: 'in' | 'out'
  /** Faces the body of a container. */
  readonly inner: boolean
}

export interface Geometry {
  readonly width: number
  readonly height: number
  readonly ports: readonly PortBox[]
  /** The area of a container in which its body is drawn. */
  readonly body?: Box
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const HEADER = 44
const ROW = { cosy: 28, compact: 24 }
const STRIP = 52
const FOOTER = 28
export const FIRST_PORT = 50
export const PORT_GAP = 28
const BELOW_LAST_PORT = 22
const BODY_INSET = 20
const BELOW_BODY = 10
const LEAST_BODY = 200
const BODY_DEFAULT = { width: 480, height: 300 }
/** Room kept between a body's border and what is in it; also where Tidy starts. */
const BODY_PADDING = 40

/**
 * Size and ports of one node: a pure function of the node, its kind and the density of the page, so that a run can never
 * move anything.
 * `inside` is how far the body of a container reaches (right and bottom, px from the container's corner).
 */
export function geometry(
  facts: NodeFacts,
  size?: FlowNode['size'],
  inside?: { right: number; bottom: number },
): Geometry {
  const { definition, ports, rows } = facts
  const details = rows.length * ROW[density()] + (definition?.strip ? STRIP : 0)
  const sidePorts = Math.max(ports.inputs.length, ports.outputs.length, 1)
  const least = FIRST_PORT + PORT_GAP * (sidePorts - 1) + BELOW_LAST_PORT
  if (!facts.container) {
    const width = definition?.width ?? 240
    const height = Math.max(HEADER + details + FOOTER, least)
    return { width, height, ports: outerPorts(facts, width) }
  }
  const width = Math.max(size?.width ?? BODY_DEFAULT.width, (inside?.right ?? 0) + BODY_INSET + BODY_PADDING)
  // The body comes right below the head, so that what is in it lies where other programs put it, too.
  const below = BELOW_BODY + details + FOOTER
  const height = Math.max(
    size?.height ?? BODY_DEFAULT.height,
    (inside?.bottom ?? 0) + BODY_INSET + below,
    HEADER + LEAST_BODY + below,
    least,
  )
  const body = { x: BODY_INSET, y: HEADER, width: width - 2 * BODY_INSET, height: height - HEADER - below }
  return { width, height, body, ports: [...outerPorts(facts, width), ...innerPorts(facts, body)] }
}

function outerPorts(facts: NodeFacts, width: number): PortBox[] {
  const at = (ports: readonly Port[], flow: 'in' | 'out'): PortBox[] =>
    ports.map((port, index) => ({
      id: port.id,
      label: port.label,
      type: port.type,
      flow,
      inner: false,
      side: flow === 'in' ? 'left' : 'right',
      x: flow === 'in' ? 0 : width,
      y: FIRST_PORT + PORT_GAP * index,
    }))
  return [...at(facts.ports.inputs, 'in'), ...at(facts.ports.outputs, 'out')]
}

/** What feeds the body stands at its left edge, what takes its result at the right, around the middle. */
function innerPorts(facts: NodeFacts, body: Box): PortBox[] {
  const inner = facts.ports.inner
  if (!inner) return []
  const at = (ports: readonly Port[], flow: 'in' | 'out'): PortBox[] =>
    ports.map((port, index) => ({
      id: port.id,
      label: port.label,
      type: port.type,
      flow,
      inner: true,
      side: flow === 'out' ? 'left' : 'right',
      x: flow === 'out' ? body.x : body.x + body.width,
      y: Math.round(body.y + body.height / 2 + PORT_GAP * (index - (ports.length - 1) / 2)),
    }))
  return [...at(inner.outputs, 'out'), ...at(inner.inputs, 'in')]
}

/** Geometry of every node; a container is as large as its body needs. Deepest bodies first. */
export function flowGeometry(flow: Pick<Flow, 'nodes' | 'edges'>, lookup?: Lookup): ReadonlyMap<string, Geometry> {
  const children = new Map<string, FlowNode[]>()
  for (const node of flow.nodes) {
    if (!node.parent) continue
    const siblings = children.get(node.parent)
    if (siblings) siblings.push(node)
    else children.set(node.parent, [node])
  }
  const done = new Map<string, Geometry>()
  const measure = (node: FlowNode, above: ReadonlySet<string>): Geometry => {
    const known = done.get(node.id)
    if (known) return known
    let inside: { right: number; bottom: number } | undefined
    for (const child of above.has(node.id) ? [] : (children.get(node.id) ?? [])) {
      const box = measure(child, new Set([...above, node.id]))
      inside = {
        right: Math.max(inside?.right ?? 0, child.position.x + box.width),
        bottom: Math.max(inside?.bottom ?? 0, child.position.y + box.height),
      }
    }
    const facts = withEdgePorts(factsOf(node, lookup), node, flow.edges)
    const box = facts.container ? geometry(facts, node.size, inside) : plainBox(facts)
    done.set(node.id, box)
    return box
  }
  for (const node of flow.nodes) measure(node, new Set())
  return done
}

const plain = { cosy: new WeakMap<NodeFacts, Geometry>(), compact: new WeakMap<NodeFacts, Geometry>() }

function plainBox(facts: NodeFacts): Geometry {
  const known = plain[density()].get(facts)
  if (known) return known
  const box = geometry(facts)
  plain[density()].set(facts, box)
  return box
}

/** A node of an unknown kind shows the ports its edges name, so that none of them is lost. */
export function withEdgePorts(facts: NodeFacts, node: FlowNode, edges: readonly Edge[]): NodeFacts {
  if (facts.definition) return facts
  const inputs = new Set<string>()
  const outputs = new Set<string>()
  for (const edge of edges) {
    if (edge.target === node.id) inputs.add(edge.targetPort ?? 'in')
    if (edge.source === node.id) outputs.add(edge.sourcePort ?? 'out')
  }
  const ports = (ids: Set<string>): Port[] => [...ids].map((id) => ({ id, label: id, type: 'any' }))
  return {
    ...facts,
    ports: {
      inputs: inputs.size > 0 ? ports(inputs) : facts.ports.inputs,
      outputs: outputs.size > 0 ? ports(outputs) : facts.ports.outputs,
    },
  }
}

/** Position on the canvas of a node in a body: its own plus those of all containers around it. */
export function absolutePosition(nodes: ReadonlyMap<string, FlowNode>, node: FlowNode): { x: number; y: number } {
  let { x, y } = node.position
  const seen = new Set([node.id])
  for (let parent = node.parent ? nodes.get(node.parent) : undefined; parent && !seen.has(parent.id); ) {
    seen.add(parent.id)
    x += parent.position.x
    y += parent.position.y
    parent = parent.parent ? nodes.get(parent.parent) : undefined
  }
  return { x, y }
}
