import type { NodeStatus } from '@quorum/engine'
import { ChevronLeft, ChevronRight, Maximize, Minus, Plus, Route } from 'lucide-react'
import { type ReactNode, useCallback, useMemo, useRef, useState, type WheelEvent } from 'react'
import { useDocument } from '../../document/documentStore.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { statusLook } from '../../ui/status.ts'
import { VirtualRows } from '../../ui/VirtualRows.tsx'
import { runStore, useRunHead } from '../currentRun.ts'
import { useEvents } from '../eventLog.ts'
import { cost, count, duration, tokensOf } from '../figures.ts'
import { nameOfNode } from '../nodeName.ts'
import { nodeStatus } from '../nodeWords.ts'
import { hasEnded } from '../runStream.ts'
import { inspectStep } from '../stepAsked.ts'
import { useNow } from '../useNow.ts'
import { Bars } from './Bars.tsx'
import { criticalPath } from './critical.ts'
import { spanOf, type TimeRow, timeRows } from './segments.ts'

const rowPx = 28
const namePx = 200
const figuresPx = 210
const columns = { gridTemplateColumns: `${namePx}px 1fr ${figuresPx}px` }

interface Window {
  readonly from: number
  readonly to: number
}

/** What every step did when: a row per node, growing while the run is live; the first row is the whole run. */
export function TimelineTab() {
  const head = useRunHead()
  const { events, error } = useEvents()
  const live = head !== null && !hasEnded(head.status)
  const now = useNow(live, 250)
  const rows = useMemo(() => timeRows(events), [events])
  const flow = useDocument((state) => state.flow)
  const [critical, setCritical] = useState(false)
  const [zoomed, setZoomed] = useState<Window | null>(null)
  const whole = spanOf(events, now)
  const { width, measure } = useWidth()
  const path = useMemo(
    () =>
      critical && events.length > 0
        ? criticalPath(
            flow.nodes.map(({ id }) => id),
            flow.edges,
            (id) => runStore.node(id),
          )
        : null,
    [critical, events, flow],
  )
  if (!head?.startedAt || !whole) {
    return (
      <p className="p-4 text-body text-muted" role={error ? 'alert' : undefined}>
        {error ?? 'No run yet. Press Run, and each step gets a bar here.'}
      </p>
    )
  }
  const view = zoomed ?? whole
  const zoom = (by: number, at = (view.from + view.to) / 2): void => {
    const from = Math.max(whole.from, at - (at - view.from) / by)
    const to = Math.min(whole.to, at + (view.to - at) / by)
    setZoomed(to - from >= whole.to - whole.from ? null : { from, to: Math.max(to, from + 1) })
  }
  const pan = (by: number): void => {
    const span = view.to - view.from
    const from = Math.max(whole.from, Math.min(whole.to - span, view.from + by * span))
    setZoomed({ from, to: from + span })
  }
  const onWheel = (event: WheelEvent<HTMLDivElement>): void => {
    const share = (event.clientX - event.currentTarget.getBoundingClientRect().left - namePx - 24) / Math.max(1, width)
    if (event.ctrlKey || event.metaKey) zoom(event.deltaY < 0 ? 1.25 : 0.8, view.from + share * (view.to - view.from))
    else if (event.shiftKey || event.deltaX !== 0) pan((event.deltaX || event.deltaY) / 600)
  }
  const bars = (segments: TimeRow['segments'], faint = false): ReactNode => (
    <Bars segments={segments} from={view.from} to={view.to} now={now} width={width} faint={faint} />
  )
  const runStatus: NodeStatus = head.status === 'pending' ? 'queued' : head.status
  return (
    <div className="h-full" onWheel={onWheel}>
      <VirtualRows
        label="Timeline"
        count={rows.length}
        rowHeight={rowPx}
        head={
          <>
            <div className="flex items-center gap-1 border-line border-b px-3 py-0.5 text-row">
              <IconButton icon={Minus} label="Show more time" side="top" onClick={() => zoom(0.5)} />
              <IconButton icon={Plus} label="Look closer" side="top" onClick={() => zoom(2)} />
              <IconButton icon={ChevronLeft} label="Earlier" side="top" disabled={!zoomed} onClick={() => pan(-0.5)} />
              <IconButton icon={ChevronRight} label="Later" side="top" disabled={!zoomed} onClick={() => pan(0.5)} />
              <IconButton
                icon={Maximize}
                label="Show the whole run"
                side="top"
                disabled={!zoomed}
                onClick={() => setZoomed(null)}
              />
              <IconButton
                icon={Route}
                label="Mark the steps that decided how long it took"
                side="top"
                aria-pressed={critical}
                onClick={() => setCritical(!critical)}
              />
              <span className="figures ml-2 text-muted">
                {zoomed
                  ? `${duration(view.from - whole.from)} to ${duration(view.to - whole.from)} of ${duration(whole.to - whole.from)}`
                  : duration(whole.to - whole.from)}
              </span>
            </div>
            <div className="grid h-7 items-center gap-3 px-3 font-medium text-row" style={columns}>
              <span>Whole run</span>
              <span ref={measure}>
                {bars([
                  { path: 'The run', from: whole.from, to: live ? null : whole.to, status: runStatus, attempt: 1 },
                ])}
              </span>
              <span className="figures text-right text-muted">{figures(head.usage, whole.to - whole.from)}</span>
            </div>
          </>
        }
        row={(index) => {
          const row = rows[index]
          if (!row) return null
          const node = runStore.node(row.node)
          const status = nodeStatus(node, !live)
          const spent = row.segments.reduce(
            (sum, { from, to, status: as }) => sum + (as === 'waiting' ? 0 : (to ?? now) - from),
            0,
          )
          const onPath = path?.has(row.node) === true
          return (
            <button
              type="button"
              className="-outline-offset-2 grid h-full w-full items-center gap-3 px-3 text-row hover:bg-surface-2"
              style={columns}
              onClick={() => inspectStep(row.node, row.segments.at(-1)?.path ?? row.node)}
            >
              <span className={`truncate text-left ${onPath ? 'font-semibold' : ''}`}>{nameOfNode(row.node)}</span>
              <span>{bars(row.segments, path !== null && !onPath)}</span>
              <span className="figures truncate text-right text-muted">
                <span className="sr-only">
                  {statusLook[status].word}
                  {onPath ? ', decided how long the run took' : ''},{' '}
                </span>
                {row.segments.length > 1 ? `${count(row.segments.length)}× · ` : ''}
                {figures(node?.usage, spent)}
              </span>
            </button>
          )
        }}
      />
    </div>
  )
}

function figures(usage: Parameters<typeof cost>[0] | undefined, spentMs: number): string {
  const price = usage?.usd ? cost(usage) : ''
  return [price, usage && tokensOf(usage) > 0 ? `${count(tokensOf(usage))} tok` : '', duration(spentMs)]
    .filter(Boolean)
    .join(' · ')
}

/** The width of what the returned ref is on, in px. */
function useWidth(): { width: number; measure: (element: HTMLElement | null) => void } {
  const [width, setWidth] = useState(0)
  const watcher = useRef<ResizeObserver | null>(null)
  const measure = useCallback((element: HTMLElement | null) => {
    watcher.current?.disconnect()
    if (!element) return
    setWidth(element.clientWidth)
    watcher.current = new ResizeObserver(() => setWidth(element.clientWidth))
    watcher.current.observe(element)
  }, [])
  return { width, measure }
}
