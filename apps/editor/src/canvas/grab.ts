import type { FlowNode } from '@quorum/engine'
import type { XY } from '../document/commands.ts'
import { dispatch, useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { announce } from '../ui/Live.tsx'
import { groupIdOf } from './groups.ts'
import { useUi } from './uiStore.ts'

type Placed = readonly { readonly id: string; readonly position: XY }[]
let grabbedFrom: Placed = []

/** What moves with it: a step alone, a group with all its steps. */
function movedWith(id: string): readonly FlowNode[] {
  const { nodes, groups = [] } = useDocument.getState().flow
  const group = groupIdOf(id)
  const members = group === null ? [id] : (groups.find((one) => one.id === group)?.nodes ?? [])
  return nodes.filter((node) => members.includes(node.id))
}

/** Lets the arrow keys move a step or a folded group (`group:…`). */
export function grab(id: string): void {
  const nodes = movedWith(id)
  const [node] = nodes
  if (!node) return
  grabbedFrom = nodes.map(({ id, position }) => ({ id, position }))
  useUi.setState({ grabbed: id })
  announce(
    `${groupIdOf(id) === null ? factsOf(node).title : 'Group'} grabbed. Arrows move it, Enter puts it down, Escape puts it back.`,
    true,
  )
}

/** While a step is grabbed the keys move it: 16 px, with Shift 64. Returns whether the key is used up. */
export function moveGrabbed(event: { key: string; shiftKey: boolean; preventDefault(): void }): boolean {
  const { grabbed } = useUi.getState()
  if (!grabbed) return false
  const nodes = movedWith(grabbed)
  const by = event.shiftKey ? 64 : 16
  const steps: Record<string, XY> = {
    ArrowLeft: { x: -by, y: 0 },
    ArrowRight: { x: by, y: 0 },
    ArrowUp: { x: 0, y: -by },
    ArrowDown: { x: 0, y: by },
  }
  const step = steps[event.key]
  if (step) {
    const to = nodes.map(({ id, position: { x, y } }) => ({ id, position: { x: x + step.x, y: y + step.y } }))
    dispatch({ type: 'move', nodes: to })
  } else if (event.key === 'Escape') dispatch({ type: 'move', nodes: grabbedFrom })
  if (!step) {
    if (event.key === 'Shift') return true
    useUi.setState({ grabbed: null })
    announce(event.key === 'Escape' ? 'Put back' : 'Put down', true)
    if (event.key !== 'Escape' && event.key !== 'Enter' && event.key !== 'g') return false
  }
  event.preventDefault()
  return true
}
