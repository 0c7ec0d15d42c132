import type {
  Connection,
  EdgeChange,
  IsValidConnection,
  NodeChange,
  OnConnectStartParams,
  OnReconnect,
  ReactFlowInstance,
  XYPosition,
} from '@xyflow/react'
import type { MouseEvent as ReactMouseEvent } from 'react'
import { useDocument } from '../document/documentStore.ts'
import { absolutePosition } from '../geometry/geometry.ts'
import { runStore } from '../runs/currentRun.ts'
import { stopFollowing } from '../runs/follow.ts'
import { canConnect } from './connect.ts'
import { beginConnecting } from './dragging.ts'
import { connect, moveEdge } from './edits.ts'
import { byId } from './graph.ts'
import { groupIdOf } from './groups.ts'
import { stepAt } from './overviewScene.ts'
import { type CanvasEdge, type CanvasNode, noteOf } from './toReactFlow.ts'
import { clearSelection, select, useUi } from './uiStore.ts'

/** In the overview steps are no elements: the place tells which one is meant. */
export function pickFar(rf: Pick<ReactFlowInstance, 'screenToFlowPosition'>, event: ReactMouseEvent): void {
  const id = stepAt(
    useDocument.getState().flow,
    rf.screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false }),
  )
  const group = id === null ? null : groupIdOf(id)
  if (id === null) clearSelection()
  else if (group !== null) select({ groups: [group] })
  else select({ nodes: event.shiftKey ? [...useUi.getState().nodes, id] : [id] })
}

/** The first click on a step opens the inspector, unless it was folded on purpose; then a double click or Enter does. */
export const onNodeClick = (event: ReactMouseEvent, { id }: CanvasNode): void => {
  const plain = !(event.shiftKey || event.ctrlKey || event.metaKey)
  if (plain && noteOf(id) === null && useUi.getState().inspector === 'auto')
    useUi.setState({ inspector: 'open', reveal: id })
  if (plain && asksAboutRun(id)) useUi.setState({ inspectorTab: 'run' })
}

const tellingStatuses: ReadonlySet<string> = new Set(['running', 'waiting', 'retrying', 'failed'])
let askedAbout: string | null = null

/**
 * Who clicks a step that is at work, or that failed, or any step of a run as it ran, wants to know what it did, not how it
 * is set up. Once per run: who then goes to the setup stays there.
 */
function asksAboutRun(nodeId: string): boolean {
  const run = runStore.head()?.id ?? null
  const status = runStore.node(nodeId)?.status ?? 'idle'
  const telling = useDocument.getState().readOnly === 'run' ? status !== 'idle' : tellingStatuses.has(status)
  if (run === null || run === askedAbout || !telling) return false
  askedAbout = run
  return true
}

export const onNodeContextMenu = (event: ReactMouseEvent, { id }: CanvasNode): void => {
  event.preventDefault()
  const nodeId = noteOf(id) === null ? id : null
  const group = groupIdOf(id)
  if (group !== null) select({ groups: [group] })
  else if (nodeId !== null && !useUi.getState().nodes.has(nodeId)) select({ nodes: [nodeId] })
  useUi.setState({ context: { screen: { x: event.clientX, y: event.clientY }, nodeId } })
}

export const onPaneContextMenu = (event: ReactMouseEvent | MouseEvent): void => {
  event.preventDefault()
  useUi.setState({ context: { screen: { x: event.clientX, y: event.clientY }, nodeId: null } })
}

/** Moved by hand, not by us. */
export const onMoveStart = (event: unknown): void => {
  if (event) stopFollowing()
}

export const isValid: IsValidConnection<CanvasEdge> = ({ source, target, sourceHandle, targetHandle }) =>
  canConnect(
    useDocument.getState().flow,
    { nodeId: source, portId: sourceHandle ?? '' },
    { nodeId: target, portId: targetHandle ?? '' },
  ).ok

export const onConnect = ({ source, target, sourceHandle, targetHandle }: Connection): void => {
  useUi.setState({ connecting: null })
  connect({ nodeId: source, portId: sourceHandle ?? '' }, { nodeId: target, portId: targetHandle ?? '' })
}

/** An end of an edge let go over another port. */
export const onReconnect: OnReconnect<CanvasEdge> = ({ id }, { source, target, sourceHandle, targetHandle }) => {
  moveEdge(id, {
    from: { nodeId: source, portId: sourceHandle ?? '' },
    to: { nodeId: target, portId: targetHandle ?? '' },
  })
}

export const onConnectStart = (_event: unknown, { nodeId, handleId, handleType }: OnConnectStartParams): void => {
  if (nodeId && handleId) beginConnecting({ nodeId, portId: handleId }, handleType === 'target')
}

/** A second click on a port that does not fit says why; one that fits has come through `onConnect` before. */
export const onClickConnectEnd = (event: MouseEvent | TouchEvent): void => {
  const started = useUi.getState().connecting
  useUi.setState({ connecting: null })
  const end =
    event.target instanceof Element ? event.target.closest<HTMLElement>('.react-flow__handle')?.dataset : undefined
  if (!started || !end?.nodeid || !end.handleid) return
  const to = { nodeId: end.nodeid, portId: end.handleid }
  if (to.nodeId === started.from.nodeId && to.portId === started.from.portId) return
  if (started.reversed) connect(to, started.from)
  else connect(started.from, to)
}

/** `coarse`: a finger drags only what is selected; over all else it pans. */
export function withDrag(
  all: readonly CanvasNode[],
  dragged: ReadonlyMap<string, XYPosition> | null,
  coarse = false,
): CanvasNode[] {
  const { readOnly } = useDocument.getState()
  const nodes =
    coarse && !readOnly
      ? all.map((node) => (node.selected ? { ...node, draggable: true } : node))
      : (all as CanvasNode[])
  if (!dragged) return nodes
  return nodes.map((node) => {
    const position = dragged.get(node.id)
    return position ? { ...node, position, dragging: true } : node
  })
}

export function applySelection(
  changes: (NodeChange<CanvasNode> | EdgeChange<CanvasEdge>)[],
  on: 'nodes' | 'edges',
): void {
  const picks = changes.filter((change) => change.type === 'select')
  if (picks.length === 0) return
  const before = useUi.getState()
  const next = {
    nodes: new Set(before.nodes),
    edges: new Set(before.edges),
    notes: new Set(before.notes),
    groups: new Set(before.groups),
  }
  for (const { id, selected } of picks) {
    const [note, group] = on === 'nodes' ? [noteOf(id), groupIdOf(id)] : [null, null]
    const set = note !== null ? next.notes : group !== null ? next.groups : next[on]
    if (selected) set.add(note ?? group ?? id)
    else set.delete(note ?? group ?? id)
  }
  select(next)
}

/** Where the positions of a step count from: the corner of its container, or that of the canvas. */
export function originOf(nodeId: string): XYPosition {
  const nodes = byId(useDocument.getState().flow)
  const parent = nodes.get(nodes.get(nodeId)?.parent ?? '')
  return parent ? absolutePosition(nodes, parent) : { x: 0, y: 0 }
}
