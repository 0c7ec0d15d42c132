import type { RunEvent } from '@quorum/engine'
import { useDeferredValue, useMemo, useState } from 'react'
import { VirtualRows } from '../ui/VirtualRows.tsx'
import { useRunHead } from './currentRun.ts'
import { useEvents } from './eventLog.ts'
import { eventWords } from './eventWords.ts'
import { nameOfNode } from './nodeName.ts'
import { inspectStep } from './stepAsked.ts'

const levels = {
  all: 'Everything',
  bad: 'Failures and retries',
  ends: 'Results',
} as const
type Level = keyof typeof levels

const rowPx = 28

/** Every event of the run, in order, with filters. */
export function LogTab() {
  const head = useRunHead()
  if (!head) return <p className="p-4 text-body text-muted">No run yet, so nothing is logged.</p>
  return <Log key={head.id} />
}

function Log() {
  const { events, error } = useEvents()
  const [level, setLevel] = useState<Level>('all')
  const [node, setNode] = useState('')
  const [typed, setTyped] = useState('')
  const text = useDeferredValue(typed).trim().toLowerCase()
  const nodes = useMemo(
    () => [...new Set(events.flatMap((event) => ('node' in event ? [event.node.split('/')[0] ?? ''] : [])))],
    [events],
  )
  const shown = useMemo(
    () => events.filter((event) => isOf(event, level, node) && (text === '' || hasText(event, text))),
    [events, level, node, text],
  )
  return (
    <VirtualRows
      label="Events"
      count={shown.length}
      rowHeight={rowPx}
      sticky
      head={
        <div className="flex flex-wrap items-center gap-2 border-line border-b px-3 py-1.5 text-row">
          <select
            aria-label="Step"
            className="field h-7! w-auto! max-w-48 py-0!"
            value={node}
            onChange={(event) => setNode(event.target.value)}
          >
            <option value="">All steps</option>
            {nodes.map((id) => (
              <option key={id} value={id}>
                {nameOfNode(id)}
              </option>
            ))}
          </select>
          <select
            aria-label="What happened"
            className="field h-7! w-auto! py-0!"
            value={level}
            onChange={(event) => setLevel(event.target.value as Level)}
          >
            {Object.entries(levels).map(([id, word]) => (
              <option key={id} value={id}>
                {word}
              </option>
            ))}
          </select>
          <input
            type="search"
            aria-label="Text in the log"
            placeholder="Find in the log"
            className="field h-7! w-48! py-0!"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <span className="figures text-muted">
            {shown.length === events.length ? events.length : `${shown.length} of ${events.length}`} events
          </span>
          {error ? (
            <span role="alert" className="text-failed">
              {error}
            </span>
          ) : null}
        </div>
      }
      row={(index) => <Row event={shown[index] as RunEvent} />}
    />
  )
}

function Row({ event }: { event: RunEvent }) {
  const more = moreOf(event)
  return (
    <div className="figures flex h-full items-center gap-3 px-3 text-row hover:bg-surface-2">
      <span className="w-12 shrink-0 text-right text-muted">{event.seq}</span>
      <span className="w-24 shrink-0 text-muted">{time(event.at)}</span>
      <span className={`w-40 shrink-0 truncate ${bad.has(event.type) ? 'text-failed' : ''}`}>{eventWords(event)}</span>
      {'node' in event ? (
        <button
          type="button"
          className="min-h-6 max-w-64 shrink-0 truncate text-left hover:underline"
          title={event.path}
          onClick={() => inspectStep(event.node, event.path)}
        >
          {nameOfNode(event.node)}
        </button>
      ) : null}
      <span className="min-w-0 truncate text-muted" title={more}>
        {more}
      </span>
    </div>
  )
}

const bad = new Set<RunEvent['type']>(['node.failed', 'node.retrying', 'run.cancelling'])
const ends = new Set<RunEvent['type']>(['node.completed', 'node.failed', 'item.settled', 'round.closed', 'run.ended'])

function isOf(event: RunEvent, level: Level, node: string): boolean {
  if (node !== '' && !('node' in event && (event.node === node || event.node.startsWith(`${node}/`)))) return false
  if (level === 'all') return true
  if (level === 'ends') return ends.has(event.type)
  return bad.has(event.type) || (event.type === 'item.settled' && event.status === 'failed')
}

/** Also what went in and out is looked through. */
const hasText = (event: RunEvent, text: string): boolean =>
  JSON.stringify(event).toLowerCase().includes(text) || eventWords(event).toLowerCase().includes(text)

const time = (at: number): string => new Date(at).toISOString().slice(11, 23)

function moreOf(event: RunEvent): string {
  switch (event.type) {
    case 'node.started':
      return event.attempt > 1 ? `attempt ${event.attempt}` : ''
    case 'node.retrying':
    case 'node.failed':
      return `${event.failure.code}: ${event.failure.message}`
    case 'node.skipped':
      return event.reason === 'failed' ? 'what it needs failed' : 'this way was not taken'
    case 'body.opened':
      return event.total === null ? '' : `${event.total} items`
    case 'item.opened':
      return `item ${event.index + 1}${event.lane === undefined ? '' : `, lane ${event.lane}`}${event.from === undefined ? '' : `, taken from lane ${event.from}`}`
    case 'item.returned':
      return `item ${event.index + 1}: ${event.error.message}`
    case 'items.added':
      return `${event.items.length} ${event.by === undefined ? 'from outside' : `by item ${event.by + 1}`}`
    case 'pool.scaled':
      return `${event.from} → ${event.to}: ${event.why}`
    case 'lane.ejected':
      return `lane ${event.lane}, until ${time(event.until)}`
    case 'item.settled':
      return `item ${event.index + 1}: ${event.status}${event.error ? ` (${event.error.message})` : ''}`
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
