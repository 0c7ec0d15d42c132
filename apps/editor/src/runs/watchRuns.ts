import type { RunStatus, RunView } from '@quorum/engine'
import { useEffect, useState } from 'react'
import { manyEventsUrl } from '../api/client.ts'
import { hasEnded } from './runStream.ts'

/** The most runs that one connection follows. */
const most = 50

export type LiveRun = Pick<RunView, 'status' | 'startedAt' | 'endedAt' | 'usage'> & { readonly waiting: boolean }
type Changes = Partial<RunView>

const shown = (before: LiveRun | undefined, run: Changes): LiveRun => ({
  status: run.status ?? before?.status ?? 'running',
  startedAt: run.startedAt ?? before?.startedAt ?? null,
  endedAt: run.endedAt ?? before?.endedAt ?? null,
  usage: run.usage ?? before?.usage ?? { calls: 0, inputTokens: 0, outputTokens: 0, usd: 0, simulated: false },
  waiting: run.waitingFor ? run.waitingFor.some(({ kind }) => kind === 'approval') : (before?.waiting ?? false),
})

/**
 * How runs that are going on stand, by id, over one connection for all of them (HTTP/1.1 allows six per host). The
 * browser takes the connection up again by itself; the server then says what was missed.
 */
export function useLiveRuns(
  runs: readonly { readonly id: string; readonly status: RunStatus }[],
): ReadonlyMap<string, LiveRun> {
  const [live, setLive] = useState<ReadonlyMap<string, LiveRun>>(new Map())
  const ids = runs
    .filter(({ status }) => !hasEnded(status))
    .slice(0, most)
    .map(({ id }) => id)
    .join(',')
  useEffect(() => {
    if (ids === '') return
    const source = new EventSource(manyEventsUrl(ids.split(',')))
    const on = <T extends { run: string }>(type: string, changes: (data: T) => Changes): void =>
      source.addEventListener(type, (event) => {
        const data = JSON.parse((event as MessageEvent<string>).data) as T
        setLive((before) => new Map(before).set(data.run, shown(before.get(data.run), changes(data))))
      })
    on<RunView & { run: string }>('snapshot', (view) => view)
    on<{ run: string; changes?: Changes }>('patch', ({ changes = {} }) => changes)
    on<RunView & { run: string }>('end', (end) => ({ ...end, waitingFor: [] }))
    return () => source.close()
  }, [ids])
  return live
}
