import { useReactFlow } from '@xyflow/react'
import { type KeyboardEvent, type RefObject, useCallback, useEffect } from 'react'
import type { XY } from '../document/commands.ts'
import { dispatch, redoStep, undoStep, useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { tidy } from '../layout/runTidy.ts'
import { announce } from '../ui/Live.tsx'
import { connectFrom } from './dragging.ts'
import { addNote, copySelection, deleteSelection, duplicateSelection, pasteText } from './edits.ts'
import { FIT, focusStep, neighbour } from './focus.ts'
import { openInside } from './opening.ts'
import { inspect, select, useUi } from './uiStore.ts'

const arrows = { ArrowRight: 'right', ArrowLeft: 'left', ArrowUp: 'up', ArrowDown: 'down' } as const

export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest('input, textarea, select, [role="dialog"], [role="menu"]') !== null)

/** The keys of the canvas. They work only while focus is in it, and never while typing. */
export function useCanvasKeys(canvas: RefObject<HTMLElement | null>): (event: KeyboardEvent) => void {
  const rf = useReactFlow()
  const centre = useCallback((): { screen: XY; canvas: XY } => {
    const box = canvas.current?.getBoundingClientRect()
    const screen = { x: (box?.left ?? 0) + (box?.width ?? 0) / 2, y: (box?.top ?? 0) + (box?.height ?? 0) / 3 }
    return { screen, canvas: rf.screenToFlowPosition(screen) }
  }, [canvas, rf])

  useDocumentKeys()
  usePaste(canvas, centre)

  return useCallback(
    (event) => {
      if (isTyping(event.target) || event.defaultPrevented) return
      selectFocused(event)
      if (
        handleGrabbed(event) ||
        handleRun(event) ||
        handleMod(event) ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey
      )
        return
      const { focus } = useUi.getState()
      const onButton = event.target instanceof HTMLElement && event.target.closest('button, a, [role="toolbar"]')
      const act = (work: () => void): void => {
        event.preventDefault()
        work()
      }
      if (event.key in arrows) {
        return act(() => {
          const next = neighbour(useDocument.getState().flow, focus, arrows[event.key as keyof typeof arrows])
          if (next) focusStep(rf, next)
        })
      }
      switch (event.key) {
        case 'n':
        case 'N':
        case '/':
          return act(() => openPicker(centre()))
        case 'e':
        case 'E':
          return focus ? act(() => connectFrom(focus)) : undefined
        case 'g':
        case 'G':
          return focus ? act(() => grab(focus)) : undefined
        case 'o':
        case 'O':
          return focus ? act(() => openInside(focus)) : undefined
        case 'd':
        case 'D':
        case 'p':
        case 'P':
          return focus ? act(() => void stepKey(event.key, focus)) : undefined
        case 'Delete':
        case 'Backspace':
          return act(() => {
            deleteSelection(!event.shiftKey)
            canvas.current?.focus()
          })
        case 'F2':
          return focus ? act(() => useUi.setState({ renaming: focus })) : undefined
        case 'Enter':
          return focus && !onButton ? act(() => openSettings(focus)) : undefined
        case ' ':
          return focus && !onButton ? act(() => toggle(focus)) : undefined
        case 'Escape':
          return act(() => select({}))
        case 'v':
        case 'h':
          return act(() => useUi.setState({ mode: event.key === 'v' ? 'select' : 'hand' }))
        case '+':
        case '=':
          return act(() => void rf.zoomIn())
        case '-':
          return act(() => void rf.zoomOut())
        case '0':
          return act(() => void rf.zoomTo(1))
        case '1':
          return act(() => void rf.fitView(FIT))
        case '2':
          return act(
            () =>
              void rf.fitView({ nodes: [...useUi.getState().nodes].map((id) => ({ id })), padding: 0.3, maxZoom: 1 }),
          )
        case 'L':
          return act(() => void tidy())
        case 'S':
          return act(() => addNote(centre().canvas))
      }
    },
    [rf, centre, canvas],
  )
}

/** Enter goes on into the inspector; Escape there comes back. */
function openSettings(id: string): void {
  inspect(id)
  requestAnimationFrame(() => document.getElementById('step-name')?.focus())
}

function openPicker(at: { screen: XY; canvas: XY }): void {
  if (useDocument.getState().readOnly) return
  const { nodes, edges } = useUi.getState()
  const [after] = nodes
  const [onEdge] = edges
  const where = nodes.size === 1 && after ? { after } : edges.size === 1 && onEdge ? { onEdge } : {}
  useUi.setState({ picker: { ...at, ...where } })
}

