import '@xyflow/react/dist/base.css'
import './canvas.css'
import {
  Background,
  BackgroundVariant,
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  type IsValidConnection,
  type NodeChange,
  type OnConnectStartParams,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  type XYPosition,
} from '@xyflow/react'
import {
  type DragEvent,
  type MouseEvent as ReactMouseEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useDocument } from '../document/documentStore.ts'
import { stopFollowing } from '../runs/follow.ts'
import { lazyPart } from '../ui/lazyPart.tsx'
import { CanvasControls } from './CanvasControls.tsx'
import { ConnectionLine } from './ConnectionLine.tsx'
import { canConnect, firstFit } from './connect.ts'
import { beginConnecting, dropNodes, nodeUnder, pointOf } from './dragging.ts'
import { EdgeView } from './EdgeView.tsx'
import { addStep, connect } from './edits.ts'
import { openingView, reveal } from './focus.ts'
import type { PortRef } from './graph.ts'
import { KIND_MIME } from './mime.ts'
import { NodeView } from './NodeView.tsx'
import { NoteView } from './NoteView.tsx'
import { type CanvasEdge, type CanvasNode, noteOf, pictureMaker } from './toReactFlow.ts'
import { clearSelection, forgetGone, select, useUi } from './uiStore.ts'
import { useCanvasKeys } from './useCanvasKeys.ts'
import { useDetail } from './useDetail.ts'
import { useRefit } from './useRefit.ts'
import { useViewportMemory } from './useViewportMemory.ts'

const Follow = lazyPart(async () => (await import('../runs/Follow.tsx')).Follow)
const nodeTypes = { step: NodeView, note: NoteView }
const edgeTypes = { wire: EdgeView }
const panInHand = [0, 1]
const panInSelect = [1]
const multiKeys = ['Shift', 'Meta', 'Control']
const CULL_FROM = 60
// A step dropped from the palette hangs at the pointer by its head.
const GRIP = { x: -100, y: -22 }

