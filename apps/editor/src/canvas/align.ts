import type { FlowNode } from '@quorum/engine'
import { dispatch, useDocument } from '../document/documentStore.ts'
import { flowGeometry, type Geometry } from '../geometry/geometry.ts'
import { announce } from '../ui/Live.tsx'
import { toast } from '../ui/Toast.tsx'
import { useUi } from './uiStore.ts'

export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom' | 'across' | 'down'

interface Placed {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Lines the selected steps up, or spreads them evenly: one undo step. */
export function align(how: Alignment): void {
  const { flow } = useDocument.getState()
  const { nodes } = useUi.getState()
  const chosen = flow.nodes.filter(({ id }) => nodes.has(id))
  const [first] = chosen
  if (chosen.some(({ parent }) => parent !== first?.parent)) {
    toast({ text: 'Only steps of one level can be lined up: some of these lie in a body.', tone: 'error' })
    return
  }
  dispatch({
    type: 'layout',
    nodes: aligned(
      chosen.map((node) => placedOf(node, flowGeometry(flow))),
      how,
    ),
  })
  announce('Lined up')
}

const placedOf = ({ id, position }: FlowNode, boxes: ReadonlyMap<string, Geometry>): Placed => {
  const { width = 240, height = 120 } = boxes.get(id) ?? {}
  return { id, x: position.x, y: position.y, width, height }
}

/** Where each of them goes. Spreading keeps the two at the ends and makes the gaps between all the same. */
export function aligned(
  boxes: readonly Placed[],
  how: Alignment,
): readonly { readonly id: string; readonly position: { readonly x: number; readonly y: number } }[] {
  const left = Math.min(...boxes.map(({ x }) => x))
  const right = Math.max(...boxes.map(({ x, width }) => x + width))
  const top = Math.min(...boxes.map(({ y }) => y))
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height))
  if (how === 'across' || how === 'down') return spread(boxes, how, how === 'across' ? right - left : bottom - top)
  return boxes.map(({ id, x, y, width, height }) => {
    const to = {
      left: { x: left },
      centre: { x: (left + right - width) / 2 },
      right: { x: right - width },
      top: { y: top },
      middle: { y: (top + bottom - height) / 2 },
      bottom: { y: bottom - height },
    }[how]
    return { id, position: { x, y, ...to } }
  })
}

function spread(boxes: readonly Placed[], how: 'across' | 'down', whole: number): ReturnType<typeof aligned> {
  const [at, size] = how === 'across' ? (['x', 'width'] as const) : (['y', 'height'] as const)
  const inOrder = boxes.toSorted((a, b) => a[at] - b[at])
  const gap = (whole - boxes.reduce((sum, box) => sum + box[size], 0)) / Math.max(1, boxes.length - 1)
  let next = inOrder[0]?.[at] ?? 0
  return inOrder.map((box) => {
    const position = { x: box.x, y: box.y, [at]: next }
    next += box[size] + gap
    return { id: box.id, position }
  })
}
