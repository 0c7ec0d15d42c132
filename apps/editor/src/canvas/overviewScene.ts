import type { Category, Flow } from '@quorum/engine'
import { factsOf } from '../geometry/facts.ts'
import { absolutePosition, type Box, flowGeometry } from '../geometry/geometry.ts'
import { byId, type PortRef, wireOf } from './graph.ts'
import { type Folds, groupRef, groupScene, portKey, shownFor } from './groups.ts'
import { useUi } from './uiStore.ts'

interface Seen extends Box {
  readonly id: string
  readonly container: boolean
  readonly category: Category
}

/** What is drawn from far away. */
export interface Scene {
  /** Containers before what is in them. */
  readonly boxes: readonly Seen[]
  /** x1 y1 x2 y2, one after the other. */
  readonly lines: Float32Array
}

/** The step drawn at this point of the canvas, the innermost first. */
export function stepAt(flow: Flow, { x, y }: { x: number; y: number }): string | null {
  const { boxes } = sceneOf(flow, useUi.getState().folds)
  const hit = boxes.findLast((box) => x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height)
  return hit?.id ?? null
}

let last: { flow: Flow; folds: Folds; scene: Scene } | null = null

export function sceneOf(flow: Flow, folds: Folds): Scene {
  if (last?.flow === flow && last.folds === folds) return last.scene
  const nodes = byId(flow)
  const geometry = flowGeometry(flow)
  const places = new Map<string, { x: number; y: number }>()
  const groups = groupScene(flow, geometry, folds)
  const boxes = flow.nodes.flatMap((node): Seen[] => {
    const place = absolutePosition(nodes, node)
    places.set(node.id, place)
    const box = geometry.get(node.id)
    const category = factsOf(node).definition?.category ?? 'io'
    const { width = 240, height = 120 } = box ?? {}
    if (groups.hidden.has(node.id)) return []
    return [{ id: node.id, ...place, width, height, container: box?.body !== undefined, category }]
  })
  for (const frame of groups.frames.values()) {
    const parent = nodes.get(frame.parent ?? '')
    const origin = parent ? absolutePosition(nodes, parent) : { x: 0, y: 0 }
    const { width, height, folded } = frame
    const place = { x: frame.x + origin.x, y: frame.y + origin.y }
    places.set(groupRef(frame.group.id), place)
    boxes.push({ id: groupRef(frame.group.id), ...place, width, height, container: !folded, category: 'io' })
  }
  const lines: number[] = []
  for (const edge of flow.edges) {
    const { from, to } = wireOf(nodes, edge)
    const [source, target] = [shownFor(groups, from.nodeId), shownFor(groups, to.nodeId)]
    if (source === target && groups.hidden.has(from.nodeId)) continue
    const [start, end] = [places.get(source), places.get(target)]
    const portOf = (end: PortRef, side: 'in' | 'out') => {
      const frame = groups.frames.get(groups.hidden.get(end.nodeId) ?? '')
      const ports = frame?.ports ?? geometry.get(end.nodeId)?.ports
      const wanted = frame ? portKey(end) : end.portId
      return ports?.find(({ id, flow }) => flow === side && id === wanted)
    }
    const [out, into] = [portOf(from, 'out'), portOf(to, 'in')]
    if (start && end && out && into) lines.push(start.x + out.x, start.y + out.y, end.x + into.x, end.y + into.y)
  }
  const scene = {
    boxes: boxes.toSorted(
      (a, b) => Number(b.container) - Number(a.container) || b.width * b.height - a.width * a.height,
    ),
    lines: new Float32Array(lines),
  }
  last = { flow, folds, scene }
  return scene
}