/** The drawing. React Flow owns what is being dragged; everything else is derived from the document. */
export function Canvas({ flowId }: { flowId: string }) {
  const flow = useDocument((state) => state.flow)
  const readOnly = useDocument((state) => state.readOnly)
  const nodesChosen = useUi(({ nodes }) => nodes)
  const edgesChosen = useUi(({ edges }) => edges)
  const notesChosen = useUi(({ notes }) => notes)
  const mode = useUi((ui) => ui.mode)
  const rf = useReactFlow<CanvasNode, CanvasEdge>()
  const wrapper = useRef<HTMLElement>(null)
  const [draw] = useState(pictureMaker)
  const picture = useMemo(
    () => draw(flow, { nodes: nodesChosen, edges: edgesChosen, notes: notesChosen }),
    [draw, flow, nodesChosen, edgesChosen, notesChosen],
  )
  const tabbable = useUi(({ focus }) => picture.nodes.some(({ id }) => id === focus))
  const [dragged, setDragged] = useState<ReadonlyMap<string, XYPosition> | null>(null)
  const nodes = useMemo(() => withDrag(picture.nodes, dragged), [picture, dragged])
  const viewport = useViewportMemory(flowId)
  // Only what is there at the opening is fitted; the first step of an empty canvas stays where it was put.
  const [fit] = useState(viewport.first && picture.nodes.length > 0)
  const [opening] = useState(() => openingView(picture.nodes))
  const onKeyDown = useCanvasKeys(wrapper)
  useDetail(wrapper)
  useRefit(wrapper, rf)
  useEffect(() => forgetGone(flow), [flow])
  const revealed = useUi((ui) => ui.reveal)
  useEffect(() => {
    if (revealed === null) return
    reveal(rf, revealed)
    useUi.setState({ reveal: null })
  }, [rf, revealed])

  const onNodesChange = useCallback((changes: NodeChange<CanvasNode>[]) => {
    const moves = changes.filter((change) => change.type === 'position' && change.position && change.dragging)
    if (moves.length > 0) {
      setDragged((before) => {
        const after = new Map(before)
        for (const move of moves) if (move.type === 'position' && move.position) after.set(move.id, move.position)
        return after
      })
    }
    applySelection(changes, 'nodes')
  }, [])
  const onEdgesChange = useCallback((changes: EdgeChange<CanvasEdge>[]) => applySelection(changes, 'edges'), [])

  const onDragStop = useCallback(
    (event: ReactMouseEvent | MouseEvent | TouchEvent, _node: CanvasNode | null, moved: CanvasNode[]) => {
      dropNodes(moved, rf.screenToFlowPosition(pointOf(event)))
      setDragged(null)
    },
    [rf],
  )
  const onSelectionDragStop = useCallback(
    (event: ReactMouseEvent, moved: CanvasNode[]) => onDragStop(event, null, moved),
    [onDragStop],
  )

  const openPicker = useCallback(
    (screen: XYPosition, ends: { from?: PortRef; to?: PortRef } = {}) => {
      useUi.setState({ picker: { screen, canvas: rf.screenToFlowPosition(screen), ...ends } })
    },
    [rf],
  )

  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const started = useUi.getState().connecting
      useUi.setState({ connecting: null })
      if (!started || state.isValid) return
      const point = pointOf(event)
      const under = nodeUnder(point)
      if (state.toHandle?.id && state.toHandle.nodeId) {
        const to = { nodeId: state.toHandle.nodeId, portId: state.toHandle.id }
        // Says why not.
        if (started.reversed) connect(to, started.from)
        else connect(started.from, to)
      } else if (under && under !== started.from.nodeId && !started.reversed) {
        const to = firstFit(useDocument.getState().flow, started.from, under)
        connect(started.from, to ?? { nodeId: under, portId: 'in' })
      } else if (!under) openPicker(point, started.reversed ? { to: started.from } : { from: started.from })
    },
    [openPicker],
  )

  const onDrop = useCallback(
    (event: DragEvent) => {
      const kind = event.dataTransfer.getData(KIND_MIME)
      if (!kind) return
      event.preventDefault()
      const point = rf.screenToFlowPosition({ x: event.clientX, y: event.clientY })
      const onEdge = document
        .elementsFromPoint(event.clientX, event.clientY)
        .find((element) => element.closest('.react-flow__edge'))
        ?.closest('.react-flow__edge')
        ?.getAttribute('data-id')
      addStep(kind, { canvas: point, offset: GRIP, ...(onEdge ? { onEdge } : {}) })
    },
    [rf],
  )

  return (
    <section
      ref={wrapper}
      aria-label="Canvas"
      className="canvas"
      data-mode={mode}
      // Focus rests here while the focused step is off screen. Tab comes here as long as it can come to no step.
      tabIndex={tabbable ? -1 : 0}
      onKeyDown={onKeyDown}
      onDoubleClick={(event) => {
        if (!readOnly && (event.target as Element).classList.contains('react-flow__pane'))
          openPicker({ x: event.clientX, y: event.clientY })
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(KIND_MIME)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      }}
      onDrop={onDrop}
    >
      <ReactFlow<CanvasNode, CanvasEdge>
        nodes={nodes}
        edges={picture.edges as CanvasEdge[]}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStop={onDragStop}
        onSelectionDragStop={onSelectionDragStop}
        onPaneClick={clearSelection}
        onNodeClick={onNodeClick}
        onNodeContextMenu={onNodeContextMenu}
        onPaneContextMenu={onPaneContextMenu}
        isValidConnection={isValid}
        onConnect={onConnect}
        onConnectStart={onConnectStart}
        onConnectEnd={onConnectEnd}
        onClickConnectStart={onConnectStart}
        onClickConnectEnd={onClickConnectEnd}
        connectionLineComponent={ConnectionLine}
        defaultViewport={viewport.initial}
        fitView={fit}
        fitViewOptions={opening}
        onMoveStart={onMoveStart}
        onMoveEnd={viewport.onMoveEnd}
        onlyRenderVisibleElements={nodes.length >= CULL_FROM}
        minZoom={0.05}
        maxZoom={2}
        panOnScroll
        panOnDrag={mode === 'hand' ? panInHand : panInSelect}
        selectionOnDrag={mode === 'select'}
        selectionMode={SelectionMode.Partial}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={multiKeys}
        zoomOnDoubleClick={false}
        connectionRadius={24}
        connectOnClick={!readOnly}
        nodesConnectable={!readOnly}
        nodesDraggable={!readOnly}
        nodeDragThreshold={3}
        deleteKeyCode={null}
        disableKeyboardA11y
        nodesFocusable={false}
        edgesFocusable={false}
        autoPanOnNodeFocus={false}
        elevateNodesOnSelect={false}
      >
        <Background variant={BackgroundVariant.Dots} gap={16} size={1.5} color="var(--grid)" />
        <svg aria-hidden className="absolute size-0">
          <defs>
            <marker
              id="wire-arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              markerUnits="userSpaceOnUse"
              orient="auto"
            >
              <path d="M0,0 L8,4 L0,8 Z" fill="context-stroke" />
            </marker>
          </defs>
        </svg>
        <CanvasControls />
        <Follow />
      </ReactFlow>
    </section>
  )
}

