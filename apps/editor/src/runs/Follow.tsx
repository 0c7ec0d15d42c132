import { Panel, useReactFlow } from '@xyflow/react'
import { LocateFixed } from 'lucide-react'
import { useEffect } from 'react'
import { reveal } from '../canvas/focus.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { runStore, useRunHead } from './currentRun.ts'
import { useFollow } from './follow.ts'
import { useMoment } from './moment.ts'
import { hasEnded } from './runStream.ts'

/** Between two moves of the canvas, in ms: it goes gently. */
const calmMs = 700
const atWork = new Set(['running', 'retrying', 'waiting'])

/** The step that began last of those at work. */
function latest(): string | null {
  let found: { id: string; at: string } | null = null
  for (const id of runStore.nodeIds()) {
    const node = runStore.node(id)
    if (id.includes('/') || !node?.startedAt || !atWork.has(node.status)) continue
    if (found === null || node.startedAt > found.at) found = { id, at: node.startedAt }
  }
  return found?.id ?? null
}

/** While a run is live or played again: keeps the step at work in view, as long as people want it. */
export function Follow() {
  const head = useRunHead()
  const past = useMoment((moment) => moment.past)
  const on = useFollow((follow) => follow.on)
  const moves = head !== null && (past || !hasEnded(head.status))
  const rf = useReactFlow()
  useEffect(() => {
    if (!moves || !on) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let shown: string | null = null
    const look = (): void => {
      timer = undefined
      const id = latest()
      if (id === null || id === shown) return
      shown = id
      reveal(rf, id)
    }
    const plan = (): void => {
      timer ??= setTimeout(look, calmMs)
    }
    plan()
    const stop = runStore.onAnyNode(plan)
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [moves, on, rf])
  if (!moves) return null
  return (
    <Panel position="top-center" className="canvas-controls">
      <IconButton
        icon={LocateFixed}
        label={on ? 'The canvas follows the run. Stop following' : 'Follow the run'}
        side="top"
        aria-pressed={on}
        onClick={() => useFollow.setState({ on: !on })}
      />
    </Panel>
  )
}
