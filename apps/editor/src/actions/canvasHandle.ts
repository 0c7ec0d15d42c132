import type { ReactFlowInstance } from '@xyflow/react'
import type { XY } from '../document/commands.ts'

/** The canvas on screen, for actions that come from elsewhere: a key, a menu, the command palette. */
interface CanvasHandle {
  readonly rf: Pick<
    ReactFlowInstance,
    'zoomIn' | 'zoomOut' | 'zoomTo' | 'fitView' | 'getViewport' | 'setViewport' | 'setCenter' | 'screenToFlowPosition'
  >
  readonly element: HTMLElement
}

let current: CanvasHandle | null = null

export const setCanvas = (handle: CanvasHandle | null): void => {
  current = handle
}
export const canvas = (): CanvasHandle | null => current

/** A place in sight, a little above the middle: on the screen and on the canvas. */
export function inSight(): { screen: XY; canvas: XY } {
  const box = current?.element.getBoundingClientRect()
  const screen = { x: (box?.left ?? 0) + (box?.width ?? 0) / 2, y: (box?.top ?? 0) + (box?.height ?? 0) / 3 }
  return { screen, canvas: current?.rf.screenToFlowPosition(screen) ?? { x: 0, y: 0 } }
}
