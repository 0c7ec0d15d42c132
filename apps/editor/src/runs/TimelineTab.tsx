import { useCallback, useSyncExternalStore } from 'react'
import { inspect } from '../canvas/uiStore.ts'
import { statusLook } from '../ui/status.ts'
import { runStore, useRunHead } from './currentRun.ts'
import { clock, duration, elapsedMs } from './figures.ts'
import { nameOfNode } from './nodeName.ts'
import { nodeStatus } from './nodeWords.ts'
import { hasEnded } from './runStream.ts'
import { useNow } from './useNow.ts'

const mostRows = 300
const calmMs = 250

/** The ids of nodes that have started, in that order, as one comparable text; looked at a few times a second at most. */
function useStartedIds(): readonly string[] {
  const subscribe = useCallback((listener: () => void) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = runStore.onAnyNode(() => {
      timer ??= setTimeout(() => {
        timer = undefined
        listener()
      }, calmMs)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [])
  const key = useSyncExternalStore(subscribe, startedKey)
  return key === '' ? [] : key.split('\n').map((line) => line.slice(0, line.indexOf(' ')))
}

/** Changes when a row does: id, status and end of each. */
function startedKey(): string {
  return runStore
    .nodeIds()
    .flatMap((id) => {
      const node = runStore.node(id)
      // Inside a composite only what asks a model takes time worth a row.
      if (!node?.startedAt || (id.includes('/') && node.usage.calls === 0)) return []
      return [{ id, at: node.startedAt, end: node.endedAt, status: node.status }]
    })
    .sort((a, b) => a.at.localeCompare(b.at))
    .slice(0, mostRows)
    .map(({ id, end, status }) => `${id} ${status} ${end}`)
    .join('\n')
}

/** A row per node with a bar from its start to its end; the first row is the whole run. */
export function TimelineTab() {
  const head = useRunHead()
  const ids = useStartedIds()
  const live = head !== null && !hasEnded(head.status)
  const now = useNow(live, 250)
  if (!head?.startedAt)
    return <p className="p-4 text-body text-muted">No run yet. Press Run, and each step gets a bar here.</p>
  const start = Date.parse(head.startedAt)
  const end = head.endedAt ? Date.parse(head.endedAt) : Math.max(now, start + 1)
  const span = Math.max(1, end - start)
  const row = (name: string, status: Parameters<typeof statusFor>[0], from: string, to: string | null) => {
    const left = (100 * Math.max(0, Date.parse(from) - start)) / span
    const right = (100 * Math.min(span, (to ? Date.parse(to) : end) - start)) / span
    return (
      <>
        <span className="truncate text-left">{name}</span>
        <span className="relative h-4">
          <span
            data-status={status}
            title={`${statusFor(status)}, from ${clock(from)}`}
            className="bar-part absolute top-0.5 h-3 min-w-1.5 rounded-[3px] bg-st"
            style={{ left: `min(${left}%, calc(100% - 6px))`, width: `${Math.max(0, right - left)}%` }}
          />
        </span>
        <span className="figures text-right text-muted">
          <span className="sr-only">{statusFor(status)}, </span>
          {duration(elapsedMs(from, to ?? (live ? null : head.endedAt), now))}
        </span>
      </>
    )
  }
  const columns = 'grid grid-cols-[minmax(96px,200px)_1fr_72px] items-center gap-3 px-4 text-row'
  return (
    <ol className="py-2">
      <li className={`${columns} h-7 font-medium`}>
        {row('Whole run', head.status === 'pending' ? 'queued' : head.status, head.startedAt, head.endedAt)}
      </li>
      {ids.map((id) => {
        const node = runStore.node(id)
        if (!node?.startedAt) return null
        return (
          <li key={id}>
            <button
              type="button"
              className={`${columns} -outline-offset-2 h-7 w-full hover:bg-surface-2`}
              onClick={() => inspect(id.split('/')[0] ?? id, 'run')}
            >
              {row(nameOfNode(id), nodeStatus(node, !live), node.startedAt, node.endedAt)}
            </button>
          </li>
        )
      })}
      {ids.length === mostRows ? <li className="px-4 py-1 text-muted text-row">The first {mostRows} steps.</li> : null}
    </ol>
  )
}

const statusFor = (status: keyof typeof statusLook): string => statusLook[status].word
