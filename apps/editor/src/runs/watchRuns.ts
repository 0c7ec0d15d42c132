import type { RunStatus, RunView } from '@quorum/engine'
import { useEffect, useState } from 'react'
import { runStream } from './currentRun.ts'
import type { RunNews } from './runStore.ts'
import { hasEnded, type Watcher } from './runStream.ts'

/** One connection follows 50 runs at most: these, and the one on screen. */
const most = 49

export type LiveRun = Pick<RunView, 'status' | 'startedAt' | 'endedAt' | 'usage'> & { readonly waiting: boolean }
type Changes = Partial<RunView>

const shown = (before: LiveRun | undefined, run: Changes): LiveRun => ({
  status: run.status ?? before?.status ?? 'running',
  startedAt: run.startedAt ?? before?.startedAt ?? null,
  endedAt: run.endedAt ?? before?.endedAt ?? null,
  usage: run.usage ?? before?.usage ?? { calls: 0, inputTokens: 0, outputTokens: 0, usd: 0, simulated: false },
  waiting: run.waitingFor ? run.waitingFor.some(({ kind }) => kind === 'approval') : (before?.waiting ?? false),
})

/** Of all news only what a line about a run says. */
function summary(tell: (changes: Changes) => void): Watcher {
  let seq = 0
  return {
    seq: () => seq,
    setConnection() {},
    push(news: RunNews) {
      if (news.type === 'delta') return
      const { seq: at, ...changes } = news.type === 'snapshot' ? news.view : { seq: news.patch.seq, ...news.patch.run }
      seq = at
      tell(hasEnded(changes.status ?? 'running') ? { ...changes, waitingFor: [] } : changes)
    },
  }
}

/** How runs that are going on stand, by id: over the one connection of this tab. */
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
    const watcher = (id: string): Watcher =>
      summary((changes) => setLive((before) => new Map(before).set(id, shown(before.get(id), changes))))
    return runStream.watch(new Map(ids.split(',').map((id) => [id, watcher(id)])))
  }, [ids])
  return live
}
