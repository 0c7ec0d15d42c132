import type { RunStatus } from '@quorum/engine'
import { GitCompare, RefreshCw, Search } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { listFlows, listRuns } from '../api/client.ts'
import type { RunSummary } from '../api/types.ts'
import { useLoad } from '../api/useLoad.ts'
import { comparePath, historyPath, navigate, runPath } from '../router.ts'
import { Button } from '../ui/Button.tsx'
import { Link } from '../ui/Link.tsx'
import { Pill } from '../ui/Pill.tsx'
import { runStatusAsNode } from '../ui/status.ts'
import { TopBar } from '../ui/TopBar.tsx'
import { VirtualRows } from '../ui/VirtualRows.tsx'
import { ago, cost, count, duration, elapsedMs, tokensOf } from './figures.ts'
import { useNow } from './useNow.ts'
import { type LiveRun, useLiveRuns } from './watchRuns.ts'

const statuses: Readonly<Record<RunStatus, string>> = {
  pending: 'Queued',
  running: 'Running',
  paused: 'Paused',
  completed: 'Done',
  failed: 'Failed',
  cancelled: 'Stopped',
}
const pageRows = 100
const rowPx = 40
const columns =
  'grid grid-cols-[28px_132px_minmax(120px,1fr)_64px_120px_96px_80px_112px] items-center gap-3 px-3 max-[899px]:grid-cols-[24px_auto_minmax(80px,1fr)_84px] max-[899px]:gap-2'
const wide = 'max-[899px]:hidden'

interface Filters {
  readonly flowId: string
  readonly status: string
  readonly day: string
  readonly q: string
}
const dayMs = 86_400_000
const days: Readonly<Record<string, string>> = {
  '': 'Any time',
  '1': 'Last 24 hours',
  '7': 'Last 7 days',
  '30': 'Last 30 days',
}

