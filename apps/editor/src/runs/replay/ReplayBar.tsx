import { ChevronLeft, ChevronRight, Pause, Play, X } from 'lucide-react'
import { useEffect } from 'react'
import { isTyping } from '../../canvas/useCanvasKeys.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { eventWords } from '../eventWords.ts'
import { duration } from '../figures.ts'
import { nameOfNode } from '../nodeName.ts'
import {
  closeReplay,
  eventAt,
  pause,
  play,
  type Speed,
  seek,
  setSpeed,
  speeds,
  stepBy,
  timeOf,
  useReplay,
} from './replay.ts'

/** Looks back at the run: a scrubber over its log. Nobody is asked again; the steps show what they showed then. */
export function ReplayBar() {
  const { loading, error, length, index, playing, speed } = useReplay()
  useReplayKeys()
  useMomentInUrl(index)
  const ended = eventAt(length)?.type === 'run.ended'
  const event = index > 0 ? eventAt(index) : undefined
  const words = event
    ? `${eventWords(event)}${'node' in event ? ` · ${nameOfNode(event.node)}` : ''}`
    : 'Before the first event'
  const at = duration(Math.max(0, timeOf(index) - timeOf(1)))
  if (error) {
    return (
      <Row>
        <p role="alert" className="flex-1 text-body">
          {error}
        </p>
        <Live ended={ended} />
      </Row>
    )
  }
  return (
    <Row>
      <IconButton
        icon={playing ? Pause : Play}
        label={playing ? 'Pause the replay' : 'Play'}
        disabled={length === 0}
        onClick={playing ? pause : play}
      />
      <IconButton
        icon={ChevronLeft}
        label="One event back"
        keys=","
        disabled={index === 0}
        onClick={() => stepBy(-1)}
      />
      <IconButton
        icon={ChevronRight}
        label="One event on"
        keys="."
        disabled={index >= length}
        onClick={() => stepBy(1)}
      />
      <input
        type="range"
        aria-label="Moment of the run"
        aria-valuetext={`Event ${index} of ${length}, ${at}: ${words}`}
        className="h-6 min-w-32 flex-1 basis-64 accent-accent"
        min={0}
        max={length}
        value={index}
        onChange={(change) => {
          pause()
          seek(Number(change.target.value))
        }}
      />
      <span className="figures w-20 text-right text-muted text-row">{loading ? 'Reading…' : `${index}/${length}`}</span>
      <span className="figures w-16 text-row">{at}</span>
      <span className="min-w-0 max-w-72 flex-1 basis-40 truncate text-muted text-row" title={words}>
        {words}
      </span>
      <label className="flex items-center gap-1.5 text-row">
        <span className="sr-only">Speed</span>
        <select
          className="field h-7! w-auto! py-0!"
          value={speed}
          onChange={(change) => setSpeed(Number(change.target.value) as Speed)}
        >
          {speeds.map((one) => (
            <option key={one} value={one}>
              {one}×
            </option>
          ))}
        </select>
      </label>
      <Live ended={ended} />
    </Row>
  )
}

const Row = ({ children }: { children: React.ReactNode }) => (
  <section
    aria-label="Replay"
    className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-line border-b bg-surface-2 px-3 py-1.5"
  >
    {children}
  </section>
)

const Live = ({ ended }: { ended: boolean }) => (
  <Button size="small" onClick={closeReplay}>
    <X aria-hidden size={12} /> {ended ? 'Close the replay' : 'Back to live'}
  </Button>
)

/** `,` and `.` go back and on by one event. */
function useReplayKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event.target) && !(event.target instanceof HTMLInputElement && event.target.type === 'range')) return
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key !== ',' && event.key !== '.') return
      event.preventDefault()
      stepBy(event.key === ',' ? -1 : 1)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

/** A moment can be sent to somebody: it stands in the address, once the scrubber rests. */
function useMomentInUrl(index: number): void {
  useEffect(() => {
    const timer = setTimeout(() => setMoment(String(index)), 300)
    return () => clearTimeout(timer)
  }, [index])
  useEffect(() => () => setMoment(null), [])
}

function setMoment(moment: string | null): void {
  const url = new URL(location.href)
  if (moment === null) url.searchParams.delete('event')
  else url.searchParams.set('event', moment)
  history.replaceState(history.state, '', url)
}
