import { detach, type Edge, type Flow, type FlowNode } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'
import { byId } from '../canvas/graph.ts'
import { select, useUi } from '../canvas/uiStore.ts'
import type { Command, XY } from '../document/commands.ts'
import { dispatch, undoStep, useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { flowGeometry } from '../geometry/geometry.ts'
import { arranged } from '../layout/runTidy.ts'
import { announce } from '../ui/Live.tsx'
import { toast } from '../ui/Toast.tsx'
import { loadInsides } from './insides.ts'

/** Lays a composite open: its inside takes its place as ordinary steps, one undo step. */
export async function detachStep(nodeId: string): Promise<void> {
  await loadInsides()
  const { flow, id } = useDocument.getState()
  const node = byId(flow).get(nodeId)
  const open = node && detach(flow, nodeId, { definition: definitionOf })
  if (!node || !open) {
    toast({ text: 'This step has no inside that could be laid open. Mend its settings first.', tone: 'error' })
    return
  }
  const tops = open.nodes.filter(({ parent }) => parent === node.parent)
  const places = new Map(
    (await arranged(alone(flow, open.nodes, open.edges, tops))).map((place) => [place.id, place.position]),
  )
  if (useDocument.getState().id !== id || useDocument.getState().flow !== flow) {
    toast({ text: 'The workflow was changed meanwhile. Try again.', tone: 'error' })
    return
  }
  const ids = new Set(tops.map((top) => top.id))
  const placed = open.nodes.map((part): FlowNode => {
    const at = places.get(part.id) ?? { x: 0, y: 0 }
    const corner = ids.has(part.id) ? node.position : { x: 0, y: 0 }
    return { ...part, position: { x: corner.x + at.x, y: corner.y + at.y } }
  })
  const mended = open.mentions.map(
    (other): Command => ({
      type: 'setNode',
      nodeId: other.id,
      patch: { params: other.params },
    }),
  )
  dispatch({
    type: 'compound',
    name: `Lay open ${factsOf(node).title}`,
    commands: [
      { type: 'layout', nodes: madeRoom(flow, node, sizeOf({ ...flow, nodes: placed, edges: [...open.edges] }, ids)) },
      ...mended,
      { type: 'removeNodes', nodeIds: [nodeId] },
      { type: 'addNodes', nodes: placed, edges: open.edges },
    ],
  })
  select({ nodes: ids })
  useUi.setState({ inside: [], reveal: placed[0]?.id ?? null })
  announce(`${factsOf(node).title} laid open: ${open.nodes.length} steps`)
  toast({
    text: [
      `“${factsOf(node).title}” is now ${open.nodes.length} ordinary steps.`,
      ...(open.lost.length > 0 ? ['What they do not take over:', ...open.lost] : []),
    ].join(' '),
    action: { label: 'Undo', run: () => void undoStep() },
  })
}

/** The new steps as if nothing else were drawn. */
function alone(flow: Flow, nodes: readonly FlowNode[], edges: readonly Edge[], tops: readonly FlowNode[]): Flow {
  const ids = new Set(nodes.map(({ id }) => id))
  const free = nodes.map((node): FlowNode => {
    if (!tops.includes(node)) return node
    const { parent: _around, ...rest } = node
    return rest
  })
  const among = edges.filter(({ source, target }) => ids.has(source) && ids.has(target))
  return { ...flow, nodes: free, edges: among, notes: [] }
}

function sizeOf(flow: Flow, tops: ReadonlySet<string>): { width: number; height: number } {
  const boxes = flowGeometry(flow)
  const all = flow.nodes.filter(({ id }) => tops.has(id))
  const left = Math.min(...all.map(({ position }) => position.x))
  const top = Math.min(...all.map(({ position }) => position.y))
  return {
    width: Math.max(...all.map(({ id, position }) => position.x + (boxes.get(id)?.width ?? 0))) - left,
    height: Math.max(...all.map(({ id, position }) => position.y + (boxes.get(id)?.height ?? 0))) - top,
  }
}

/** What stands right of the step or below it goes as far away as the step grows. */
function madeRoom(
  flow: Flow,
  node: FlowNode,
  size: { width: number; height: number },
): readonly { id: string; position: XY }[] {
  const box = flowGeometry(flow).get(node.id)
  const [width, height] = [box?.width ?? 0, box?.height ?? 0]
  const [dx, dy] = [Math.max(0, size.width - width), Math.max(0, size.height - height)]
  const { x, y } = node.position
  return flow.nodes.flatMap(({ id, parent, position }) => {
    if (id === node.id || parent !== node.parent) return []
    if (position.x >= x + width) return [{ id, position: { x: position.x + dx, y: position.y } }]
    if (position.y >= y + height) return [{ id, position: { x: position.x, y: position.y + dy } }]
    return []
  })
}