/** All runs of all workflows, to be filtered, opened, and compared two by two. */
export function RunsScreen() {
  const [filters, setFilters] = useState<Filters>({ flowId: '', status: '', day: '', q: '' })
  const [chosen, setChosen] = useState<readonly string[]>([])
  const { runs, error, more, reachTo, reload } = usePages(filters)
  const live = useLiveRuns(runs)
  const flows = useLoad('flows', () => listFlows({ limit: 200 }))
  const set = (part: Partial<Filters>): void => setFilters((old) => ({ ...old, ...part }))
  const toggle = (id: string): void =>
    setChosen((old) => (old.includes(id) ? old.filter((one) => one !== id) : [...old, id].slice(-2)))
  const [a, b] = chosen
  const filtered = Object.values(filters).some((value) => value !== '')
  return (
    <div className="flex h-full flex-col">
      <TopBar here="runs" />
      <main className="mx-auto flex min-h-0 w-full max-w-6xl flex-1 flex-col px-4 py-6">
        <div className="mb-3 flex flex-wrap items-center gap-2">
          <h1 className="mr-2 font-semibold text-page">Runs</h1>
          <Filter label="Workflow" value={filters.flowId} onChange={(flowId) => set({ flowId })}>
            <option value="">All workflows</option>
            {flows.data?.items.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Filter>
          <Filter label="State" value={filters.status} onChange={(status) => set({ status })}>
            <option value="">Any state</option>
            {Object.entries(statuses).map(([status, word]) => (
              <option key={status} value={status}>
                {word}
              </option>
            ))}
          </Filter>
          <Filter label="When" value={filters.day} onChange={(day) => set({ day })}>
            {Object.entries(days).map(([day, word]) => (
              <option key={day} value={day}>
                {word}
              </option>
            ))}
          </Filter>
          <Find onFind={(q) => set({ q })} />
          <span className="flex-1" />
          {filters.flowId ? (
            <Link to={historyPath(filters.flowId)} className="text-accent text-body underline">
              Over time
            </Link>
          ) : null}
          <Button
            disabled={a === undefined || b === undefined}
            title="Choose two runs in the list"
            onClick={() => a && b && navigate(comparePath(a, b))}
          >
            <GitCompare aria-hidden size={14} /> Compare
          </Button>
          <Button onClick={reload}>
            <RefreshCw aria-hidden size={14} /> Refresh
          </Button>
        </div>
        {error ? <p role="alert">{error}</p> : null}
        {runs.length === 0 && !more && !error ? (
          <p className="text-muted">
            {filtered
              ? 'No run is like that. Change the filters above.'
              : 'Nothing has run yet. Open a workflow and press Run.'}
          </p>
        ) : (
          <section
            aria-label="Runs"
            className="min-h-0 flex-1 overflow-hidden rounded-node border border-line bg-surface"
          >
            <VirtualRows
              label="Runs"
              count={runs.length}
              rowHeight={rowPx}
              onReach={reachTo}
              head={
                <div aria-hidden className={`${columns} h-9 border-line border-b text-muted text-row`}>
                  <span />
                  <span>State</span>
                  <span>Workflow</span>
                  <span className={wide}>Version</span>
                  <span>Started</span>
                  <span className={wide}>Duration</span>
                  <span className={wide}>Tokens</span>
                  <span className={wide}>Cost</span>
                </div>
              }
              row={(index) => {
                const run = runs[index]
                return run ? (
                  <Row run={run} live={live.get(run.id)} chosen={chosen.includes(run.id)} onToggle={toggle} />
                ) : null
              }}
            />
          </section>
        )}
      </main>
    </div>
  )
}

function Filter({
  label,
  value,
  onChange,
  children,
}: {
  label: string
  value: string
  onChange: (value: string) => void
  children: React.ReactNode
}) {
  return (
    <select
      aria-label={label}
      className="field w-auto! max-w-52"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {children}
    </select>
  )
}

const typingMs = 300

/** Looks once the typing rests. */
function Find({ onFind }: { onFind: (q: string) => void }) {
  const [typed, setTyped] = useState('')
  const find = useRef(onFind)
  find.current = onFind
  useEffect(() => {
    const timer = setTimeout(() => find.current(typed.trim()), typingMs)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <label className="relative">
      <span className="sr-only">Text in input or result</span>
      <Search aria-hidden size={14} className="absolute top-2.5 left-2.5 text-muted" />
      <input
        type="search"
        className="field w-60! pl-8!"
        placeholder="Text in input or result"
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </label>
  )
}

interface RowProps {
  run: RunSummary
  live: LiveRun | undefined
  chosen: boolean
  onToggle: (id: string) => void
}

function Row({ run, live, chosen, onToggle }: RowProps) {
  const { status, startedAt, endedAt, usage } = { ...run, ...live }
  const going = status === 'running'
  const now = useNow(going)
  const when = startedAt ? ago(startedAt) : 'not started'
  return (
    <div className={`${columns} figures h-full border-line border-b text-body hover:bg-surface-2`}>
      <input
        type="checkbox"
        className="size-4 accent-accent"
        aria-label={`Compare ${run.name}, ${when}`}
        checked={chosen}
        onChange={() => onToggle(run.id)}
      />
      <span className="min-w-0">
        <Pill status={live?.waiting ? 'waiting' : runStatusAsNode(status)} title={run.error?.message} />
      </span>
      {run.flowId ? (
        <Link to={runPath(run.flowId, run.id)} className="truncate font-medium hover:underline">
          {run.name}
        </Link>
      ) : (
        <span className="truncate text-muted">{run.name}, started without a saved workflow</span>
      )}
      <span className={wide}>{run.revision ?? ''}</span>
      <span className="truncate">{when}</span>
      <span className={wide}>{startedAt ? duration(elapsedMs(startedAt, endedAt, now)) : ''}</span>
      <span className={wide}>{usage ? count(tokensOf(usage)) : ''}</span>
      <span className={`${wide} truncate`}>{usage ? cost(usage) : ''}</span>
    </div>
  )
}

interface Pages {
  readonly key: string
  readonly runs: readonly RunSummary[]
  /** Where the next page begins; null at the end, undefined before the first. */
  readonly cursor: string | null | undefined
}

/** Runs that match, page by page, as far down as somebody has looked. */
function usePages(filters: Filters) {
  const [turn, setTurn] = useState(0)
  const key = JSON.stringify([filters, turn])
  const [pages, setPages] = useState<Pages>({ key, runs: [], cursor: undefined })
  const [wanted, setWanted] = useState(pageRows)
  const [error, setError] = useState<string | null>(null)
  const mine: Pages = pages.key === key ? pages : { key, runs: [], cursor: undefined }
  const next = useLoad(mine.cursor !== null && mine.runs.length < wanted ? `${key} ${mine.cursor ?? ''}` : null, () => {
    const { flowId, status, day, q } = filters
    return listRuns({
      limit: pageRows,
      ...(flowId ? { flowId } : {}),
      ...(status ? { status } : {}),
      ...(q ? { q } : {}),
      ...(day ? { since: new Date(Date.now() - Number(day) * dayMs).toISOString() } : {}),
      ...(mine.cursor ? { cursor: mine.cursor } : {}),
    })
  })
  useEffect(() => {
    setError(next.error)
    const { data } = next
    if (!data) return
    setPages((old) => ({
      key,
      runs: [...(old.key === key ? old.runs : []), ...data.items],
      cursor: data.nextCursor,
    }))
  }, [next.data, next.error, key])
  const many = mine.runs.length
  const reachTo = useCallback(
    (row: number) => {
      if (row >= many - 10) setWanted(many + pageRows)
    },
    [many],
  )
  return {
    // While a new list is on its way the old one stays.
    runs: mine.runs.length > 0 || mine.cursor !== undefined ? mine.runs : pages.runs,
    more: mine.cursor !== null,
    error,
    reachTo,
    reload: () => setTurn((n) => n + 1),
  }
}
