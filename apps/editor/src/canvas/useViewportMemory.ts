import type { Viewport } from '@xyflow/react'
import { useMemo } from 'react'

const keyOf = (flowId: string): string => `quorum.viewport.${flowId}`

/** The viewport is kept per flow on this device; only the first opening fits the drawing into view. */
export function useViewportMemory(flowId: string): {
  initial: Viewport
  first: boolean
  onMoveEnd: (event: unknown, viewport: Viewport) => void
} {
  return useMemo(() => {
    const stored = read(flowId)
    return {
      initial: stored ?? { x: 0, y: 0, zoom: 1 },
      first: stored === null,
      onMoveEnd(_event, viewport) {
        try {
          localStorage.setItem(keyOf(flowId), JSON.stringify(viewport))
        } catch {
          // Storage refused: the next opening fits the drawing anew.
        }
      },
    }
  }, [flowId])
}

function read(flowId: string): Viewport | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyOf(flowId)) ?? 'null')
    const { x, y, zoom } = (value ?? {}) as Partial<Viewport>
    return Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(zoom) ? (value as Viewport) : null
  } catch {
    return null
  }
}