/** The first click on a step opens the inspector, unless it was folded on purpose; then a double click or Enter does. */
const onNodeClick = (event: ReactMouseEvent, { id }: CanvasNode): void => {
  const plain = !(event.shiftKey || event.ctrlKey || event.metaKey)
  if (plain && noteOf(id) === null && useUi.getState().inspector === 'auto')
    useUi.setState({ inspector: 'open', reveal: id })
}

const onNodeContextMenu = (event: ReactMouseEvent, { id }: CanvasNode): void => {
  event.preventDefault()
  const nodeId = noteOf(id) === null ? id : null
  if (nodeId !== null && !useUi.getState().nodes.has(nodeId)) select({ nodes: [nodeId] })
  useUi.setState({ context: { screen: { x: event.clientX, y: event.clientY }, nodeId } })
}

const onPaneContextMenu = (event: ReactMouseEvent | MouseEvent): void => {
  event.preventDefault()
  useUi.setState({ context: { screen: { x: event.clientX, y: event.clientY }, nodeId: null } })
}

/** Moved by hand, not by us. */
const onMoveStart = (event: unknown): void => {
  if (event) stopFollowing()
}

const isValid: IsValidConnection<CanvasEdge> = ({ source, target, sourceHandle, targetHandle }) =>
  canConnect(
    useDocument.getState().flow,
    { nodeId: source, portId: sourceHandle ?? '' },
    { nodeId: target, portId: targetHandle ?? '' },
  ).ok

const onConnect = ({ source, target, sourceHandle, targetHandle }: Connection): void => {
  useUi.setState({ connecting: null })
  connect({ nodeId: source, portId: sourceHandle ?? '' }, { nodeId: target, portId: targetHandle ?? '' })
}

const onConnectStart = (_event: unknown, { nodeId, handleId, handleType }: OnConnectStartParams): void => {
  if (nodeId && handleId) beginConnecting({ nodeId, portId: handleId }, handleType === 'target')
}

/** A second click on a port that does not fit says why; one that fits has come through `onConnect` before. */
const onClickConnectEnd = (event: MouseEvent | TouchEvent): void => {
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

function withDrag(nodes: readonly CanvasNode[], dragged: ReadonlyMap<string, XYPosition> | null): CanvasNode[] {
  if (!dragged) return nodes as CanvasNode[]
  return nodes.map((node) => {
    const position = dragged.get(node.id)
    return position ? { ...node, position, dragging: true } : node
  })
}

function applySelection(changes: (NodeChange<CanvasNode> | EdgeChange<CanvasEdge>)[], on: 'nodes' | 'edges'): void {
  const picks = changes.filter((change) => change.type === 'select')
  if (picks.length === 0) return
  const before = useUi.getState()
  const next = { nodes: new Set(before.nodes), edges: new Set(before.edges), notes: new Set(before.notes) }
  for (const { id, selected } of picks) {
    const note = on === 'nodes' ? noteOf(id) : null
    const set = note === null ? next[on] : next.notes
    if (selected) set.add(note ?? id)
    else set.delete(note ?? id)
  }
  select(next)
}
