import type { Flow, FlowNode } from '@quorum/engine'
import type { XY } from '../document/commands.ts'
import { factsOf } from '../geometry/facts.ts'
import { absolutePosition, flowGeometry, geometry } from '../geometry/geometry.ts'
import { byId } from './graph.ts'

export const COLUMN_GAP = 96
export const ROW_GAP = 48

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

/** Right of `beside`, moved down until it covers nothing. */
export function freePlace(flow: Flow, beside: FlowNode, node: FlowNode): { x: number; y: number } {
  const boxes = flowGeometry(flow)
  const size = geometry(factsOf(node))
  const x = beside.position.x + (boxes.get(beside.id)?.width ?? 240) + COLUMN_GAP
  let { y } = beside.position
  const siblings = flow.nodes
    .filter((other) => other.parent === beside.parent && other.id !== node.id)
    .map((other) => ({ ...other.position, ...(boxes.get(other.id) ?? { width: 240, height: 120 }) }))
    .toSorted((a, b) => a.y - b.y)
  for (const other of siblings) {
    const apart =
      other.x + other.width + 16 <= x ||
      x + size.width + 16 <= other.x ||
      other.y + other.height + 16 <= y ||
      y + size.height + 16 <= other.y
    if (!apart) y = other.y + other.height + ROW_GAP
  }
  return { x, y }
}
