import type { Flow } from '@quorum/engine'
import type { Box } from '../geometry/geometry.ts'
import { flowGeometry } from '../geometry/geometry.ts'

/** A line that what is dragged has been laid on: `x` is upright, `y` level. Positions as those of the nodes. */
export interface Guide {
  readonly axis: 'x' | 'y'
  readonly at: number
}

interface Snapped {
  readonly x: number
  readonly y: number
  readonly guides: readonly Guide[]
}

const REACH_PX = 6

/** Lays a dragged box on the edges and middles of the others, where it comes within `reach` of them. */
export function snap(box: Box, others: readonly Box[], reach: number): Snapped {
  const across = nearest([box.x, box.x + box.width / 2, box.x + box.width], others, reach, ({ x, width }) => [
    x,
    x + width / 2,
    x + width,
  ])
  const down = nearest([box.y, box.y + box.height / 2, box.y + box.height], others, reach, ({ y, height }) => [
    y,
    y + height / 2,
    y + height,
  ])
  return {
    x: box.x + (across?.by ?? 0),
    y: box.y + (down?.by ?? 0),
    guides: [
      ...(across ? [{ axis: 'x' as const, at: across.at }] : []),
      ...(down ? [{ axis: 'y' as const, at: down.at }] : []),
    ],
  }
}

function nearest(
  own: readonly number[],
  others: readonly Box[],
  reach: number,
  linesOf: (box: Box) => readonly number[],
): { readonly by: number; readonly at: number } | null {
  let best: { by: number; at: number } | null = null
  for (const other of others) {
    for (const at of linesOf(other)) {
      for (const mine of own) {
        const by = at - mine
        if (Math.abs(by) <= reach && (!best || Math.abs(by) < Math.abs(best.by))) best = { by, at }
      }
    }
  }
  return best
}

/** The same for a step of a flow, among the steps of its level. */
export function snapStep(flow: Flow, id: string, at: { x: number; y: number }, zoom: number): Snapped {
  const boxes = flowGeometry(flow)
  const node = flow.nodes.find((one) => one.id === id)
  const size = boxes.get(id)
  if (!node || !size) return { ...at, guides: [] }
  const others = flow.nodes.flatMap((other): Box[] => {
    const box = boxes.get(other.id)
    return box && other.id !== id && other.parent === node.parent
      ? [{ ...other.position, width: box.width, height: box.height }]
      : []
  })
  return snap({ ...at, width: size.width, height: size.height }, others, REACH_PX / zoom)
}
