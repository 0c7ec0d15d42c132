import type { Flow, FlowNode, Note } from '@quorum/engine'
import { type NodeHandle, Position, type Edge as RfEdge, type Node as RfNode } from '@xyflow/react'
import { factsOf, type NodeFacts } from '../geometry/facts.ts'
import { absolutePosition, flowGeometry, type Geometry, type PortBox, withEdgePorts } from '../geometry/geometry.ts'
import { backEdges, byId, type Wire, wireOf } from './graph.ts'
import { type Folds, type Frame, type GroupScene, groupRef, groupScene, portKey } from './groups.ts'

export type StepNode = RfNode<
  { node: FlowNode; facts: NodeFacts; box: Geometry; goesTo: string; empty: boolean },
  'step'
>
export type NoteNode = RfNode<{ note: Note }, 'note'>
export type FrameNode = RfNode<{ frame: Frame }, 'frame' | 'folded'>
export type CanvasNode = StepNode | NoteNode | FrameNode
export type CanvasEdge = RfEdge<
  {
    wire: Wire
    back: boolean
    /** Back edges only: the y below which they run. */
    floor: number
    list: boolean
    /** One of its ports is gone: kept, red, with the reason. */
    broken: string | null
  },
  'wire'
>

export const HIT = 24
export const NOTE_SIZE = { width: 220, height: 120 }
const noteId = (id: string): string => `note:${id}`
/** The note behind a React Flow id, if it is one. */
export const noteOf = (rfId: string): string | null => (rfId.startsWith('note:') ? rfId.slice(5) : null)

export interface Picture {
  readonly nodes: readonly CanvasNode[]
  readonly edges: readonly CanvasEdge[]
}

interface Chosen {
  readonly nodes: ReadonlySet<string>
  readonly edges: ReadonlySet<string>
  readonly notes: ReadonlySet<string>
  readonly groups?: ReadonlySet<string>
  readonly folds?: Folds
}

/**
 * Draws a flow for React Flow: the only place that knows its "handles". Objects of the last picture are used again
 * where nothing changed, so that memoised views stay as they are.
 */
export function pictureMaker(): (flow: Flow, chosen: Chosen) => Picture {
  let lastNodes = new Map<string, CanvasNode>()
  let lastEdges = new Map<string, CanvasEdge>()
  return (flow, chosen) => {
    const boxes = flowGeometry(flow)
    const around = surroundings(flow)
    const scene = groupScene(flow, boxes, chosen.folds)
    const framed = new Set<string>()
    const frameFirst = (nodeId: string): FrameNode[] => {
      const groupId = scene.groupOf.get(nodeId)
      const frame = groupId === undefined || framed.has(groupId) ? undefined : scene.frames.get(groupId)
      if (!frame) return []
      framed.add(frame.group.id)
      return [frameNode(frame, boxes, chosen.groups?.has(frame.group.id) ?? false)]
    }
    const nodes = [
      ...parentsFirst(flow.nodes).flatMap((node): CanvasNode[] => [
        // Below its steps, above the body it lies in.
        ...frameFirst(node.id),
        ...(scene.hidden.has(node.id) ? [] : [stepNode(flow, node, boxes, around, chosen.nodes.has(node.id))]),
      ]),
      ...flow.notes.map((note) => noteNode(note, chosen.notes.has(note.id))),
    ].map((node) => {
      const old = lastNodes.get(node.id)
      return old && sameNode(old, node) ? old : node
    })
    const edges = wires(flow, boxes, scene, chosen.edges).map((edge) => {
      const old = lastEdges.get(edge.id)
      return old && sameEdge(old, edge) ? old : edge
    })
    lastNodes = new Map(nodes.map((node) => [node.id, node]))
    lastEdges = new Map(edges.map((edge) => [edge.id, edge]))
    return { nodes, edges }
  }
}

/** React Flow wants a container before what is in it. */
function parentsFirst(nodes: readonly FlowNode[]): FlowNode[] {
  const all = new Map(nodes.map((node) => [node.id, node]))
  const done = new Set<string>()
  const ordered: FlowNode[] = []
  const add = (node: FlowNode, above: number): void => {
    if (done.has(node.id)) return
    const parent = node.parent === undefined ? undefined : all.get(node.parent)
    if (parent && above < 64) add(parent, above + 1)
    if (done.has(node.id)) return
    done.add(node.id)
    ordered.push(node)
  }
  for (const node of nodes) add(node, 0)
  return ordered
}

