import { useReactFlow } from '@xyflow/react'
import { type KeyboardEvent, type RefObject, useCallback, useEffect } from 'react'
import type { Action } from '../actions/action.ts'
import { actions, available } from '../actions/actions.ts'
import { inSight, setCanvas } from '../actions/canvasHandle.ts'
import { comboOf, withKey } from '../actions/keymap.ts'
import type { XY } from '../document/commands.ts'
import { useDocument } from '../document/documentStore.ts'
import { withPasting } from './clips.ts'
import { focusStep, neighbour } from './focus.ts'
import { moveGrabbed } from './grab.ts'
import { groupIdOf } from './groups.ts'
import { type Selection, select, useUi } from './uiStore.ts'

const arrows = { ArrowRight: 'right', ArrowLeft: 'left', ArrowUp: 'up', ArrowDown: 'down' } as const

export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest('input, textarea, select, [role="dialog"], [role="menu"]') !== null)

/** The keys of the canvas. They work only while focus is in it, and never while typing. */
export function useCanvasKeys(canvas: RefObject<HTMLElement | null>): (event: KeyboardEvent) => void {
  const rf = useReactFlow()
  useEffect(() => {
    if (canvas.current) setCanvas({ rf, element: canvas.current })
    return () => setCanvas(null)
  }, [canvas, rf])
  useKeysEverywhere()
  usePaste(canvas)

  return useCallback(
    (event) => {
      if (isTyping(event.target) || event.defaultPrevented || moveGrabbed(event)) return
      const combo = comboOf(event)
      const { focus } = useUi.getState()
      const onButton = event.target instanceof HTMLElement && event.target.closest('button, a, [role="toolbar"]')
      if (combo in arrows) {
        const next = neighbour(useDocument.getState().flow, focus, arrows[combo as keyof typeof arrows])
        event.preventDefault()
        if (next) focusStep(rf, next)
        return
      }
      // On a button these two press it.
      if (onButton && (combo === 'Enter' || combo === 'Space')) return
      if (combo === 'Space' && focus) {
        event.preventDefault()
        return toggle(focus)
      }
      selectFocused(combo, event.target)
      perform(event, combo, ({ everywhere }) => !everywhere)
    },
    [rf],
  )
}

function perform(event: { preventDefault(): void }, combo: string, fits: (action: Action) => boolean): void {
  const action = withKey(actions, combo).find((one) => fits(one) && available(one))
  if (!action) return
  event.preventDefault()
  action.run()
}

/** Some keys work from anywhere on the page, except in a field, which has its own. */
function useKeysEverywhere(): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (!isTyping(event.target) && !event.defaultPrevented)
        perform(event, comboOf(event), ({ everywhere }) => everywhere ?? false)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

/** Keys that work on the selection mean the step they are pressed on, if that is not part of it. */
function selectFocused(combo: string, target: EventTarget | null): void {
  const { focus, nodes, groups } = useUi.getState()
  const onStep = target instanceof HTMLElement && target.closest('.step') !== null
  const acts = /^(Shift\+)?(Delete|Backspace)$|^Mod\+((Shift|Alt)\+)?[CXDG]$/.test(combo)
  if (!acts || !onStep || focus === null) return
  const group = groupIdOf(focus)
  if (group === null ? !nodes.has(focus) : !groups.has(group)) select(chosenFor(focus))
}

const chosenFor = (id: string): Selection => {
  const group = groupIdOf(id)
  return group === null ? { nodes: [id] } : { groups: [group] }
}

function toggle(id: string): void {
  const { nodes, groups } = useUi.getState()
  const group = groupIdOf(id)
  const next = { nodes: new Set(nodes), groups: new Set(groups) }
  const [set, key] = group === null ? [next.nodes, id] : [next.groups, group]
  if (!set.delete(key)) set.add(key)
  select(next)
  useUi.setState({ focus: id })
}

/** Mod+V comes as a paste event: that needs no permission to read the clipboard. Lands at the pointer, else in the middle. */
function usePaste(canvas: RefObject<HTMLElement | null>): void {
  const rf = useReactFlow()
  useEffect(() => {
    let pointer: XY | null = null
    // The paste event does not tell which keys made it.
    let shift = false
    const onKey = (event: globalThis.KeyboardEvent): void => {
      shift = event.shiftKey
    }
    const element = canvas.current
    const onMove = (event: PointerEvent): void => {
      pointer = { x: event.clientX, y: event.clientY }
    }
    const onLeave = (): void => {
      pointer = null
    }
    const onPaste = (event: ClipboardEvent): void => {
      if (isTyping(event.target)) return
      const text = event.clipboardData?.getData('text/plain')
      if (!text) return
      event.preventDefault()
      const [at, again] = [pointer ? rf.screenToFlowPosition(pointer) : inSight().canvas, shift]
      withPasting(({ pasteText }) => pasteText(text, at, again))
    }
    addEventListener('keydown', onKey, true)
    element?.addEventListener('pointermove', onMove)
    element?.addEventListener('pointerleave', onLeave)
    document.addEventListener('paste', onPaste)
    return () => {
      removeEventListener('keydown', onKey, true)
      element?.removeEventListener('pointermove', onMove)
      element?.removeEventListener('pointerleave', onLeave)
      document.removeEventListener('paste', onPaste)
    }
  }, [canvas, rf])
}
