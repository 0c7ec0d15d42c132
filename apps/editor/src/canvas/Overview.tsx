import type { Category, NodeStatus } from '@quorum/engine'
import { useStoreApi } from '@xyflow/react'
import { useEffect, useMemo, useRef } from 'react'
import { useDocument } from '../document/documentStore.ts'
import { runStore } from '../runs/currentRun.ts'
import { type Scene, sceneOf } from './overviewScene.ts'
import { useUi } from './uiStore.ts'

/** From this far away a step is a box without words: all of them and all edges on one canvas element (UX.md §9.3). */
export function Overview() {
  const store = useStoreApi()
  const flow = useDocument((state) => state.flow)
  const chosen = useUi(({ nodes }) => nodes)
  const element = useRef<HTMLCanvasElement>(null)
  const folds = useUi((ui) => ui.folds)
  const scene = useMemo(() => sceneOf(flow, folds), [flow, folds])
  useEffect(() => {
    let frame = 0
    const draw = (): void => {
      if (element.current) paint(element.current, scene, store.getState().transform, chosen)
    }
    const later = (): void => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(draw)
    }
    draw()
    const stops = [store.subscribe(later), runStore.onAnyNode(later)]
    const resized = new ResizeObserver(later)
    if (element.current) resized.observe(element.current)
    return () => {
      for (const stop of stops) stop()
      resized.disconnect()
      cancelAnimationFrame(frame)
    }
  }, [scene, chosen, store])
  return (
    <canvas
      ref={element}
      aria-hidden
      data-testid="overview"
      className="pointer-events-none absolute inset-0 size-full"
    />
  )
}

const statusColours: Partial<Record<NodeStatus, string>> = {
  running: '--st-running',
  waiting: '--st-waiting',
  retrying: '--st-retry',
  completed: '--st-done',
  failed: '--st-failed',
}

function paint(
  canvas: HTMLCanvasElement,
  { boxes, lines }: Scene,
  [x, y, zoom]: readonly [number, number, number],
  chosen: ReadonlySet<string>,
): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const ratio = devicePixelRatio
  const [width, height] = [canvas.clientWidth, canvas.clientHeight]
  if (canvas.width !== width * ratio) canvas.width = width * ratio
  if (canvas.height !== height * ratio) canvas.height = height * ratio
  const style = getComputedStyle(canvas)
  const colour = (name: string): string => style.getPropertyValue(name)
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, width, height)
  context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * x, ratio * y)
  const view = { left: -x / zoom, top: -y / zoom, right: (width - x) / zoom, bottom: (height - y) / zoom }

  context.lineWidth = Math.max(2, 1 / zoom)
  context.strokeStyle = colour('--edge')
  context.beginPath()
  for (let at = 0; at + 3 < lines.length; at += 4) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = [lines[at], lines[at + 1], lines[at + 2], lines[at + 3]]
    if (Math.max(x1, x2) < view.left || Math.min(x1, x2) > view.right) continue
    if (Math.max(y1, y2) < view.top || Math.min(y1, y2) > view.bottom) continue
    context.moveTo(x1, y1)
    const bend = Math.min(120, Math.abs(x2 - x1) / 2)
    context.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2)
  }
  context.stroke()

  const fills = new Map<string, string>()
  const fillOf = (category: Category): string => {
    const known = fills.get(category) ?? colour(`--cat-${category}`)
    fills.set(category, known)
    return known
  }
  const surface = colour('--surface')
  const border = colour('--border-strong')
  for (const box of boxes) {
    if (box.x > view.right || box.y > view.bottom || box.x + box.width < view.left || box.y + box.height < view.top)
      continue
    const status = runStore.node(box.id)?.status
    const state = status && statusColours[status]
    context.fillStyle = surface
    context.fillRect(box.x, box.y, box.width, box.height)
    if (!box.container) {
      context.globalAlpha = 0.28
      context.fillStyle = fillOf(box.category)
      context.fillRect(box.x, box.y, box.width, box.height)
      context.globalAlpha = 1
    }
    context.lineWidth = (state ? 3 : 1) / zoom
    context.strokeStyle = state ? colour(state) : border
    context.strokeRect(box.x, box.y, box.width, box.height)
    if (!chosen.has(box.id)) continue
    context.lineWidth = 3 / zoom
    context.strokeStyle = colour('--accent')
    context.strokeRect(box.x - 3 / zoom, box.y - 3 / zoom, box.width + 6 / zoom, box.height + 6 / zoom)
  }
}
