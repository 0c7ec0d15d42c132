import { type NodeStatus, textOf } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'
import { RotateCw, Square } from 'lucide-react'
import { useCallback, useRef, useState, useSyncExternalStore } from 'react'
import { listItems } from '../api/client.ts'
import type { RunItem } from '../api/types.ts'
import { useLoad } from '../api/useLoad.ts'
import { useDocument } from '../document/documentStore.ts'
import { Button } from '../ui/Button.tsx'
import { Pill } from '../ui/Pill.tsx'
import { VirtualRows } from '../ui/VirtualRows.tsx'
import { runStore, useNodeRun, useRunHead } from './currentRun.ts'
import { count, duration, elapsedMs, plural } from './figures.ts'
import { nodesById } from './flowNode.ts'
import { useMoment } from './moment.ts'
import { nameOfNode } from './nodeName.ts'
import { hasEnded } from './runStream.ts'
import { stopStep, tryAgain } from './steer.ts'
import { inspectStep } from './stepAsked.ts'

const words: Record<string, NodeStatus> = {
  ok: 'completed',
  completed: 'completed',
  failed: 'failed',
  running: 'running',
  retrying: 'retrying',
  waiting: 'waiting',
  queued: 'queued',
  skipped: 'skipped',
  cancelled: 'cancelled',
}

/** Ids of the nodes of the run that work on items; a composite shows those of the pools inside it. */
function useContainers(): readonly string[] {
  const nodes = useDocument(({ flow }) => flow.nodes)
  const subscribe = useCallback((listener: () => void) => runStore.onAnyNode(listener), [])
  const key = useSyncExternalStore(subscribe, () =>
    runStore
      .nodeIds()
      .filter((id) => runStore.node(id)?.progress?.total && !definitionOf(nodesById(nodes).get(id)?.kind ?? '')?.expand)
      .join('\n'),
  )
  return key === '' ? [] : key.split('\n')
}

