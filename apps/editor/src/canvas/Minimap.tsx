import type { Flow } from '@quorum/engine'
import { useStoreApi } from '@xyflow/react'
import { type PointerEvent, useCallback, useEffect, useRef } from 'react'
import { useDocument } from '../document/documentStore.ts'
import { absolutePosition, type Box, flowGeometry } from '../geometry/geometry.ts'
import { byId } from './graph.ts'
import { groupScene } from './groups.ts'
import { useUi } from './uiStore.ts'

const WIDTH = 200
const HEIGHT = 132
const PADDING = 8

interface Scene {
  readonly boxes: readonly (Box & { readonly container: boolean })[]
  /** Of everything, and what is in view. */
  readonly bounds: Box
  readonly scale: number
}

/** The whole drawing in small, with what is in view. A click or drag goes there. Drawn on one canvas element. */
export function Minimap() {
  const store = useStoreApi()
  const flow = useDocument((state) => state.flow)
  const element = useRef<HTMLCanvasElement>(null)
  const scene = useRef<Scene | null>(null)

  const draw = useCallback((): void => {
    const context = element.current?.getContext('2d')
    if (!element.current || !context) return
    const { transform, width, height } = store.getState()
    const [x, y, zoom] = transform
    const view = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom }
    const now = sceneOf(flow, view)
    scene.current = now
    const style = getComputedStyle(element.current)
    const ratio = devicePixelRatio
    element.current.width = WIDTH * ratio
    element.current.height = HEIGHT * ratio
    context.scale(ratio, ratio)
    context.clearRect(0, 0, WIDTH, HEIGHT)
    const at = (box: Box): [number, number, number, number] => [
      PADDING + (box.x - now.bounds.x) * now.scale,
      PADDING + (box.y - now.bounds.y) * now.scale,
      Math.max(2, box.width * now.scale),
      Math.max(2, box.height * now.scale),
    ]
    context.fillStyle = style.getPropertyValue('--border-strong')
    context.strokeStyle = style.getPropertyValue('--border-strong')
    for (const box of now.boxes) {
      if (box.container) context.strokeRect(...at(box))
      else context.fillRect(...at(box))
    }
    context.lineWidth = 2
    context.strokeStyle = style.getPropertyValue('--accent')
    context.strokeRect(...at(view))
  }, [flow, store])

  useEffect(() => {
    let frame = 0
    const later = (): void => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(draw)
    }
    later()
    const stop = store.subscribe(later)
    return () => {
      stop()
      cancelAnimationFrame(frame)
    }
  }, [draw, store])

  const go = (event: PointerEvent): void => {
    const box = element.current?.getBoundingClientRect()
    if (!box || !scene.current || event.buttons === 0) return
    const { bounds, scale } = scene.current
    const { transform, width, height, panZoom } = store.getState()
    const zoom = transform[2]
    const x = (event.clientX - box.left - PADDING) / scale + bounds.x
    const y = (event.clientY - box.top - PADDING) / scale + bounds.y
    void panZoom?.setViewport({ x: width / 2 - x * zoom, y: height / 2 - y * zoom, zoom })
  }
  return (
    <canvas
      ref={element}
      aria-hidden
      data-testid="minimap"
      className="pop absolute right-3 bottom-8 z-10 cursor-pointer max-[719px]:bottom-14"
      style={{ width: WIDTH, height: HEIGHT }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        go(event)
      }}
      onPointerMove={go}
    />
  )
}

function sceneOf(flow: Flow, view: Box): Scene {
  const nodes = byId(flow)
  const geometry = flowGeometry(flow)
  const { hidden, frames } = groupScene(flow, geometry, useUi.getState().folds)
  const drawn = hidden.size === 0 ? flow.nodes : flow.nodes.filter(({ id }) => !hidden.has(id))
  const folded = [...frames.values()]
    .filter((frame) => frame.folded && frame.parent === undefined)
    .map(({ x, y, width, height }) => ({ x, y, width, height, container: false }))
  const boxes = drawn.map((node) => {
    const { x, y } = absolutePosition(nodes, node)
    const box = geometry.get(node.id)
    return { x, y, width: box?.width ?? 240, height: box?.height ?? 120, container: box?.body !== undefined }
  })
  const all = [...boxes, ...folded, view]
  const x = Math.min(...all.map((box) => box.x))
  const y = Math.min(...all.map((box) => box.y))
  const width = Math.max(...all.map((box) => box.x + box.width)) - x
  const height = Math.max(...all.map((box) => box.y + box.height)) - y
  const scale = Math.min((WIDTH - 2 * PADDING) / width, (HEIGHT - 2 * PADDING) / height)
  return { boxes: [...boxes, ...folded], bounds: { x, y, width, height }, scale }
}
