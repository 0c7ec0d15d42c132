import type { Flow, RunEvent } from '@quorum/engine'
import { memberIn, type Workforce, workforceOf } from './agents.ts'

/** Events of one run that are looked at: of a longer one nothing is said. */
const mostEvents = 20_000
/** Runs that are remembered. */
const most = 2_000

interface Source {
  events(id: string, afterSeq: number, limit: number): readonly RunEvent[]
  flow(id: string): Flow | null
}

interface Ended {
  readonly id: string
  readonly endedAt: number | null
}

/** Who worked in runs that have ended: counted when first asked for. Null: it goes on, or its log is too long to count. */
export function workforces(runs: Source): (run: Ended) => Workforce | null {
  const known = new Map<string, Workforce | null>()
  return ({ id, endedAt }) => {
    if (endedAt === null) return null
    // One that failed and was taken up again ends once more.
    const key = `${id}@${endedAt}`
    const found = known.get(key)
    if (found !== undefined) return found
    const events = runs.events(id, 0, mostEvents + 1)
    const counted = events.length > mostEvents ? null : workforceOf(events, memberIn(runs.flow(id)))
    if (known.size >= most) known.clear()
    known.set(key, counted)
    return counted
  }
}
