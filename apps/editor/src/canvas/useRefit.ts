import type { Viewport } from '@xyflow/react'
import { type RefObject, useEffect } from 'react'
import { useDocument } from '../document/documentStore.ts'
import { absolutePosition, flowGeometry } from '../geometry/geometry.ts'
import { fitTo } from './fit.ts'
import { reveal } from './focus.ts'
import { byId } from './graph.ts'
import { soleNode, useUi } from './uiStore.ts'

type Picture = Parameters<typeof reveal>[0]
const CONTROLS = 60

interface Size {
  readonly width: number
  readonly height: number
}

/** Does the whole drawing lie within a canvas of this size, as it is panned and zoomed now? */
function allInView({ width, height }: Size, { x, y, zoom }: Viewport): boolean {
  const { flow } = useDocument.getState()
  const nodes = byId(flow)
  const boxes = flowGeometry(flow)
  return flow.nodes.every((node) => {
    const box = boxes.get(node.id)
    const at = absolutePosition(nodes, node)
    const [left, top] = [at.x * zoom + x, at.y * zoom + y]
    return (
      left >= 0 && top >= 0 && left + (box?.width ?? 0) * zoom <= width && top + (box?.height ?? 0) * zoom <= height
    )
  })
}

/** A panel that opens takes room from the canvas: a drawing that was wholly in view stays so, and the selected step does. */
export function useRefit(canvas: RefObject<HTMLElement | null>, rf: Picture): void {
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    let before: Size = { width: element.clientWidth, height: element.clientHeight }
    const watcher = new ResizeObserver(() => {
      const now = { width: element.clientWidth, height: element.clientHeight }
      // What the buttons at the bottom lie over is not in view.
      const free = { width: now.width, height: now.height - CONTROLS }
      const viewport = rf.getViewport()
      const smaller = now.width < before.width || now.height < before.height
      const chosen = soleNode(useUi.getState())
      if (smaller && allInView(before, viewport)) {
        if (!allInView(free, viewport)) fitTo(rf)
      } else if (smaller && chosen !== null) reveal(rf, chosen)
      before = now
    })
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [canvas, rf])
}
