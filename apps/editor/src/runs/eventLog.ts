import type { RunEvent } from '@quorum/engine'
import { useDeferredValue, useEffect, useMemo, useSyncExternalStore } from 'react'
import { getHistory } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import { useRunHead } from './currentRun.ts'
import { readLines } from './readLines.ts'

/** How long after an answer the next one is asked for, in ms. */
const calmMs = 700

/** The events of the run on screen as far as they are read; shared by the timeline and the log. */
interface EventLog {
  readonly runId: string | null
  readonly events: readonly RunEvent[]
  readonly error: string | null
}

const empty: EventLog = { runId: null, events: [], error: null }
let log = empty
let reading = false
const listeners = new Set<() => void>()

function set(next: EventLog): void {
  log = next
  for (const listener of listeners) listener()
}

async function readOn(runId: string): Promise<void> {
  if (reading) return
  reading = true
  const after = log.events.at(-1)?.seq ?? 0
  let record = after === 0
  try {
    for await (const lines of readLines(await getHistory(runId, after))) {
      const events = (record ? lines.slice(1) : lines).map((line) => JSON.parse(line) as RunEvent)
      record = false
      if (log.runId !== runId) break
      if (events.length > 0) set({ ...log, events: [...log.events, ...events], error: null })
    }
    await new Promise((resolve) => setTimeout(resolve, calmMs))
  } catch (error) {
    if (log.runId === runId) set({ ...log, error: messageOf(error) })
    await new Promise((resolve) => setTimeout(resolve, 5 * calmMs))
  } finally {
    reading = false
    for (const listener of listeners) listener()
  }
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
/** Changes too when a read has ended, so that what came meanwhile is asked for. */
const version = (): string => `${log.runId} ${log.events.length} ${reading} ${log.error}`

/** Every event up to the moment on screen. They are read while somebody looks at them, and only once. */
export function useEvents(): EventLog {
  const head = useRunHead()
  const key = useSyncExternalStore(subscribe, version)
  const runId = head?.id ?? null
  const seq = head?.seq ?? 0
  useEffect(() => {
    if (runId === null) return
    if (log.runId !== runId) set({ ...empty, runId })
    if ((log.events.at(-1)?.seq ?? 0) < seq) void readOn(runId)
  }, [runId, seq, key])
  const { events } = log
  // While people look back, later events have not happened.
  const shown = useMemo(
    () => ((events.at(-1)?.seq ?? 0) > seq ? events.slice(0, countUpTo(events, seq)) : events),
    [events, seq],
  )
  // Drawing thousands of rows may lag a little behind the moment on screen, but must not hold it up.
  const late = useDeferredValue(shown)
  return log.runId === runId ? { ...log, events: late } : empty
}

/** How many events there are up to a seq; they are in its order. */
function countUpTo(events: readonly RunEvent[], seq: number): number {
  let [low, high] = [0, events.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((events[middle]?.seq ?? 0) <= seq) low = middle + 1
    else high = middle
  }
  return low
}
