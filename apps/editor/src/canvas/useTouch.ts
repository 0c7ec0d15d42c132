import { type RefObject, useEffect, useSyncExternalStore } from 'react'
import { noteOf } from './toReactFlow.ts'
import { select, useUi } from './uiStore.ts'

const HOLD_MS = 500
const STILL_PX = 10

const coarse = globalThis.matchMedia?.('(pointer: coarse)')

/** Is a finger what points here? Then one finger pans, and only what is selected can be dragged. */
export const useCoarse = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      coarse?.addEventListener('change', listener)
      return () => coarse?.removeEventListener('change', listener)
    },
    () => coarse?.matches ?? false,
  )

/** A long press is the right button of a finger. Not every system makes a contextmenu event of it. */
export function useLongPress(canvas: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let from: { x: number; y: number } | null = null
    let opened = false
    const stop = (): void => {
      clearTimeout(timer)
      from = null
    }
    const down = (event: PointerEvent): void => {
      stop()
      opened = false
      if (event.pointerType !== 'touch' || !event.isPrimary) return
      const { clientX: x, clientY: y, target } = event
      if (target instanceof Element && target.closest('input, textarea, .canvas-controls')) return
      from = { x, y }
      timer = setTimeout(() => {
        opened = true
        openMenu(target, { x, y })
      }, HOLD_MS)
    }
    const move = ({ clientX, clientY }: PointerEvent): void => {
      if (from && Math.hypot(clientX - from.x, clientY - from.y) > STILL_PX) stop()
    }
    // A second finger means zooming.
    const second = (event: TouchEvent): void => {
      if (event.touches.length > 1) stop()
    }
    // The click that would follow takes the focus, and with it the menu away.
    const lift = (event: TouchEvent): void => {
      if (opened) event.preventDefault()
    }
    element.addEventListener('touchend', lift, { capture: true, passive: false })
    element.addEventListener('pointerdown', down, true)
    element.addEventListener('pointermove', move, true)
    element.addEventListener('pointerup', stop, true)
    element.addEventListener('pointercancel', stop, true)
    element.addEventListener('touchstart', second, { capture: true, passive: true })
    return () => {
      stop()
      element.removeEventListener('pointerdown', down, true)
      element.removeEventListener('pointermove', move, true)
      element.removeEventListener('pointerup', stop, true)
      element.removeEventListener('pointercancel', stop, true)
      element.removeEventListener('touchstart', second, true)
      element.removeEventListener('touchend', lift, true)
    }
  }, [canvas])
}

function openMenu(target: EventTarget | null, screen: { x: number; y: number }): void {
  const node = target instanceof Element ? target.closest('.react-flow__node')?.getAttribute('data-id') : null
  const nodeId = node && noteOf(node) === null ? node : null
  if (nodeId?.startsWith('group:')) select({ groups: [nodeId.slice(6)] })
  else if (nodeId && !useUi.getState().nodes.has(nodeId)) select({ nodes: [nodeId] })
  useUi.setState({ context: { screen, nodeId } })
}
