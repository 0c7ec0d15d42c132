import type { RunEvent } from '@quorum/engine'
import { useEffect, useState } from 'react'
import { getLog } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import { inspect } from '../canvas/uiStore.ts'
import { Button } from '../ui/Button.tsx'
import { useRunHead } from './currentRun.ts'
import { nameOfNode } from './nodeName.ts'

const pageSize = 200
/** Read by itself; more only when asked. */
const autoRows = 1_000
const pauseMs = 700

/** Every event of the run, in order. */
export function LogTab() {
  const head = useRunHead()
  if (!head) return <p className="p-4 text-body text-muted">No run yet, so nothing is logged.</p>
  return <Log key={head.id} runId={head.id} seq={head.seq} />
}

function Log({ runId, seq }: { runId: string; seq: number }) {
  const [events, setEvents] = useState<readonly RunEvent[]>([])
  const [error, setError] = useState<string | null>(null)
  const [most, setMost] = useState(autoRows)
  const last = events.at(-1)?.seq ?? 0
  const behind = seq > last && events.length < most
  useEffect(() => {
    if (!behind) return
    let current = true
    const timer = setTimeout(
      () => {
        getLog(runId, last, pageSize).then(
          ({ items }) => {
            if (!current || items.length === 0) return
            setEvents((old) => [...old, ...items])
            setError(null)
          },
          (problem: unknown) => current && setError(messageOf(problem)),
        )
      },
      last === 0 ? 0 : pauseMs,
    )
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [behind, last, runId])
  return (
    <div className="p-2">
      {error ? (
        <p role="alert" className="p-2 text-body">
          {error}
        </p>
      ) : null}
      <table className="figures w-full text-row">
        <thead className="sr-only">
          <tr>
            <th scope="col">Number</th>
            <th scope="col">Time</th>
            <th scope="col">Event</th>
            <th scope="col">Step</th>
            <th scope="col">More</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.seq} className="align-top hover:bg-surface-2">
              <td className="px-2 py-1 text-right text-muted">{event.seq}</td>
              <td className="whitespace-nowrap px-2 py-1 text-muted">{time(event.at)}</td>
              <td className="whitespace-nowrap px-2 py-1">{event.type}</td>
              <td className="px-2">
                {'node' in event ? (
                  <button
                    type="button"
                    className="min-h-6 whitespace-nowrap text-left hover:underline"
                    title={event.path}
                    onClick={() => inspect(event.node.split('/')[0] ?? event.node, 'run')}
                  >
                    {nameOfNode(event.node)}
                  </button>
                ) : null}
              </td>
              <td className="w-full px-2 py-1 text-muted">{moreOf(event)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {seq > last && events.length >= most ? (
        <Button size="small" className="m-2" onClick={() => setMost((old) => old + autoRows)}>
          Show more of the log
        </Button>
      ) : null}
    </div>
  )
}

const time = (at: number): string => new Date(at).toISOString().slice(11, 23)

function moreOf(event: RunEvent): string {
  switch (event.type) {
    case 'node.started':
      return event.attempt > 1 ? `attempt ${event.attempt}` : ''
    case 'node.retrying':
    case 'node.failed':
      return `${event.failure.code}: ${event.failure.message}`
    case 'node.skipped':
      return event.reason
    case 'body.opened':
      return event.total === null ? '' : `${event.total} items`
    case 'item.opened':
      return `item ${event.index + 1}`
    case 'item.settled':
      return `item ${event.index + 1}: ${event.status}`
    case 'round.settled':
      return `round ${event.round}, then ${event.to}`
    case 'step.completed':
      return event.key
    case 'run.ended':
      return event.error ? `${event.status}: ${event.error.message}` : event.status
    case 'run.cancelling':
      return event.why
    default:
      return ''
  }
}
