import type { Flow, FlowNode } from '@quorum/engine'
import type { XY } from '../document/commands.ts'
import { factsOf } from '../geometry/facts.ts'
import { absolutePosition, FIRST_PORT, flowGeometry, geometry } from '../geometry/geometry.ts'
import { byId, wireOf } from './graph.ts'

export const COLUMN_GAP = 96
const ROW_GAP = 48
const MIN_GAP = 64

/** The innermost container whose body is under this point of the canvas. */
export function containerAt(flow: Flow, point: XY, not: ReadonlySet<string> = new Set()): string | undefined {
  const nodes = byId(flow)
  const boxes = flowGeometry(flow)
  let found: { id: string; area: number } | undefined
  for (const node of flow.nodes) {
    const body = boxes.get(node.id)?.body
    if (!body || not.has(node.id)) continue
    const origin = absolutePosition(nodes, node)
    const x = point.x - origin.x - body.x
    const y = point.y - origin.y - body.y
    if (x < 0 || y < 0 || x > body.width || y > body.height) continue
    if (!found || body.width * body.height < found.area) found = { id: node.id, area: body.width * body.height }
  }
  return found?.id
}

/** A point of the canvas as seen from the corner of `parent`. */
export function toParent(flow: Flow, point: XY, parent: string | undefined): { x: number; y: number } {
  const nodes = byId(flow)
  const container = parent === undefined ? undefined : nodes.get(parent)
  const origin = container ? absolutePosition(nodes, container) : { x: 0, y: 0 }
  return { x: Math.round(point.x - origin.x), y: Math.round(point.y - origin.y) }
}

const INSIDE = 16

/** A place in a body that does not cover the head of its container; to the right and below the container grows. */
export function withinBody(flow: Flow, position: XY, parent: string | undefined): { x: number; y: number } {
  const body = parent === undefined ? undefined : flowGeometry(flow).get(parent)?.body
  if (!body) return { x: position.x, y: position.y }
  return { x: Math.max(position.x, body.x + INSIDE), y: Math.max(position.y, body.y + INSIDE) }
}

type Place = FlowNode['position']

/** Right of all of `beside`, at their middle, moved down until it covers nothing. */
export function freePlace(flow: Flow, beside: readonly FlowNode[], node: FlowNode): Place {
  const boxes = flowGeometry(flow)
  const ends = beside.map(({ id, position }) => position.x + (boxes.get(id)?.width ?? 240))
  const tops = beside.map(({ position }) => position.y)
  const middle = (Math.min(...tops) + Math.max(...tops)) / 2
  const start = { x: Math.max(...ends) + COLUMN_GAP, y: Math.round(middle) }
  return cleared(flow, geometry(factsOf(node)), beside[0]?.parent, start)
}

/** Below `node`, further down until a copy of it covers nothing. */
export function placeBelow(flow: Flow, { id, parent, position: { x, y } }: FlowNode): Place {
  const size = flowGeometry(flow).get(id) ?? { width: 240, height: 120 }
  return cleared(flow, size, parent, { x, y: y + size.height + ROW_GAP })
}

/** The first place from `start` downwards where something of this size covers nothing in `parent`. */
function cleared(
  flow: Flow,
  size: { readonly width: number; readonly height: number },
  parent: string | undefined,
  { x, y }: Place,
): Place {
  const boxes = flowGeometry(flow)
  const siblings = flow.nodes
    .filter((other) => other.parent === parent)
    .map((other) => ({ ...other.position, ...(boxes.get(other.id) ?? { width: 240, height: 120 }) }))
    .toSorted((a, b) => a.y - b.y)
  let free = y
  for (const other of siblings) {
    const apart =
      other.x + other.width + 16 <= x ||
      x + size.width + 16 <= other.x ||
      other.y + other.height + 16 <= free ||
      free + size.height + 16 <= other.y
    if (!apart) free = other.y + other.height + ROW_GAP
  }
  return { x, y: free }
}

interface Opening {
  readonly position: XY
  /** What has to make room for it, with where it goes. */
  readonly moved: readonly { readonly id: string; readonly position: XY }[]
}

/** A place for `node` in the middle of a forward edge. What lies behind moves right as far as it takes. */
export function openingIn(flow: Flow, edgeId: string, node: FlowNode): Opening | null {
  const nodes = byId(flow)
  const boxes = flowGeometry(flow)
  const edge = flow.edges.find(({ id }) => id === edgeId)
  const source = edge && nodes.get(edge.source)
  const target = edge && nodes.get(edge.target)
  const from = source && boxes.get(source.id)
  const to = target && boxes.get(target.id)
  if (!from || !to || source.parent !== target.parent) return null
  const start = source.position.x + from.width
  if (start > target.position.x) return null
  const wire = wireOf(nodes, edge)
  const portY = (box: typeof from, id: string) => box.ports.find((port) => port.id === id)?.y ?? FIRST_PORT
  const y =
    (source.position.y + portY(from, wire.from.portId) + target.position.y + portY(to, wire.to.portId)) / 2 - FIRST_PORT
  const { width } = geometry(factsOf(node))
  const room = target.position.x - start
  const gap = Math.max(MIN_GAP, Math.min(COLUMN_GAP, (room - width) / 2))
  const shift = Math.max(0, width + 2 * gap - room)
  const x = shift > 0 ? start + gap : start + (room - width) / 2
  const moved = flow.nodes
    .filter((other) => shift > 0 && other.parent === source.parent && other.id !== source.id)
    .filter((other) => other.position.x >= target.position.x)
    .map(({ id, position }) => ({ id, position: { x: position.x + shift, y: position.y } }))
  return { position: { x: Math.round(x), y: Math.round(y) }, moved }
}
