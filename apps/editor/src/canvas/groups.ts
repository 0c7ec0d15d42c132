import type { Flow, FlowNode, Group } from '@quorum/engine'
import { type Box, FIRST_PORT, type Geometry, PORT_GAP, type PortBox } from '../geometry/geometry.ts'
import { byId, type PortRef, type Wire, wireOf } from './graph.ts'

/** How far a frame stands off the steps in it; its head lies in the room above. */
export const FRAME = { side: 24, top: 52, bottom: 24 }
const BOX_WIDTH = 240
const LEAST_BOX = 96

/** Fold states that hold for this view only: of a flow that cannot be changed, and of a group opened to show a step. */
export type Folds = ReadonlyMap<string, boolean>
export const noFolds: Folds = new Map()

/** A group as it is drawn: a frame around its steps or, folded, one box. Coordinates as those of its steps. */
export interface Frame extends Box {
  readonly group: Group
  readonly folded: boolean
  readonly parent: string | undefined
  readonly members: readonly FlowNode[]
  /** Of the folded box: one for each port of a step in it that an edge from outside ends at. */
  readonly ports: readonly PortBox[]
}

export interface GroupScene {
  readonly frames: ReadonlyMap<string, Frame>
  /** Steps that are not drawn, with the folded group that stands for them. */
  readonly hidden: ReadonlyMap<string, string>
  readonly groupOf: ReadonlyMap<string, string>
}

const nothing: GroupScene = { frames: new Map(), hidden: new Map(), groupOf: new Map() }

export const groupRef = (groupId: string): string => `group:${groupId}`
/** The group behind an id of the canvas, if it is one. */
export const groupIdOf = (ref: string): string | null => (ref.startsWith('group:') ? ref.slice(6) : null)
/** What is drawn for a step: itself, or the folded group it is in. */
export const shownFor = (scene: GroupScene, nodeId: string): string => {
  const group = scene.hidden.get(nodeId)
  return group === undefined ? nodeId : groupRef(group)
}

/** Groups as they are drawn. The frame follows its steps: nothing else holds its place or size. */
export function groupScene(flow: Flow, boxes: ReadonlyMap<string, Geometry>, folds: Folds = noFolds): GroupScene {
  if (!flow.groups?.length) return nothing
  const nodes = byId(flow)
  const groupOf = new Map<string, string>()
  const found: { group: Group; members: FlowNode[]; folded: boolean }[] = []
  for (const group of flow.groups) {
    const own = group.nodes.flatMap((id) => nodes.get(id) ?? [])
    const members = own.filter(({ id, parent }) => parent === own[0]?.parent && !groupOf.has(id))
    if (members.length === 0) continue
    for (const { id } of members) groupOf.set(id, group.id)
    found.push({ group, members, folded: folds.get(group.id) ?? group.folded ?? false })
  }
  const closed = new Set(found.filter(({ folded }) => folded).map(({ group }) => group.id))
  const hidden = closed.size > 0 ? hiddenIn(flow, nodes, groupOf, closed) : nothing.hidden
  const crossing = closed.size > 0 ? crossingPorts(flow, nodes, hidden) : new Map<string, Crossing>()
  const frames = new Map<string, Frame>()
  for (const { group, members, folded } of found) {
    const [first] = members
    // In a body that is not drawn: neither is this one.
    if (!first || (hidden.has(first.id) && hidden.get(first.id) !== group.id)) continue
    const around = frameAround(members, boxes)
    const ports = folded ? boxPorts(crossing.get(group.id)) : []
    const size = folded ? { width: BOX_WIDTH, height: boxHeight(ports) } : around
    frames.set(group.id, {
      group,
      members,
      folded,
      parent: first.parent,
      ports,
      x: around.x,
      y: around.y,
      width: size.width,
      height: size.height,
    })
  }
  return { frames, hidden, groupOf }
}

export function frameAround(members: readonly FlowNode[], boxes: ReadonlyMap<string, Geometry>): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { id, position } of members) {
    const { width = 240, height = 120 } = boxes.get(id) ?? {}
    left = Math.min(left, position.x)
    top = Math.min(top, position.y)
    right = Math.max(right, position.x + width)
    bottom = Math.max(bottom, position.y + height)
  }
  return {
    x: left - FRAME.side,
    y: top - FRAME.top,
    width: right - left + 2 * FRAME.side,
    height: bottom - top + FRAME.top + FRAME.bottom,
  }
}

/** Members of folded groups with all that lies in their bodies; the outermost folded group stands for a step. */
function hiddenIn(
  flow: Flow,
  nodes: ReadonlyMap<string, FlowNode>,
  groupOf: ReadonlyMap<string, string>,
  closed: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const hidden = new Map<string, string>()
  for (const node of flow.nodes) {
    const seen = new Set<string>()
    for (
      let at: FlowNode | undefined = node;
      at && !seen.has(at.id);
      at = at.parent ? nodes.get(at.parent) : undefined
    ) {
      seen.add(at.id)
      const group = groupOf.get(at.id)
      if (group !== undefined && closed.has(group)) hidden.set(node.id, group)
    }
  }
  return hidden
}

interface Crossing {
  readonly ins: Map<string, PortRef>
  readonly outs: Map<string, PortRef>
}

export const portKey = ({ nodeId, portId }: PortRef): string => `${nodeId} ${portId}`

function crossingPorts(
  flow: Flow,
  nodes: ReadonlyMap<string, FlowNode>,
  hidden: ReadonlyMap<string, string>,
): Map<string, Crossing> {
  const all = new Map<string, Crossing>()
  const note = (group: string | undefined, side: keyof Crossing, { from, to }: Wire): void => {
    if (group === undefined) return
    const known = all.get(group) ?? { ins: new Map(), outs: new Map() }
    const end = side === 'ins' ? to : from
    known[side].set(portKey(end), end)
    all.set(group, known)
  }
  for (const edge of flow.edges) {
    const [source, target] = [hidden.get(edge.source), hidden.get(edge.target)]
    if (source === target) continue
    const wire = wireOf(nodes, edge)
    note(source, 'outs', wire)
    note(target, 'ins', wire)
  }
  return all
}

function boxPorts(crossing: Crossing | undefined): PortBox[] {
  const side = (ends: Iterable<string>, flow: 'in' | 'out'): PortBox[] =>
    [...ends].map((id, index) => ({
      id,
      label: '',
      type: 'any',
      flow,
      inner: false,
      side: flow === 'in' ? 'left' : 'right',
      x: flow === 'in' ? 0 : BOX_WIDTH,
      y: FIRST_PORT + PORT_GAP * index,
    }))
  return crossing ? [...side(crossing.ins.keys(), 'in'), ...side(crossing.outs.keys(), 'out')] : []
}

const boxHeight = (ports: readonly PortBox[]): number => Math.max(LEAST_BOX, ...ports.map(({ y }) => y + 22))
