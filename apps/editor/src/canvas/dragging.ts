import type { Flow } from '@quorum/engine'
import type { MouseEvent as ReactMouseEvent } from 'react'
import { commandName } from '../document/commandName.ts'
import { applyChanges, type Command, plan, type XY } from '../document/commands.ts'
import { dispatch, useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { absolutePosition, type Box, flowGeometry, type Geometry } from '../geometry/geometry.ts'
import { fittingSources, fittingTargets } from './connect.ts'
import { byId, type PortRef } from './graph.ts'
import { type Frame, frameAround, groupIdOf, groupScene } from './groups.ts'
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

/** The edge under this point of the screen, if anything is to be put into it. */
export function edgeUnder({ x, y }: XY): string | null {
  const edge = document.elementsFromPoint(x, y).find((element) => element.closest('.react-flow__edge'))
  return edge?.closest('.react-flow__edge')?.getAttribute('data-id') ?? null
}

/** Only a step that nothing is connected to goes into an edge it is dropped on: others are just passing by. */
export function insertable({ id, type }: CanvasNode): boolean {
  const { edges } = useDocument.getState().flow
  return type === 'step' && !edges.some(({ source, target }) => source === id || target === id)
}

/** The steps that move with the frame of a group, with where they come to. */
export function carried(node: CanvasNode | undefined, to: XY): readonly { id: string; position: XY }[] {
  if (node?.type !== 'frame' && node?.type !== 'folded') return []
  const { members, x, y } = node.data.frame
  return members.map(({ id, position }) => ({ id, position: { x: position.x + to.x - x, y: position.y + to.y - y } }))
}

/** Marks every port the new edge may go to. */
export function beginConnecting(from: PortRef, reversed: boolean): void {
  const { flow } = useDocument.getState()
  const targets = reversed ? fittingSources(flow, from) : fittingTargets(flow, from)
  const fits = new Set(targets.map(({ ref }) => `${ref.nodeId} ${ref.portId}`))
  useUi.setState({ connecting: { from, reversed, fits } })
}

/**
 * One undoable move of everything that was dragged; a step let go over a body or a group's frame moves into it, one
 * dragged well away leaves it. `free`: groups stay as they are.
 */
export function dropNodes(moved: readonly CanvasNode[], pointer: XY, free = false): void {
  const { flow } = useDocument.getState()
  const nodes = byId(flow)
  const boxes = flowGeometry(flow)
  const ids = new Set(moved.map(({ id }) => id))
  const steps: Extract<Command, { type: 'move' }>['nodes'][number][] = []
  const notes: { id: string; position: XY }[] = []
  for (const dragged of moved) {
    const { id, position } = dragged
    if (groupIdOf(id) !== null) {
      for (const member of carried(dragged, position))
        if (!ids.has(member.id))
          steps.push({ id: member.id, position: withinBody(flow, member.position, nodes.get(member.id)?.parent) })
      continue
    }
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
  if (steps.length + notes.length === 0) return
  const move: Command = { type: 'move', nodes: steps, notes }
  const regroup = free || !flow.groups ? [] : regrouped(flow, move, ids)
  const name = commandName(flow, move)
  dispatch(regroup.length === 0 ? move : { type: 'compound', name, commands: [move, ...regroup] })
}

const LEAVES_AT = 96

/** Who joins or leaves a group by a move: judged by where each step lies afterwards, the group's other steps staying. */
function regrouped(before: Flow, move: Command, dragged: ReadonlySet<string>): Command[] {
  const flow = applyChanges(before, plan(before, move))
  const boxes = flowGeometry(flow)
  const { frames, groupOf } = groupScene(before, boxes)
  const open = [...frames.values()].filter(({ folded }) => !folded)
  return flow.nodes.flatMap((node): Command[] => {
    const box = boxes.get(node.id)
    if (!dragged.has(node.id) || !box) return []
    const own = groupOf.get(node.id)
    const place = { ...node.position, width: box.width, height: box.height }
    const middle = { x: place.x + box.width / 2, y: place.y + box.height / 2 }
    const into = open.find(
      (frame) =>
        frame.group.id !== own && frame.parent === node.parent && contains(stillFrame(frame, dragged, boxes), middle),
    )
    if (into) return [{ type: 'regroup', nodeIds: [node.id], groupId: into.group.id }]
    const frame = own === undefined ? undefined : frames.get(own)
    const rest = frame && stillFrame(frame, dragged, boxes)
    const far = frame?.parent !== node.parent || (rest && !touches(rest, place, LEAVES_AT) && !touches(frame, place, 0))
    return frame && far ? [{ type: 'regroup', nodeIds: [node.id], groupId: null }] : []
  })
}

/** The frame around those of its steps that were not dragged; null if all were. */
function stillFrame(
  { members }: Frame,
  dragged: ReadonlySet<string>,
  boxes: ReadonlyMap<string, Geometry>,
): Box | null {
  const still = members.filter(({ id }) => !dragged.has(id))
  return still.length === 0 ? null : frameAround(still, boxes)
}

const contains = (box: Box | null, { x, y }: XY): boolean =>
  box !== null && x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height
const touches = (a: Box, b: Box, within: number): boolean =>
  a.x - within < b.x + b.width &&
  b.x - within < a.x + a.width &&
  a.y - within < b.y + b.height &&
  b.y - within < a.y + a.height

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
