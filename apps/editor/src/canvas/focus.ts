import type { Flow } from '@quorum/engine'
import type { ReactFlowInstance } from '@xyflow/react'
import { useDocument } from '../document/documentStore.ts'
import { absolutePosition, flowGeometry } from '../geometry/geometry.ts'
import { byId } from './graph.ts'
import { stepElementId } from './NodeView.tsx'
import { useUi } from './uiStore.ts'

export type Direction = 'left' | 'right' | 'up' | 'down'

/** Where an arrow key goes from `id`: along an edge, else to the nearest step on that side; from nowhere to the first step. */
export function neighbour(flow: Flow, id: string | null, direction: Direction): string | null {
  const nodes = byId(flow)
  if (id === null || !nodes.has(id)) return flow.nodes[0]?.id ?? null
  if (direction === 'right') {
    const edge = flow.edges.find(({ source, target }) => source === id && target !== id && nodes.has(target))
    if (edge) return edge.target
  }
  if (direction === 'left') {
    const edge = flow.edges.find(({ source, target }) => target === id && source !== id && nodes.has(source))
    if (edge) return edge.source
  }
  return nearest(flow, id, direction)
}

function nearest(flow: Flow, id: string, direction: Direction): string | null {
  const nodes = byId(flow)
  const boxes = flowGeometry(flow)
  const middle = (of: string): { x: number; y: number } => {
    const node = nodes.get(of)
    const at = node ? absolutePosition(nodes, node) : { x: 0, y: 0 }
    const box = boxes.get(of)
    return { x: at.x + (box?.width ?? 0) / 2, y: at.y + (box?.height ?? 0) / 2 }
  }
  const here = middle(id)
  let best: { id: string; cost: number } | null = null
  for (const other of flow.nodes) {
    if (other.id === id) continue
    const there = middle(other.id)
    const dx = there.x - here.x
    const dy = there.y - here.y
    const along = direction === 'right' ? dx : direction === 'left' ? -dx : direction === 'down' ? dy : -dy
    const across = direction === 'up' || direction === 'down' ? Math.abs(dx) : Math.abs(dy)
    if (along <= 0) continue
    const cost = along + 2 * across
    if (!best || cost < best.cost) best = { id: other.id, cost }
  }
  return best?.id ?? null
}

type Viewport = Pick<ReactFlowInstance, 'getViewport' | 'setViewport' | 'setCenter'>
const MARGIN = 48

/** Moves focus to a step, and the canvas to it if it is not fully in view. */
export function focusStep(rf: Viewport, id: string): void {
  useUi.setState({ focus: id })
  reveal(rf, id)
  // A step that was off screen is drawn only after the canvas has moved.
  requestAnimationFrame(() => document.getElementById(stepElementId(id))?.focus({ preventScroll: true }))
}

/** Pans just as far as it takes to see the step, 48 px clear of the border. Zoom stays. */
export function reveal(rf: Viewport, id: string): void {
  const { flow } = useDocument.getState()
  const nodes = byId(flow)
  const node = nodes.get(id)
  const box = flowGeometry(flow).get(id)
  const canvas = document.querySelector('.canvas')?.getBoundingClientRect()
  if (!node || !box || !canvas) return
  const at = absolutePosition(nodes, node)
  const { x, y, zoom } = rf.getViewport()
  const dx = shift(at.x * zoom + x, box.width * zoom, canvas.width)
  const dy = shift(at.y * zoom + y, box.height * zoom, canvas.height)
  if (dx !== 0 || dy !== 0) void rf.setViewport({ x: x + dx, y: y + dy, zoom })
}

/** How far to move something that begins at `start` so that it lies within the margins of `room`. */
function shift(start: number, size: number, room: number): number {
  if (start < MARGIN || size > room - 2 * MARGIN) return MARGIN - start
  return Math.min(0, room - MARGIN - size - start)
}
