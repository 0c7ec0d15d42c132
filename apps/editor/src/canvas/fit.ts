import type { Flow } from '@quorum/engine'
import type { ReactFlowInstance, Viewport } from '@xyflow/react'
import { useDocument } from '../document/documentStore.ts'
import { absolutePosition, type Box, flowGeometry } from '../geometry/geometry.ts'
import { byId } from './graph.ts'
import { groupRef, groupScene, shownFor } from './groups.ts'
import { NOTE_SIZE } from './toReactFlow.ts'
import { useUi } from './uiStore.ts'

/** Kept free around what is fitted into view: clear of toolbars above the steps and of the controls below. */
const CLEAR = { x: 32, top: 48, bottom: 64 }
const LEAST_ZOOM = 0.05
const PHONE_PX = 720

/** What the drawing covers, or these steps of it; null for nothing. From our own geometry, drawn or not. */
export function boundsOf(flow: Flow, only?: ReadonlySet<string>): Box | null {
  const nodes = byId(flow)
  const boxes = flowGeometry(flow)
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  const cover = (x: number, y: number, width: number, height: number): void => {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  }
  const scene = groupScene(flow, boxes, useUi.getState().folds)
  const shown = only && new Set([...only].map((id) => shownFor(scene, id)))
  for (const frame of scene.frames.values()) {
    if (shown ? !shown.has(groupRef(frame.group.id)) : frame.parent !== undefined) continue
    const parent = nodes.get(frame.parent ?? '')
    const origin = parent ? absolutePosition(nodes, parent) : { x: 0, y: 0 }
    cover(frame.x + origin.x, frame.y + origin.y, frame.width, frame.height)
  }
  for (const node of flow.nodes) {
    if (scene.hidden.has(node.id)) continue
    // What lies in a body lies in its container.
    if (only ? !only.has(node.id) : node.parent !== undefined && nodes.has(node.parent)) continue
    const { x, y } = absolutePosition(nodes, node)
    const box = boxes.get(node.id)
    cover(x, y, box?.width ?? 0, box?.height ?? 0)
  }
  if (!only) for (const { position } of flow.notes) cover(position.x, position.y, NOTE_SIZE.width, NOTE_SIZE.height)
  return left > right ? null : { x: left, y: top, width: right - left, height: bottom - top }
}

/** The viewport that shows `bounds` in the middle of a canvas of this size, never larger than life. */
export function viewportFor(
  bounds: Box,
  size: { readonly width: number; readonly height: number },
  most = 1,
): Viewport {
  const room = {
    width: Math.max(1, size.width - 2 * CLEAR.x),
    height: Math.max(1, size.height - CLEAR.top - CLEAR.bottom),
  }
  const zoom = Math.max(LEAST_ZOOM, Math.min(most, room.width / bounds.width, room.height / bounds.height))
  return {
    x: CLEAR.x + (room.width - bounds.width * zoom) / 2 - bounds.x * zoom,
    y: CLEAR.top + (room.height - bounds.height * zoom) / 2 - bounds.y * zoom,
    zoom,
  }
}

const canvasSize = (): { width: number; height: number } => {
  const box = document.querySelector('.canvas')?.getBoundingClientRect()
  return { width: box?.width ?? innerWidth, height: box?.height ?? innerHeight }
}

/** Shows the whole drawing, or these steps of it. */
export function fitTo(rf: Pick<ReactFlowInstance, 'setViewport'>, only?: ReadonlySet<string>): void {
  const bounds = boundsOf(useDocument.getState().flow, only)
  if (bounds) void rf.setViewport(viewportFor(bounds, canvasSize()))
}

/** What is in view at the first opening: all of it, or on a phone, where that could not be read, its beginning. */
export function openingViewport(flow: Flow, size = canvasSize()): Viewport {
  const [first] = flow.nodes
  const phone = innerWidth < PHONE_PX && flow.nodes.length > 2 && first
  const bounds = boundsOf(flow, phone ? new Set([first.id]) : undefined)
  return bounds ? viewportFor(bounds, size, phone ? 0.8 : 1) : { x: 0, y: 0, zoom: 1 }
}
