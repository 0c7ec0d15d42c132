import { type NodeStatus, textOf } from '@quorum/engine'
import { RotateCw } from 'lucide-react'
import { useCallback, useState, useSyncExternalStore } from 'react'
import { listItems } from '../api/client.ts'
import { useLoad } from '../api/useLoad.ts'
import { Button } from '../ui/Button.tsx'
import { Pill } from '../ui/Pill.tsx'
import { runStore, useNodeRun, useRunHead } from './currentRun.ts'
import { plural } from './figures.ts'
import { nameOfNode } from './nodeName.ts'
import { hasEnded } from './runStream.ts'
import { tryAgain } from './steer.ts'

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

/** Ids of the nodes of the run that work on items. */
function useContainers(): readonly string[] {
  const subscribe = useCallback((listener: () => void) => runStore.onAnyNode(listener), [])
  const key = useSyncExternalStore(subscribe, () =>
    runStore
      .nodeIds()
      .filter((id) => runStore.node(id)?.progress)
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
    <div className="p-3">
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
      <Items key={`${head.id} ${node}`} runId={head.id} node={node} />
    </div>
  )
}

function Items({ runId, node }: { runId: string; node: string }) {
  const run = useNodeRun(node)
  const [limit, setLimit] = useState(50)
  // Each on its own: in a retry one grows as another shrinks.
  const settled = [run?.progress?.done, run?.counts.running, run?.counts.completed, run?.counts.failed].join(' ')
  const items = useLoad(`${limit} ${settled}`, () => listItems(runId, { node, limit: Math.min(limit, 200) }))
  // Those that failed are asked for by themselves: they come first, however long the list is.
  const failed = useLoad(`failed ${settled}`, () => listItems(runId, { node, status: 'failed', limit: 200 }))
  const head = useRunHead()
  const mayRetry = head !== null && hasEnded(head.status) && head.replayOf === null
  const bad = failed.data?.items ?? []
  const known = new Set(bad.map(({ path }) => path))
  const rows = [...bad, ...(items.data?.items ?? []).filter(({ path }) => !known.has(path))]
  if (items.error)
    return (
      <p role="alert" className="text-body">
        {items.error}
      </p>
    )
  return (
    <>
      {bad.length > 0 ? (
        <div className="mb-1 flex flex-wrap items-center gap-3 text-body">
          <span className="font-medium text-failed">
            {plural(bad.length, 'item')}
            {failed.data?.nextCursor ? ' and more' : ''} failed
          </span>
          {mayRetry ? (
            <Again label="Retry all failed" runId={runId} paths={bad.map(({ path }) => path)} />
          ) : (
            <span className="text-muted">They can be tried again once the run has ended.</span>
          )}
        </div>
      ) : null}
      <ul className="divide-y divide-line">
        {rows.map((item) => (
          <li key={item.path} className="flex min-h-10 items-center gap-3 py-1.5 text-body">
            <span className="figures w-10 shrink-0 text-right text-muted">{item.index + 1}</span>
            <Pill status={words[item.status] ?? 'idle'} />
            <span className="min-w-0 max-w-[40%] shrink-0 truncate font-medium" title={item.label}>
              {item.label}
            </span>
            <span className="min-w-0 flex-1 truncate text-muted" title={item.error?.message}>
              {item.error ? item.error.message : item.value == null ? '' : textOf(item.value).slice(0, 300)}
            </span>
            {item.status === 'failed' && mayRetry ? (
              <Again label="Retry" of={`item ${item.index + 1}`} runId={runId} paths={[item.path]} />
            ) : null}
          </li>
        ))}
      </ul>
      {items.data?.nextCursor && limit < 200 ? (
        <Button size="small" className="mt-2" onClick={() => setLimit(200)}>
          Show more
        </Button>
      ) : null}
    </>
  )
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
      title="Keeps what succeeded"
      onClick={() => void retry()}
    >
      <RotateCw aria-hidden size={12} /> {label}
    </Button>
  )
}
