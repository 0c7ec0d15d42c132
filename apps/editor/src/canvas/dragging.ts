import type { MouseEvent as ReactMouseEvent } from 'react'
import type { Command, XY } from '../document/commands.ts'
import { dispatch, useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { absolutePosition, flowGeometry } from '../geometry/geometry.ts'
import { fittingSources, fittingTargets } from './connect.ts'
import { byId, type PortRef } from './graph.ts'
import { containerAt, toParent, withinBody } from './place.ts'
import { type CanvasNode, noteOf } from './toReactFlow.ts'
import { useUi } from './uiStore.ts'

export function pointOf(event: MouseEvent | TouchEvent | ReactMouseEvent): { x: number; y: number } {
  const at = 'changedTouches' in event ? event.changedTouches[0] : event
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 }
}

/** The step drawn at this point of the screen; a container's free body counts as canvas. */
export function nodeUnder({ x, y }: XY): string | null {
  const element = document.elementFromPoint(x, y)
  if (!element || element.closest('.step-body')) return null
  return element.closest('.react-flow__node-step')?.getAttribute('data-id') ?? null
}

/** Marks every port the new edge may go to. */
export function beginConnecting(from: PortRef, reversed: boolean): void {
  const { flow } = useDocument.getState()
  const targets = reversed ? fittingSources(flow, from) : fittingTargets(flow, from)
  const fits = new Set(targets.map(({ ref }) => `${ref.nodeId} ${ref.portId}`))
  useUi.setState({ connecting: { from, reversed, fits } })
}

/** One undoable move of everything that was dragged; a step let go over a body moves into it, one dragged out leaves it. */
export function dropNodes(moved: readonly CanvasNode[], pointer: XY): void {
  const { flow } = useDocument.getState()
  const nodes = byId(flow)
  const boxes = flowGeometry(flow)
  const ids = new Set(moved.map(({ id }) => id))
  const steps: Extract<Command, { type: 'move' }>['nodes'][number][] = []
  const notes: { id: string; position: XY }[] = []
  for (const { id, position } of moved) {
    const note = noteOf(id)
    if (note !== null) {
      notes.push({ id: note, position })
      continue
    }
    const node = nodes.get(id)
    // What moves with its container keeps its place in it.
    if (!node || (node.parent !== undefined && ids.has(node.parent))) continue
    const box = boxes.get(id)
    const origin = absolutePosition(nodes, { ...node, position: { ...node.position, ...position } })
    const middle = box ? { x: origin.x + box.width / 2, y: origin.y + box.height / 2 } : pointer
    const home = containerAt(flow, moved.length === 1 ? pointer : middle, inside(node.id, flow.nodes))
    if (home === node.parent) steps.push({ id, position: withinBody(flow, position, home) })
    else steps.push({ id, position: withinBody(flow, toParent(flow, origin, home), home), parent: home ?? null })
  }
  if (steps.length + notes.length > 0) dispatch({ type: 'move', nodes: steps, notes })
}

/** A container cannot be dropped into itself. */
function inside(id: string, nodes: readonly { id: string; parent?: string | undefined }[]): ReadonlySet<string> {
  const all = new Set([id])
  for (let size = 0; size !== all.size; ) {
    size = all.size
    for (const node of nodes) if (node.parent && all.has(node.parent)) all.add(node.id)
  }
  return all
}

/** Opens the list of what the first output of a step may go to. */
export function connectFrom(nodeId: string): void {
  const node = useDocument.getState().flow.nodes.find(({ id }) => id === nodeId)
  const port = node && factsOf(node).ports.outputs[0]
  if (port) useUi.setState({ connectFrom: { nodeId, portId: port.id } })
}
