import type { ReactFlowInstance } from '@xyflow/react'
import type { DragEvent } from 'react'
import type { XY } from '../document/commands.ts'
import { useDocument } from '../document/documentStore.ts'
import { withPasting } from './clips.ts'
import { edgeUnder, insertable } from './dragging.ts'
import { addStep } from './edits.ts'
import { KIND_MIME } from './mime.ts'
import { offerFor } from './offer.ts'
import type { CanvasNode } from './toReactFlow.ts'
import { useUi } from './uiStore.ts'

type Places = Pick<ReactFlowInstance, 'screenToFlowPosition'>

// A step dropped from the palette hangs at the pointer by its head.
const GRIP = { x: -100, y: -22 }

const pointOf = ({ clientX, clientY }: DragEvent): XY => ({ x: clientX, y: clientY })
const cornerOf = (event: DragEvent, rf: Places): XY => {
  const { x, y } = rf.screenToFlowPosition(pointOf(event))
  return { x: x + GRIP.x, y: y + GRIP.y }
}
/** Mod held: no offer. */
const held = (event: DragEvent): boolean => event.ctrlKey || event.metaKey

/** Is it something of ours, or a file? */
export function mayDrop(event: DragEvent): boolean {
  const may = event.dataTransfer.types.some((type) => type === KIND_MIME || type === 'Files')
  if (may) event.preventDefault()
  return may
}

/** Shows where what is dragged out of the palette would go: into the edge under it, or to a port near by. */
export function showPlace(event: DragEvent, rf: Places): void {
  event.dataTransfer.dropEffect = 'copy'
  const { draggedKind, dropEdge, offer } = useUi.getState()
  if (draggedKind === null) return
  const edge = edgeUnder(pointOf(event))
  const near = edge !== null || held(event) ? null : offerFor(draggedKind, cornerOf(event, rf))
  if (edge !== dropEdge || near !== null || offer !== null) useUi.setState({ dropEdge: edge, offer: near })
}

export const forgetPlace = (): void => {
  const { dropEdge, offer } = useUi.getState()
  if (dropEdge !== null || offer !== null) useUi.setState({ dropEdge: null, offer: null })
}

/** Lights up the edge that a dragged step would be put into. */
export function markEdge(node: CanvasNode | null, point: XY): void {
  const edge = node && insertable(node) ? edgeUnder(point) : null
  if (edge !== useUi.getState().dropEdge) useUi.setState({ dropEdge: edge })
}

/** A step out of the palette, or a flow file. */
export function dropOn(event: DragEvent, rf: Places): void {
  const dragged = event.dataTransfer.getData(KIND_MIME)
  const [file] = event.dataTransfer.files
  if (useDocument.getState().readOnly) return
  if (file) {
    event.preventDefault()
    const at = rf.screenToFlowPosition(pointOf(event))
    void file.text().then((text) => withPasting(({ pasteText }) => pasteText(text, at)))
  }
  if (!dragged) return
  event.preventDefault()
  const { kind, made } = JSON.parse(dragged) as { kind: string; made?: Parameters<typeof addStep>[2] }
  const onEdge = edgeUnder(pointOf(event))
  const near = onEdge !== null || held(event) ? null : offerFor(kind, cornerOf(event, rf))
  forgetPlace()
  const ends = onEdge !== null ? { onEdge } : near?.from ? { from: near.from } : near?.to ? { to: near.to } : {}
  addStep(kind, { canvas: rf.screenToFlowPosition(pointOf(event)), offset: GRIP, ...ends }, made)
}
