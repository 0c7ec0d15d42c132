import type { NodeStatus, RunEvent } from '@quorum/engine'

/** One stretch of one step's time: an attempt, the pause before the next, a wait. */
export interface Segment {
  readonly path: string
  readonly from: number
  /** Null while it lasts. */
  to: number | null
  /** How it ended, or what it is while it lasts. */
  status: NodeStatus
  readonly attempt: number
}

export interface TimeRow {
  /** Key of the node in the view. */
  readonly node: string
  /** In the order in which they begin. */
  readonly segments: readonly Segment[]
}

const ends: Partial<Record<RunEvent['type'], NodeStatus>> = {
  'node.completed': 'completed',
  'node.failed': 'failed',
  'node.skipped': 'skipped',
  'node.cancelled': 'cancelled',
}

/** What every node did when, in the order in which they began. Skipped steps took no time and have no row. */
export function timeRows(events: readonly RunEvent[]): readonly TimeRow[] {
  const rows = new Map<string, Segment[]>()
  /** The stretch of each step that has not ended. */
  const open = new Map<string, Segment>()
  const begin = (event: RunEvent & { node: string; path: string }, status: NodeStatus, attempt: number): Segment => {
    const segment: Segment = { path: event.path, from: event.at, to: null, status, attempt }
    const row = rows.get(event.node)
    if (row) row.push(segment)
    else rows.set(event.node, [segment])
    open.set(event.path, segment)
    return segment
  }
  const end = (path: string, at: number, status?: NodeStatus): boolean => {
    const segment = open.get(path)
    if (!segment) return false
    segment.to = at
    if (status) segment.status = status
    open.delete(path)
    return true
  }
  for (const event of events) {
    if (!('path' in event)) continue
    switch (event.type) {
      case 'node.started':
        end(event.path, event.at)
        begin(event, 'running', event.attempt)
        break
      case 'node.retrying':
        end(event.path, event.at, 'failed')
        begin(event, 'retrying', event.attempt)
        break
      case 'node.waiting':
        end(event.path, event.at, 'completed')
        begin(event, 'waiting', 1)
        break
      case 'body.opened':
        begin(event, 'running', 1)
        break
      default: {
        const status = ends[event.type]
        if (!status || end(event.path, event.at, status) || status === 'skipped' || status === 'cancelled') break
        // Done in the turn: it took no time worth telling, but it happened.
        begin(event, status, 1)
        end(event.path, event.at)
      }
    }
  }
  return [...rows].map(([node, segments]) => ({ node, segments }))
}

/** From the first to the last moment of some rows; null while nothing has happened. */
export function spanOf(events: readonly RunEvent[], now: number): { from: number; to: number } | null {
  const [first] = events
  const last = events.at(-1)
  if (!first || !last) return null
  return { from: first.at, to: Math.max(first.at + 1, last.type === 'run.ended' ? last.at : now) }
}
