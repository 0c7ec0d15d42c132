import type { XY } from '../document/commands.ts'
import { dispatch, useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { announce } from '../ui/Live.tsx'
import { useUi } from './uiStore.ts'

let grabbedFrom: XY | null = null

/** Lets the arrow keys move a step. */
export function grab(id: string): void {
  const node = useDocument.getState().flow.nodes.find((other) => other.id === id)
  if (!node) return
  grabbedFrom = node.position
  useUi.setState({ grabbed: id })
  announce(`${factsOf(node).title} grabbed. Arrows move it, Enter puts it down, Escape puts it back.`, true)
}

/** While a step is grabbed the keys move it: 16 px, with Shift 64. Returns whether the key is used up. */
export function moveGrabbed(event: { key: string; shiftKey: boolean; preventDefault(): void }): boolean {
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
