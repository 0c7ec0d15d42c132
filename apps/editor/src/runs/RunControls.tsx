import { Pause, Play, Square, StepForward } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { lazyPart } from '../ui/lazyPart.tsx'

import type { RunHead } from './runStore.ts'
import { hasEnded } from './runStream.ts'
import { pauseRun, resumeRun, stepRun, stopRun } from './steer.ts'

const StopTags = lazyPart(async () => (await import('./StopTags.tsx')).StopTags)
const GoOn = lazyPart(async () => (await import('./GoOn.tsx')).GoOn)

type Wish = 'pause' | 'resume' | 'step' | 'stop'
const doing = { pause: pauseRun, resume: resumeRun, step: stepRun, stop: stopRun }
const words = { pause: 'Pausing…', resume: 'Going on…', step: 'Step', stop: 'Stopping…' }

/** Pause (F8), Step (F10) and Stop (Mod+.) of a live run; what to do about one that failed. */
export function RunControls({ head }: { head: RunHead }) {
  if (!hasEnded(head.status)) return <Steering key={head.id} head={head} />
  return head.status === 'completed' ? null : <GoOn key={head.id} head={head} />
}

function Steering({ head }: { head: RunHead }) {
  const { id, status } = head
  const [asked, setAsked] = useState<{ wish: Wish; status: RunHead['status'] } | null>(null)
  // A wish is open until the run looks different.
  const pending = asked?.status === status ? asked.wish : null
  const paused = status === 'paused'
  const ask = async (wish: Wish) => {
    if (pending) return
    setAsked({ wish, status })
    const done = await doing[wish](id)
    if (!done || wish === 'step') setAsked(null)
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const mod = event.metaKey || event.ctrlKey
      const wish =
        event.key === '.' && mod
          ? 'stop'
          : mod || event.altKey || event.shiftKey
            ? null
            : event.key === 'F8'
              ? paused
                ? 'resume'
                : 'pause'
              : event.key === 'F10' && paused
                ? 'step'
                : null
      if (!wish) return
      event.preventDefault()
      void ask(wish)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
  const label = (wish: Wish, word: string): string => (pending === wish ? words[wish] : word)
  return (
    <>
      {paused ? (
        <>
          <Button disabled={pending !== null} title="F8" aria-keyshortcuts="F8" onClick={() => void ask('resume')}>
            <Play aria-hidden size={14} /> {label('resume', 'Resume')}
          </Button>
          <Button disabled={pending !== null} title="F10" aria-keyshortcuts="F10" onClick={() => void ask('step')}>
            <StepForward aria-hidden size={14} /> Step
          </Button>
        </>
      ) : (
        <Button disabled={pending !== null} title="F8" aria-keyshortcuts="F8" onClick={() => void ask('pause')}>
          <Pause aria-hidden size={14} /> {label('pause', 'Pause')}
        </Button>
      )}
      <Button
        disabled={pending === 'stop'}
        title="Ctrl ."
        aria-keyshortcuts="Control+."
        onClick={() => void ask('stop')}
      >
        <Square aria-hidden size={12} /> {label('stop', 'Stop')}
      </Button>
      <StopTags runId={id} />
    </>
  )
}
