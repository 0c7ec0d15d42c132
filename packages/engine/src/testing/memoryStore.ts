import type { RunRecord, RunStore } from '../run/backend.ts'
import type { RunEvent } from '../run/event.ts'
import type { RunView } from '../run/view.ts'

/** A store that keeps its rows in memory, as text, so that nothing is shared with the run by accident. */
export interface MemoryStore extends RunStore {
  add(record: RunRecord): void
  readonly records: ReadonlyMap<string, RunRecord>
  readonly logs: Map<string, string[]>
  readonly ended: Map<string, RunView>
  readonly commits: number
}

export function memoryStore(): MemoryStore {
  const records = new Map<string, RunRecord>()
  const logs = new Map<string, string[]>()
  const ended = new Map<string, RunView>()
  let commits = 0
  return {
    records,
    logs,
    ended,
    get commits() {
      return commits
    },
    add(record) {
      records.set(record.id, record)
      logs.set(record.id, [])
    },
    commit(batch) {
      for (const { runId, afterSeq, events } of batch) {
        if (logs.get(runId)?.length !== afterSeq) throw new Error(`the log of ${runId} does not end at ${afterSeq}`)
        if (events.some(({ seq }, index) => seq !== afterSeq + index + 1))
          throw new Error(`the log of ${runId} would get a hole`)
      }
      for (const { runId, events, ended: view, reopened } of batch) {
        const log = logs.get(runId) ?? []
        log.push(...events.map((event) => JSON.stringify(event)))
        logs.set(runId, log)
        if (reopened) ended.delete(runId)
        if (view) ended.set(runId, view)
      }
      commits++
    },
    *events(runId, afterSeq = 0) {
      for (const text of (logs.get(runId) ?? []).slice(afterSeq)) yield JSON.parse(text) as RunEvent
    },
    unfinished: () => [...records.values()].filter((record) => !ended.has(record.id)),
  }
}

export class WorkerDied extends Error {}

/** Dies at its `crashPoint`-th commit, before (`torn`) or after it is on disk; everything later fails, too. */
export function dyingStore(store: RunStore, crashPoint: number, torn: boolean): RunStore {
  let commits = 0
  return {
    events: (runId, afterSeq) => store.events(runId, afterSeq),
    unfinished: () => store.unfinished(),
    commit(batch) {
      commits++
      if (commits < crashPoint) return store.commit(batch)
      if (commits === crashPoint && !torn) store.commit(batch)
      throw new WorkerDied('the worker died')
    },
  }
}