interface Surroundings {
  /** Titles of what a step feeds. */
  readonly goesTo: ReadonlyMap<string, ReadonlySet<string>>
  readonly parents: ReadonlySet<string>
}

function surroundings(flow: Flow): Surroundings {
  const nodes = byId(flow)
  const goesTo = new Map<string, Set<string>>()
  for (const { source, target } of flow.edges) {
    const node = nodes.get(target)
    if (!node) continue
    const titles = goesTo.get(source) ?? new Set()
    goesTo.set(source, titles.add(factsOf(node).title))
  }
  return { goesTo, parents: new Set(flow.nodes.flatMap(({ parent }) => (parent === undefined ? [] : [parent]))) }
}

function stepNode(
  flow: Flow,
  node: FlowNode,
  boxes: ReadonlyMap<string, Geometry>,
  around: Surroundings,
  selected: boolean,
): StepNode {
  const facts = withEdgePorts(factsOf(node), node, flow.edges)
  const box = boxes.get(node.id) ?? { width: 240, height: 120, ports: [] }
  const { width, height } = box
  const inContainer = node.parent !== undefined && boxes.has(node.parent)
  const empty = facts.container && !around.parents.has(node.id)
  return {
    id: node.id,
    type: 'step',
    position: node.position,
    data: { node, facts, box, goesTo: [...(around.goesTo.get(node.id) ?? [])].join(', '), empty },
    width,
    height,
    measured: { width, height },
    handles: box.ports.map(handleOf),
    selected,
    ...(inContainer ? { parentId: node.parent as string } : {}),
  }
}

const handleOf = (port: PortBox): NodeHandle => ({
  id: port.id,
  type: port.flow === 'out' ? 'source' : 'target',
  position: handleSide(port),
  x: port.x - HIT / 2,
  y: port.y - HIT / 2,
  width: HIT,
  height: HIT,
})

/** Where an edge leaves the port: outputs to the right, inputs from the left, inside a body too. */
export const handleSide = (port: Pick<PortBox, 'flow'>): Position =>
  port.flow === 'out' ? Position.Right : Position.Left

function noteNode(note: Note, selected: boolean): NoteNode {
  return {
    id: noteId(note.id),
    type: 'note',
    position: note.position,
    data: { note },
    ...NOTE_SIZE,
    measured: NOTE_SIZE,
    handles: [],
    selected,
    zIndex: -1,
  }
}

const NO_POINTER = { pointerEvents: 'none' } as const

function frameNode(frame: Frame, boxes: ReadonlyMap<string, Geometry>, selected: boolean): FrameNode {
  const { group, folded, x, y, width, height, parent } = frame
  return {
    id: groupRef(group.id),
    type: folded ? 'folded' : 'frame',
    position: { x, y },
    data: { frame },
    width,
    height,
    measured: { width, height },
    handles: frame.ports.map(handleOf),
    selected,
    connectable: false,
    // What is in the frame must not move it, and free canvas in it is still canvas.
    ...(folded ? {} : { dragHandle: '.frame-grip', style: NO_POINTER, zIndex: -1 }),
    ...(parent !== undefined && boxes.has(parent) ? { parentId: parent } : {}),
  }
}

