import type { Viewport } from '@xyflow/react'
import { type RefObject, useEffect } from 'react'
import { useDocument } from '../document/documentStore.ts'
import { absolutePosition, flowGeometry } from '../geometry/geometry.ts'
import { fitTo } from './fit.ts'
import { byId } from './graph.ts'

interface Picture {
  setViewport(viewport: Viewport): Promise<boolean>
  getViewport(): Viewport
}
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

/** A panel that opens takes room from the canvas: a drawing that was wholly in view stays so. */
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
      if (smaller && allInView(before, viewport) && !allInView(free, viewport)) fitTo(rf)
      before = now
    })
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [canvas, rf])
}
