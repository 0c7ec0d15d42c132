import '@xyflow/react/dist/base.css'
import './canvas.css'
import './notes.css'
import {
  Background,
  BackgroundVariant,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
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
import { isReadOnly, useDocument } from '../document/documentStore.ts'
import { lazyPart } from '../ui/lazyPart.tsx'
import { CanvasControls } from './CanvasControls.tsx'
import { ConnectionLine } from './ConnectionLine.tsx'
import { withPasting } from './clips.ts'
import { firstFit } from './connect.ts'
import { carried, dropNodes, nodeUnder, pointOf } from './dragging.ts'
import { dropOn, forgetPlace, markEdge, mayDrop, showPlace } from './dropping.ts'
import { EdgeView } from './EdgeView.tsx'
import { connect, insertOnEdge } from './edits.ts'
import { openingViewport } from './fit.ts'
import { reveal } from './focus.ts'
import type { PortRef } from './graph.ts'
import { FoldedView, FrameView, NoteView } from './groupViews.ts'
import { HelperLines } from './HelperLines.tsx'
import {
  applySelection,
  isValid,
  onClickConnectEnd,
  onConnect,
  onConnectStart,
  onMoveStart,
  onNodeClick,
  onNodeContextMenu,
  onPaneContextMenu,
  onReconnect,
  originOf,
  pickFar,
  withDrag,
} from './handlers.ts'
import { NodeView } from './NodeView.tsx'
import { OfferLine } from './OfferLine.tsx'
import { type Guide, snapStep } from './snap.ts'
import { type CanvasEdge, type CanvasNode, pictureMaker } from './toReactFlow.ts'
import { clearSelection, forgetGone, useUi } from './uiStore.ts'
import { useCanvasKeys } from './useCanvasKeys.ts'
import { useDetail } from './useDetail.ts'
import { useRefit } from './useRefit.ts'
import { useCoarse, useLongPress } from './useTouch.ts'
import { useViewportMemory } from './useViewportMemory.ts'

const Overview = lazyPart(async () => (await import('./Overview.tsx')).Overview)
const Follow = lazyPart(async () => (await import('../runs/Follow.tsx')).Follow)
const nodeTypes = { step: NodeView, note: NoteView, frame: FrameView, folded: FoldedView }
const edgeTypes = { wire: EdgeView }
const panInHand = [0, 1]
const panInSelect = [1]
const multiKeys = ['Shift', 'Meta', 'Control']
const CULL_FROM = 60
/** Fewer can be drawn as elements from any distance. */
const OVERVIEW_FROM = 150
const noNodes: CanvasNode[] = []
const noEdges: CanvasEdge[] = []

/** The drawing. React Flow owns what is being dragged; everything else is derived from the document. */
export function Canvas({ flowId }: { flowId: string }) {
  const flow = useDocument((state) => state.flow)
  const readOnly = useDocument(isReadOnly)
  const nodesChosen = useUi(({ nodes }) => nodes)
  const edgesChosen = useUi(({ edges }) => edges)
  const notesChosen = useUi(({ notes }) => notes)
  const groupsChosen = useUi(({ groups }) => groups)
  const folds = useUi((ui) => ui.folds)
  const mode = useUi((ui) => ui.mode)
  const rf = useReactFlow<CanvasNode, CanvasEdge>()
  const wrapper = useRef<HTMLElement>(null)
  const [draw] = useState(pictureMaker)
  const picture = useMemo(
    () => draw(flow, { nodes: nodesChosen, edges: edgesChosen, notes: notesChosen, groups: groupsChosen, folds }),
    [draw, flow, nodesChosen, edgesChosen, notesChosen, groupsChosen, folds],
  )
  const tabbable = useUi(({ focus }) => picture.nodes.some(({ id }) => id === focus))
  const [dragged, setDragged] = useState<ReadonlyMap<string, XYPosition> | null>(null)
  const dragging = useRef<ReadonlyMap<string, XYPosition>>(new Map())
  const free = useRef(false)
  const [guides, setGuides] = useState<{ readonly lines: readonly Guide[]; readonly origin: XYPosition } | null>(null)
  const coarse = useCoarse()
  const nodes = useMemo(() => withDrag(picture.nodes, dragged, coarse), [picture, dragged, coarse])
  const viewport = useViewportMemory(flowId)
  // Only what is there at the opening is fitted; the first step of an empty canvas stays where it was put.
  const [fit] = useState(viewport.first && picture.nodes.length > 0)
  // Roughly, so that the very first picture has the right amount of detail; exactly as soon as the size is known.
  const [opening] = useState(() =>
    fit ? openingViewport(flow, { width: innerWidth - 296, height: innerHeight - 130 }) : viewport.initial,
  )
  const far = useUi((ui) => ui.far)
  // Until the zoom is known for sure, as the opening is computed: thousands of elements must not be drawn for one frame.
  const [early, setEarly] = useState(opening.zoom < 0.28)
  const overview = (far || early) && picture.nodes.length >= OVERVIEW_FROM
  const onKeyDown = useCanvasKeys(wrapper)
  useDetail(wrapper)
  useLongPress(wrapper)
  useEffect(() => setEarly(false), [])
  useRefit(wrapper, rf)
  useEffect(() => forgetGone(flow), [flow])
  const revealed = useUi((ui) => ui.reveal)
  useEffect(() => {
    if (revealed === null) return
    reveal(rf, revealed)
    useUi.setState({ reveal: null })
  }, [rf, revealed])

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      const moves = changes.flatMap((change) =>
        change.type === 'position' && change.position && change.dragging
          ? [{ id: change.id, position: change.position }]
          : [],
      )
      if (moves.length > 0) {
        const after = new Map(dragging.current)
        for (const { id, position } of moves) {
          after.set(id, position)
          for (const member of carried(rf.getNode(id), position)) after.set(member.id, member.position)
        }
        // One step alone is laid on the lines of its neighbours, unless Mod says not to.
        const [only] = moves
        const alone = only && moves.length === 1 && !free.current
        const laid = alone ? snapStep(useDocument.getState().flow, only.id, only.position, rf.getZoom()) : null
        if (only && laid) after.set(only.id, { x: laid.x, y: laid.y })
        setGuides(only && laid ? { lines: laid.guides, origin: originOf(only.id) } : null)
        dragging.current = after
        setDragged(after)
      }
      applySelection(changes, 'nodes')
    },
    [rf],
  )
  const onEdgesChange = useCallback((changes: EdgeChange<CanvasEdge>[]) => applySelection(changes, 'edges'), [])

  const onDragStop = useCallback(
    (event: ReactMouseEvent | MouseEvent | TouchEvent, _node: CanvasNode | null, moved: CanvasNode[]) => {
      const laid = moved.map((node) => ({ ...node, position: dragging.current.get(node.id) ?? node.position }))
      const point = pointOf(event)
      const onEdge = useUi.getState().dropEdge
      const [only] = laid
      if ('altKey' in event && event.altKey) withPasting(({ duplicateTo }) => duplicateTo(laid))
      else if (onEdge && only) insertOnEdge(only.id, onEdge, only.position)
      else dropNodes(laid, rf.screenToFlowPosition(point), free.current)
      forgetPlace()
      dragging.current = new Map()
      setDragged(null)
      setGuides(null)
    },
    [rf],
  )
  const onDrag = useCallback(
    (event: ReactMouseEvent | MouseEvent | TouchEvent, node: CanvasNode, all: CanvasNode[]) =>
      markEdge(all.length === 1 && !free.current ? node : null, pointOf(event)),
    [],
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

  const onDrop = useCallback((event: DragEvent) => dropOn(event, rf), [rf])

  return (
    <section
      ref={wrapper}
      aria-label="Canvas"
      className="canvas"
      data-mode={mode}
      // Focus rests here while the focused step is off screen. Tab comes here as long as it can come to no step.
      tabIndex={tabbable ? -1 : 0}
      onKeyDown={onKeyDown}
      onPointerMoveCapture={(event) => {
        free.current = event.ctrlKey || event.metaKey
      }}
      onDoubleClick={(event) => {
        if (!readOnly && (event.target as Element).classList.contains('react-flow__pane'))
          openPicker({ x: event.clientX, y: event.clientY })
      }}
      onDragOver={(event) => {
        if (mayDrop(event)) showPlace(event, rf)
      }}
      onDragLeave={forgetPlace}
      onDrop={onDrop}
    >
      <ReactFlow<CanvasNode, CanvasEdge>
        nodes={overview ? noNodes : nodes}
        edges={overview ? noEdges : (picture.edges as CanvasEdge[])}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDrag={onDrag}
        onNodeDragStop={onDragStop}
        onSelectionDragStop={onSelectionDragStop}
        onPaneClick={(event) => (overview ? pickFar(rf, event) : clearSelection())}
        onNodeClick={onNodeClick}
        onNodeContextMenu={onNodeContextMenu}
        onPaneContextMenu={onPaneContextMenu}
        isValidConnection={isValid}
        onConnect={onConnect}
        onReconnect={onReconnect}
        edgesReconnectable={!readOnly}
        reconnectRadius={12}
        onConnectStart={onConnectStart}
        onConnectEnd={onConnectEnd}
        onClickConnectStart={onConnectStart}
        onClickConnectEnd={onClickConnectEnd}
        connectionLineComponent={ConnectionLine}
        defaultViewport={opening}
        onInit={() => fit && void rf.setViewport(openingViewport(useDocument.getState().flow))}
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
        nodesDraggable={!readOnly && !coarse}
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
        {overview ? <Overview /> : null}
        <OfferLine />
        {guides ? <HelperLines guides={guides.lines} origin={guides.origin} /> : null}
        <CanvasControls />
        <Follow />
      </ReactFlow>
    </section>
  )
}
