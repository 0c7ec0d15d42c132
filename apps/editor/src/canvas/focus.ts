import type { Flow, FlowNode } from '@quorum/engine'
import type { ReactFlowInstance } from '@xyflow/react'
import { useDocument } from '../document/documentStore.ts'
import { absolutePosition, type Box, flowGeometry } from '../geometry/geometry.ts'
import { byId } from './graph.ts'
import { type GroupScene, groupIdOf, groupScene, shownFor } from './groups.ts'
import { stepElementId } from './NodeView.tsx'
import { useUi } from './uiStore.ts'

export type Direction = 'left' | 'right' | 'up' | 'down'

/** Where an arrow key goes from `id`: along an edge, else to the nearest step on that side; from nowhere to the first step. */
export function neighbour(flow: Flow, id: string | null, direction: Direction): string | null {
  const nodes = byId(flow)
  const scene = groupScene(flow, flowGeometry(flow), useUi.getState().folds)
  const shown = (nodeId: string): string => shownFor(scene, nodeId)
  const [first] = flow.nodes
  const here = id === null ? null : shownAs(id, nodes, scene)
  if (here === null) return first ? shown(first.id) : null
  if (direction === 'right') {
    const edge = flow.edges.find(
      ({ source, target }) => shown(source) === here && shown(target) !== here && nodes.has(target),
    )
    if (edge) return shown(edge.target)
  }
  if (direction === 'left') {
    const edge = flow.edges.find(
      ({ source, target }) => shown(target) === here && shown(source) !== here && nodes.has(source),
    )
    if (edge) return shown(edge.source)
  }
  return nearest(flow, here, direction)
}

/** A step that was hidden or a group that was unfolded since: what stands in its place. */
function shownAs(id: string, nodes: ReadonlyMap<string, FlowNode>, scene: GroupScene): string | null {
  const group = groupIdOf(id)
  if (group === null) return nodes.has(id) ? shownFor(scene, id) : null
  const frame = scene.frames.get(group)
  return frame?.folded ? id : (frame?.members[0]?.id ?? null)
}

/** Where something drawn is, on the canvas: a step or a folded group. */
function placesIn(flow: Flow): { readonly scene: GroupScene; placeOf(id: string): Box | null } {
  const nodes = byId(flow)
  const boxes = flowGeometry(flow)
  const scene = groupScene(flow, boxes, useUi.getState().folds)
  return {
    scene,
    placeOf(id) {
      const group = groupIdOf(id)
      if (group === null) {
        const node = nodes.get(id)
        const box = boxes.get(id)
        return node && box ? { ...absolutePosition(nodes, node), width: box.width, height: box.height } : null
      }
      const frame = scene.frames.get(group)
      const parent = nodes.get(frame?.parent ?? '')
      const origin = parent ? absolutePosition(nodes, parent) : { x: 0, y: 0 }
      return frame ? { x: frame.x + origin.x, y: frame.y + origin.y, width: frame.width, height: frame.height } : null
    },
  }
}

function nearest(flow: Flow, id: string, direction: Direction): string | null {
  const { scene, placeOf } = placesIn(flow)
  const middle = (of: string): { x: number; y: number } => {
    const { x = 0, y = 0, width = 0, height = 0 } = placeOf(of) ?? {}
    return { x: x + width / 2, y: y + height / 2 }
  }
  const here = middle(id)
  let best: { id: string; cost: number } | null = null
  for (const other of new Set(flow.nodes.map((node) => shownFor(scene, node.id)))) {
    if (other === id) continue
    const there = middle(other)
    const dx = there.x - here.x
    const dy = there.y - here.y
    const along = direction === 'right' ? dx : direction === 'left' ? -dx : direction === 'down' ? dy : -dy
    const across = direction === 'up' || direction === 'down' ? Math.abs(dx) : Math.abs(dy)
    if (along <= 0) continue
    const cost = along + 2 * across
    if (!best || cost < best.cost) best = { id: other, cost }
  }
  return best?.id ?? null
}

type Viewport = Pick<ReactFlowInstance, 'getViewport' | 'setViewport'>
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
  const { scene, placeOf } = placesIn(useDocument.getState().flow)
  const place = placeOf(groupIdOf(id) === null ? shownFor(scene, id) : id)
  const canvas = document.querySelector('.canvas')?.getBoundingClientRect()
  if (!place || !canvas) return
  const { x, y, zoom } = rf.getViewport()
  const dx = shift(place.x * zoom + x, place.width * zoom, canvas.width)
  const dy = shift(place.y * zoom + y, place.height * zoom, canvas.height)
  if (dx !== 0 || dy !== 0) void rf.setViewport({ x: x + dx, y: y + dy, zoom })
}

/** How far to move something that begins at `start` so that it lies within the margins of `room`. */
function shift(start: number, size: number, room: number): number {
  if (start < MARGIN || size > room - 2 * MARGIN) return MARGIN - start
  return Math.min(0, room - MARGIN - size - start)
}
