import type { XY } from '../document/commands.ts'
import { useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { absolutePosition, FIRST_PORT, flowGeometry, geometry } from '../geometry/geometry.ts'
import { canConnect } from './connect.ts'
import { freshNode } from './edits.ts'
import { byId, type PortRef } from './graph.ts'
import { groupScene } from './groups.ts'
import { useUi } from './uiStore.ts'

const REACH = 80
const NEW = '__new'

/** A port near to where a new step would come to lie, that it would be wired with; and the line that shows it. */
export interface Offer {
  readonly from?: PortRef
  readonly to?: PortRef
  readonly line: readonly [XY, XY]
}

/** What a step of this kind, put down with its corner `at` this point, would be wired with: the nearest fitting port. */
export function offerFor(kind: string, at: XY): Offer | null {
  const { flow } = useDocument.getState()
  const node = { ...freshNode(NEW, kind), position: { x: at.x, y: at.y } }
  const facts = factsOf(node)
  const { width } = geometry(facts)
  const withNode = { ...flow, nodes: [...flow.nodes, node] }
  const boxes = flowGeometry(flow)
  const { hidden } = groupScene(flow, boxes, useUi.getState().folds)
  const nodes = byId(flow)
  const [into, out] = [facts.ports.inputs[0], facts.ports.outputs[0]]
  const [left, right] = [
    { x: at.x, y: at.y + FIRST_PORT },
    { x: at.x + width, y: at.y + FIRST_PORT },
  ]
  let best: { offer: Offer; far: number } | null = null
  for (const other of flow.nodes) {
    if (other.parent !== undefined || hidden.has(other.id)) continue
    const origin = absolutePosition(nodes, other)
    for (const port of boxes.get(other.id)?.ports ?? []) {
      if (port.inner) continue
      const place = { x: origin.x + port.x, y: origin.y + port.y }
      const mine = port.flow === 'out' ? left : right
      const own = port.flow === 'out' ? into : out
      const far = Math.hypot(place.x - mine.x, place.y - mine.y)
      if (!own || far > REACH || (best && far >= best.far)) continue
      const theirs: PortRef = { nodeId: other.id, portId: port.id }
      const ends = port.flow === 'out' ? { from: theirs } : { to: theirs }
      const check = canConnect(
        withNode,
        ends.from ?? { nodeId: NEW, portId: own.id },
        ends.to ?? { nodeId: NEW, portId: own.id },
      )
      if (check.ok && !check.warning && !check.back) best = { far, offer: { ...ends, line: [place, mine] } }
    }
  }
  return best?.offer ?? null
}
