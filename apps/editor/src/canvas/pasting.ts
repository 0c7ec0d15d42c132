import type { Flow, FlowNode } from '@quorum/engine'
import { copyClip, pasteCommand, readClip } from '../document/clipboard.ts'
import type { XY } from '../document/commands.ts'
import { dispatch } from '../document/documentStore.ts'
import { announce } from '../ui/Live.tsx'
import { toast } from '../ui/Toast.tsx'
import { addNote, chosen, flowNow, named } from './edits.ts'
import { byId } from './graph.ts'
import { containerAt, placeBelow, toParent } from './place.ts'
import { type CanvasNode, noteOf } from './toReactFlow.ts'
import { select, useUi } from './uiStore.ts'

export async function copySelection(): Promise<boolean> {
  const { nodes, notes } = chosen()
  if (nodes.size + notes.size === 0) return false
  try {
    await navigator.clipboard.writeText(JSON.stringify(copyClip(flowNow(), nodes, notes), null, 2))
    announce('Copied')
    return true
  } catch {
    toast({ text: 'The browser did not let us copy. Allow access to the clipboard, then try again.', tone: 'error' })
    return false
  }
}

export function duplicateSelection(): void {
  const { nodes, notes } = chosen()
  const [first] = nodes
  if (first !== undefined && nodes.size + notes.size === 1) duplicateStep(first)
  else if (nodes.size + notes.size > 0) pasteText(JSON.stringify(copyClip(flowNow(), nodes, notes)), null)
}

/** Another one of a step: below it, so that both are seen, and counted on, so that they can be told apart. */
function duplicateStep(id: string): void {
  const flow = flowNow()
  const node = byId(flow).get(id)
  if (!node) return
  const at = placeBelow(flow, node)
  const by = { x: at.x - node.position.x, y: at.y - node.position.y }
  const command = pasteCommand(flow, copyClip(flow, [id]), by, node.parent)
  const [copy] = topsOf(command)
  if (!copy) return
  const nodes = command.nodes.map((one) => (one === copy ? named(flow, copy) : one))
  if (!dispatch({ ...command, nodes })) return
  selectPasted(command)
  useUi.setState({ reveal: copy.id })
}

/** Copies of what was dragged with Alt held, where it was let go; the originals stay. */
export function duplicateTo(dragged: readonly CanvasNode[]): void {
  const flow = flowNow()
  const noteIds = dragged.flatMap(({ id }) => noteOf(id) ?? [])
  const nodeIds = dragged.flatMap((one) =>
    one.type === 'step' ? [one.id] : one.type === 'note' ? [] : one.data.frame.members.map(({ id }) => id),
  )
  const [first] = dragged
  const from = first && startOf(flow, first)
  if (!first || !from) return
  const by = { x: first.position.x - from.x, y: first.position.y - from.y }
  const clip = copyClip(flow, nodeIds, noteIds)
  const parents = new Set(flow.nodes.filter(({ id }) => nodeIds.includes(id)).map(({ parent }) => parent))
  const [parent] = parents
  const command = pasteCommand(flow, clip, by, parents.size === 1 ? parent : undefined)
  if (!dispatch(command)) return
  selectPasted(command)
}

let lastPaste = { text: '', times: 0 }

/** Pastes clipboard text with its top left corner at `at`, or a step beside its original; text that is no clip becomes a note. */
export function pasteText(text: string, at: XY | null, incoming = false): void {
  const read = readClip(text)
  const flow = flowNow()
  if (!read.ok) {
    if ('reason' in read) toast({ text: read.reason, tone: 'error' })
    else if (at && /^\s*(```mermaid\s+)?(flowchart|graph)\s/.test(read.text))
      void import('../compose/share.ts').then(({ pasteMermaid }) => pasteMermaid(read.text, at))
    else if (read.text.trim() && at) addNote(at, read.text.slice(0, 10_000))
    return
  }
  const { clip, brings } = read
  if (brings) {
    void import('../compose/share.ts').then(({ pasteWithFlows }) => pasteWithFlows(text, at))
    return
  }
  lastPaste = lastPaste.text === text ? { text, times: lastPaste.times + 1 } : { text, times: at ? 0 : 1 }
  const present = byId(flow)
  const tops = clip.nodes.filter(({ parent }) => !parent || !clip.nodes.some(({ id }) => id === parent))
  const xs = [...tops, ...clip.notes].map(({ position }) => position.x)
  const ys = [...tops, ...clip.notes].map(({ position }) => position.y)
  const nudge = 32 * lastPaste.times
  const offset = at ? { x: at.x - Math.min(...xs) + nudge, y: at.y - Math.min(...ys) + nudge } : { x: nudge, y: nudge }
  // A duplicate stays in the body it came from; a paste at the pointer goes where the pointer is.
  const shared = new Set(tops.map(({ parent }) => parent))
  const [home] = shared
  const parent = at ? containerAt(flow, at) : shared.size === 1 && home && present.has(home) ? home : undefined
  const inside = at && parent ? toParent(flow, { x: 0, y: 0 }, parent) : { x: 0, y: 0 }
  const command = pasteCommand(flow, clip, { x: offset.x + inside.x, y: offset.y + inside.y }, parent, incoming)
  if (!dispatch(command)) return
  selectPasted(command)
}

const startOf = (flow: Flow, { id, type, data }: CanvasNode): XY | undefined =>
  type === 'step'
    ? byId(flow).get(id)?.position
    : type === 'note'
      ? flow.notes.find((note) => note.id === noteOf(id))?.position
      : 'frame' in data
        ? data.frame
        : undefined

/** Those that are not in another one that comes with them. */
const topsOf = ({ nodes }: ReturnType<typeof pasteCommand>): readonly FlowNode[] =>
  nodes.filter(({ parent }) => !nodes.some(({ id }) => id === parent))

function selectPasted(command: ReturnType<typeof pasteCommand>): void {
  select({ nodes: topsOf(command).map(({ id }) => id), notes: command.notes?.map(({ id }) => id) ?? [] })
  announce(`${command.nodes.length} pasted`)
}