/** The items of a container: failed ones first. */
export function ItemsTab() {
  const head = useRunHead()
  const containers = useContainers()
  const [asked, setAsked] = useState<string | null>(null)
  const node = asked && containers.includes(asked) ? asked : containers[0]
  if (!head) return <p className="p-4 text-body text-muted">No run yet.</p>
  if (!node) {
    return <p className="p-4 text-body text-muted">Nothing in this run works on a list. A “Do for each” node does.</p>
  }
  return (
    <div className="flex h-full flex-col p-3">
      {containers.length > 1 ? (
        <label className="mb-2 flex items-center gap-2 text-body">
          Items of
          <select className="field w-auto!" value={node} onChange={(event) => setAsked(event.target.value)}>
            {containers.map((id) => (
              <option key={id} value={id}>
                {nameOfNode(id)}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <div className="min-h-0 flex-1">
        <Items key={`${head.id} ${node}`} runId={head.id} node={node} />
      </div>
    </div>
  )
}

const pageRows = 200
const rowPx = 40

function Items({ runId, node }: { runId: string; node: string }) {
  const run = useNodeRun(node)
  const head = useRunHead()
  // Each on its own: in a retry one grows as another shrinks.
  // An item that is done again may change no number but the time.
  const settled = [run?.progress?.done, ...Object.values(run?.counts ?? {}), run?.usage.calls, run?.endedAt].join(' ')
  const { items, error, more, reachTo } = usePages(runId, node, settled)
  // Those that failed are asked for by themselves: they come first, however long the list is.
  const failed = useLoad(`failed ${settled}`, () => listItems(runId, { node, status: 'failed', limit: pageRows }))
  const past = useMoment((moment) => moment.past)
  const live = head !== null && !hasEnded(head.status)
  const mayRetry = head !== null && !live && !past && head.replayOf === null
  const bad = failed.data?.items ?? []
  const known = new Set(bad.map(({ path }) => path))
  const rows = [...bad, ...items.filter(({ path }) => !known.has(path))]
  const onReach = useCallback((last: number) => reachTo(last), [reachTo])
  if (error)
    return (
      <p role="alert" className="text-body">
        {error}
      </p>
    )
  return (
    <VirtualRows
      label={`Items of ${nameOfNode(node)}`}
      count={rows.length}
      rowHeight={rowPx}
      onReach={onReach}
      head={
        <div className="mb-1 flex flex-wrap items-center gap-3 text-body">
          <span className="figures text-muted">
            {run?.progress ? `${count(run.progress.done)} of ${count(run.progress.total)} done` : ''}
            {more ? ', more below' : ''}
          </span>
          {bad.length > 0 ? (
            <>
              <span className="font-medium text-failed">
                {plural(bad.length, 'item')}
                {failed.data?.nextCursor ? ' and more' : ''} failed
              </span>
              {mayRetry ? (
                <Again label="Retry all failed" runId={runId} paths={bad.map(({ path }) => path)} />
              ) : (
                <span className="text-muted">They can be tried again once the run has ended.</span>
              )}
            </>
          ) : null}
        </div>
      }
      row={(index) => {
        const item = rows[index]
        if (!item) return null
        const number = item.round ?? item.index + 1
        const name = item.round === undefined ? `item ${number}` : `round ${number}`
        const open = live && !past && ['running', 'waiting', 'retrying', 'queued'].includes(item.status)
        return (
          <div className="flex h-full items-center gap-3 border-line border-t px-1 text-body">
            <span className="figures w-16 shrink-0 text-right text-muted">{count(number)}</span>
            <Pill status={words[item.status] ?? 'idle'} />
            <button
              type="button"
              className="flex min-h-8 min-w-0 flex-1 items-center gap-3 rounded-control text-left hover:underline"
              onClick={() => inspectStep(node, item.path)}
            >
              <span className="sr-only">Open {name} </span>
              <span className="min-w-0 max-w-[40%] shrink-0 truncate font-medium" title={item.label}>
                {item.label}
              </span>
              <span className="min-w-0 flex-1 truncate text-muted" title={item.error?.message}>
                {item.error ? item.error.message : item.value == null ? '' : textOf(item.value).slice(0, 300)}
              </span>
            </button>
            <span className="figures shrink-0 text-muted text-row">
              {item.startedAt ? duration(elapsedMs(item.startedAt, item.endedAt ?? null)) : ''}
            </span>
            {mayRetry && (item.status === 'failed' || words[item.status] === 'completed') ? (
              <Again
                label={item.status === 'failed' ? 'Retry' : 'Do again'}
                of={name}
                runId={runId}
                paths={[item.path]}
              />
            ) : null}
            {open ? (
              <Button size="small" aria-label={`Stop ${name}`} onClick={() => void stopStep(runId, item.path)}>
                <Square aria-hidden size={10} /> Stop
              </Button>
            ) : null}
          </div>
        )
      }}
    />
  )
}

/** Items page by page, as far down as somebody has looked; read again from the top when some have settled. */
function usePages(runId: string, node: string, stamp: string) {
  const [pages, setPages] = useState(1)
  const { data, error } = useLoad(`${runId} ${node} ${pages} ${stamp}`, async () => {
    const items: RunItem[] = []
    let cursor: string | undefined
    for (let page = 0; page < pages; page++) {
      const found = await listItems(runId, { node, limit: pageRows, ...(cursor ? { cursor } : {}) })
      items.push(...found.items)
      if (found.nextCursor === null) return { items, more: false }
      cursor = found.nextCursor
    }
    return { items, more: true }
  })
  // What was there stays on screen while it is read again.
  const last = useRef<{ readonly items: readonly RunItem[]; readonly more: boolean }>({ items: [], more: false })
  if (data) last.current = data
  const { items, more } = last.current
  const reachTo = useCallback(
    (row: number) => {
      if (more && row >= items.length - 20) setPages(Math.ceil(items.length / pageRows) + 1)
    },
    [more, items.length],
  )
  return { items, more, error, reachTo }
}

/** Does failed items again; what succeeded stays. */
function Again({ label, of, runId, paths }: { label: string; of?: string; runId: string; paths: readonly string[] }) {
  const [busy, setBusy] = useState(false)
  const retry = async () => {
    setBusy(true)
    await tryAgain(runId, { paths })
    setBusy(false)
  }
  return (
    <Button
      size="small"
      disabled={busy}
      aria-label={of ? `${label} ${of}` : undefined}
      title="Keeps the other items; what comes after them is done again"
      onClick={() => void retry()}
    >
      <RotateCw aria-hidden size={12} /> {label}
    </Button>
  )
}