/** Keys that work on the selection mean the step they are pressed on, if that is not part of it. */
function selectFocused({ key, target, ctrlKey, metaKey }: KeyboardEvent): void {
  const { focus, nodes } = useUi.getState()
  const acts = key === 'Delete' || key === 'Backspace' || ((ctrlKey || metaKey) && /^[cxd]$/i.test(key))
  const onStep = target instanceof HTMLElement && target.closest('.step') !== null
  if (acts && onStep && focus !== null && !nodes.has(focus)) select({ nodes: [focus] })
}

function toggle(id: string): void {
  const { nodes } = useUi.getState()
  const next = new Set(nodes)
  if (!next.delete(id)) next.add(id)
  select({ nodes: next })
  useUi.setState({ focus: id })
}

let grabbedFrom: XY | null = null

function grab(id: string): void {
  const node = useDocument.getState().flow.nodes.find((other) => other.id === id)
  if (!node) return
  grabbedFrom = node.position
  useUi.setState({ grabbed: id })
  announce(`${factsOf(node).title} grabbed. Arrows move it, Enter puts it down, Escape puts it back.`, true)
}

/** While a step is grabbed the keys move it: 16 px, with Shift 64. */
function handleGrabbed(event: KeyboardEvent): boolean {
  const { grabbed } = useUi.getState()
  if (!grabbed) return false
  const node = useDocument.getState().flow.nodes.find(({ id }) => id === grabbed)
  const by = event.shiftKey ? 64 : 16
  const steps: Record<string, XY> = {
    ArrowLeft: { x: -by, y: 0 },
    ArrowRight: { x: by, y: 0 },
    ArrowUp: { x: 0, y: -by },
    ArrowDown: { x: 0, y: by },
  }
  const step = steps[event.key]
  if (node && step) {
    const position = { x: node.position.x + step.x, y: node.position.y + step.y }
    dispatch({ type: 'move', nodes: [{ id: grabbed, position }] })
  } else if (event.key === 'Escape' && node && grabbedFrom) {
    dispatch({ type: 'move', nodes: [{ id: grabbed, position: grabbedFrom }] })
  }
  if (!step) {
    if (event.key === 'Shift') return true
    useUi.setState({ grabbed: null })
    announce(event.key === 'Escape' ? 'Put back' : 'Put down', true)
    if (event.key !== 'Escape' && event.key !== 'Enter' && event.key !== 'g') return false
  }
  event.preventDefault()
  return true
}

/** Mod+Shift+Enter runs from the focused step on, Alt+Enter only it. */
function handleRun(event: KeyboardEvent): boolean {
  const { focus } = useUi.getState()
  if (event.key !== 'Enter' || focus === null) return false
  const mod = event.ctrlKey || event.metaKey
  const only = event.altKey && !mod && !event.shiftKey
  if (!only && !(mod && event.shiftKey && !event.altKey)) return false
  event.preventDefault()
  void import('../runs/again.ts').then(({ runFrom }) => runFrom(focus, only))
  return true
}

function handleMod(event: KeyboardEvent): boolean {
  if (!(event.ctrlKey || event.metaKey)) return false
  const work: Record<string, () => void> = {
    a: () =>
      select({
        nodes: useDocument.getState().flow.nodes.map(({ id }) => id),
        notes: useDocument.getState().flow.notes.map(({ id }) => id),
      }),
    c: () => void copySelection(),
    x: () => void copySelection().then((copied) => copied && deleteSelection(false)),
    d: duplicateSelection,
  }
  const found = work[event.key.toLowerCase()]
  if (!found) return false
  event.preventDefault()
  found()
  return true
}

/** Undo and redo work from anywhere on the page, except in a field, which has its own. */
function useDocumentKeys(): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || isTyping(event.target)) return
      const key = event.key.toLowerCase()
      const travel = key === 'z' ? (event.shiftKey ? redoStep : undoStep) : key === 'y' ? redoStep : null
      if (!travel) return
      event.preventDefault()
      travel()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

/** Mod+V comes as a paste event: that needs no permission to read the clipboard. Lands at the pointer, else in the middle. */
function usePaste(canvas: RefObject<HTMLElement | null>, centre: () => { canvas: XY }): void {
  const rf = useReactFlow()
  useEffect(() => {
    let pointer: XY | null = null
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
      pasteText(text, pointer ? rf.screenToFlowPosition(pointer) : centre().canvas)
    }
    element?.addEventListener('pointermove', onMove)
    element?.addEventListener('pointerleave', onLeave)
    document.addEventListener('paste', onPaste)
    return () => {
      element?.removeEventListener('pointermove', onMove)
      element?.removeEventListener('pointerleave', onLeave)
      document.removeEventListener('paste', onPaste)
    }
  }, [canvas, centre, rf])
}

/** What a key does to a step in its run is fetched with the first such key. */
async function stepKey(key: string, nodeId: string): Promise<void> {
  ;(await import('../runs/stepActions.ts')).stepKey(key, nodeId)
}