function wires(
  flow: Flow,
  boxes: ReadonlyMap<string, Geometry>,
  scene: GroupScene,
  chosen: ReadonlySet<string>,
): CanvasEdge[] {
  const nodes = byId(flow)
  const back = backEdges(flow)
  let lane = 0
  return flow.edges.flatMap((edge): CanvasEdge[] => {
    const source = nodes.get(edge.source)
    const target = nodes.get(edge.target)
    if (!source || !target) return []
    const [sourceGroup, targetGroup] = [scene.hidden.get(source.id), scene.hidden.get(target.id)]
    if (sourceGroup !== undefined && sourceGroup === targetGroup) return []
    const wire = wireOf(nodes, edge)
    const from = boxes.get(source.id)?.ports.find((port) => port.flow === 'out' && port.id === wire.from.portId)
    const to = boxes.get(target.id)?.ports.find((port) => port.flow === 'in' && port.id === wire.to.portId)
    const isBack = back.has(edge.id)
    const floor = isBack ? floorBelow(flow, nodes, boxes, source, target) + 12 * lane++ : 0
    const broken = from ? (to ? null : `input “${wire.to.portId}” is gone`) : `output “${wire.from.portId}” is gone`
    return [
      {
        id: edge.id,
        type: 'wire',
        source: sourceGroup === undefined ? source.id : groupRef(sourceGroup),
        target: targetGroup === undefined ? target.id : groupRef(targetGroup),
        // A port that is gone has no place: the edge then hangs at the first one, in red.
        sourceHandle:
          sourceGroup !== undefined
            ? portKey(wire.from)
            : (from?.id ?? boxes.get(source.id)?.ports.find((port) => port.flow === 'out')?.id ?? null),
        targetHandle:
          targetGroup !== undefined
            ? portKey(wire.to)
            : (to?.id ?? boxes.get(target.id)?.ports.find((port) => port.flow === 'in')?.id ?? null),
        data: { wire, back: isBack, floor, list: from?.type === 'list', broken },
        selected: chosen.has(edge.id),
      },
    ]
  })
}

const CLEAR = 28

/** The highest line below both ends of a back edge on which it covers no step of its level. */
function floorBelow(
  flow: Flow,
  nodes: ReadonlyMap<string, FlowNode>,
  boxes: ReadonlyMap<string, Geometry>,
  source: FlowNode,
  target: FlowNode,
): number {
  const areaOf = (node: FlowNode) => {
    const { x, y } = absolutePosition(nodes, node)
    const box = boxes.get(node.id)
    return { left: x, right: x + (box?.width ?? 0), top: y, bottom: y + (box?.height ?? 0) }
  }
  const [from, to] = [areaOf(target), areaOf(source)]
  const between = flow.nodes
    .filter(({ parent }) => parent === source.parent)
    .map(areaOf)
    .filter(({ left, right }) => right > from.left - CLEAR && left < to.right + CLEAR)
    .toSorted((a, b) => a.top - b.top)
  let floor = Math.max(from.bottom, to.bottom) + CLEAR
  for (const { top, bottom } of between) if (top - 8 < floor && bottom + CLEAR > floor) floor = bottom + CLEAR
  return floor
}

/** React Flow and our views compare by identity: what looks the same must be the same. */
function sameStep(a: StepNode, b: StepNode): boolean {
  const { data: x } = a
  const { data: y } = b
  return (
    a.selected === b.selected &&
    a.parentId === b.parentId &&
    x.node === y.node &&
    x.facts === y.facts &&
    x.goesTo === y.goesTo &&
    x.empty === y.empty &&
    (x.box === y.box || JSON.stringify(x.box) === JSON.stringify(y.box))
  )
}

function sameNode(a: CanvasNode, b: CanvasNode): boolean {
  if (a.type === 'step' && b.type === 'step') return sameStep(a, b)
  if ((a.type === 'frame' || a.type === 'folded') && a.type === b.type)
    return a.selected === b.selected && a.parentId === b.parentId && sameFrame(a.data.frame, b.data.frame)
  return a.type === 'note' && b.type === 'note' && a.data.note === b.data.note && a.selected === b.selected
}

const sameFrame = (a: Frame, b: Frame): boolean =>
  a.group === b.group &&
  a.x === b.x &&
  a.y === b.y &&
  a.width === b.width &&
  a.height === b.height &&
  a.members.length === b.members.length &&
  a.ports.map(({ id }) => id).join() === b.ports.map(({ id }) => id).join()

function sameEdge(a: CanvasEdge, b: CanvasEdge): boolean {
  return (
    a.selected === b.selected &&
    a.source === b.source &&
    a.target === b.target &&
    a.sourceHandle === b.sourceHandle &&
    a.targetHandle === b.targetHandle &&
    a.data?.wire.edge === b.data?.wire.edge &&
    a.data?.back === b.data?.back &&
    a.data?.floor === b.data?.floor &&
    a.data?.list === b.data?.list &&
    a.data?.broken === b.data?.broken
  )
}
