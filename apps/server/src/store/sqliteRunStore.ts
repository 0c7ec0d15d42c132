import type { RunRecord, RunSource, RunStore, Value } from '@quorum/engine'
import { Flow } from '@quorum/engine'
import type { Database } from '../db/open.ts'
import type { Redact } from '../redact.ts'
import { type EventRow, fromRow, toRow } from './eventRow.ts'

/** Somebody else appended to a run's log: this process no longer owns it. */
export class LogConflict extends Error {
  override name = 'LogConflict'
}

interface RunRow {
  readonly id: string
  readonly flow_id: string | null
  readonly revision: number | null
  readonly flow: string
  readonly input: string
  readonly seed: number
  readonly model: string | null
  readonly source: string | null
  readonly callees: string | null
}

export interface SqliteRunStore extends RunStore {
  record(runId: string): RunRecord | null
}

/** The log in SQLite. One transaction per commit; the statements of the hot path are prepared once. */
export function createSqliteRunStore({ sqlite }: Database, redact: Redact): SqliteRunStore {
  const findNo = sqlite.prepare<[string], number>('SELECT no FROM run WHERE id = ?').pluck()
  const lastSeq = sqlite.prepare<[number], number | null>('SELECT max(seq) FROM run_event WHERE run_no = ?').pluck()
  const insert = sqlite.prepare<[number, number, number, string, string | null, string, string | null]>(
    'INSERT INTO run_event (run_no, seq, at, type, path, body, blobs) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const insertBlob = sqlite.prepare<[string, string]>(
    'INSERT INTO blob (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  const loadBlob = sqlite.prepare<[string], string>('SELECT body FROM blob WHERE hash = ?').pluck()
  const begin = sqlite.prepare<[number, number]>("UPDATE run SET status = 'running', started_at = ? WHERE no = ?")
  const become = sqlite.prepare<[string, number]>('UPDATE run SET status = ? WHERE no = ?')
  const reopen = sqlite.prepare<[number]>(
    "UPDATE run SET status = 'running', ended_at = NULL, view = NULL WHERE no = ?",
  )
  const finish = sqlite.prepare<[string, number, string, number]>(
    'UPDATE run SET status = ?, ended_at = ?, view = ? WHERE no = ?',
  )
  const select = sqlite.prepare<[number, number, number], EventRow>(
    'SELECT seq, at, type, path, body, blobs FROM run_event WHERE run_no = ? AND seq > ? ORDER BY seq LIMIT ?',
  )
  const records =
    'SELECT r.id, r.flow_id, r.revision, b.body AS flow, r.input, r.seed, r.model, r.source, r.callees FROM run r JOIN blob b ON b.hash = r.flow_hash'
  const unfinished = sqlite.prepare<[], RunRow>(`${records} WHERE r.view IS NULL ORDER BY r.no`)
  const one = sqlite.prepare<[string], RunRow>(`${records} WHERE r.id = ?`)

  /** Numbers of runs never change, so they are looked up once while a run is written to. */
  const numbers = new Map<string, number>()
  const noOf = (runId: string): number => {
    const no = numbers.get(runId) ?? findNo.get(runId)
    if (no === undefined) throw new LogConflict(`run ${runId} is not in the store`)
    numbers.set(runId, no)
    return no
  }
  const keep = (hash: string, text: string): void => void insertBlob.run(hash, text)
  const load = (hash: string): string => {
    const text = loadBlob.get(hash)
    if (text === undefined) throw new Error(`the stored value ${hash} is missing`)
    return text
  }

  type Entry = Parameters<RunStore['commit']>[0][number]
  function append({ runId, afterSeq, events, ended, reopened }: Entry): void {
    const no = noOf(runId)
    const last = lastSeq.get(no) ?? 0
    if (last !== afterSeq) throw new LogConflict(`the log of ${runId} ends at ${last}, not at ${afterSeq}`)
    for (const [i, event] of events.entries()) {
      if (event.seq !== afterSeq + i + 1) throw new LogConflict(`event ${event.seq} of ${runId} leaves a hole`)
      const row = toRow(event, redact, keep)
      insert.run(no, row.seq, row.at, row.type, row.path, row.body, row.blobs)
    }
    const first = events[0]
    if (afterSeq === 0 && first !== undefined) begin.run(first.at, no)
    if (reopened === true) reopen.run(no)
    for (const { type } of events) {
      if (type === 'run.paused') become.run('paused', no)
      if (type === 'run.resumed') become.run('running', no)
    }
    if (ended !== undefined) {
      const endedAt = ended.endedAt === null ? Date.now() : Date.parse(ended.endedAt)
      finish.run(ended.status, endedAt, redact(JSON.stringify(ended)), no)
      numbers.delete(runId)
    }
  }
  const commitAll = sqlite.transaction((batch: Parameters<RunStore['commit']>[0]) => {
    for (const entry of batch) append(entry)
  })

  return {
    commit: (batch) => commitAll.immediate(batch),
    *events(runId, afterSeq = 0) {
      const no = noOf(runId)
      // In pages: an open statement would keep the connection busy while the reader thinks.
      for (let after = afterSeq; ; ) {
        const rows = select.all(no, after, 1_000)
        for (const row of rows) yield fromRow(row, load)
        if (rows.length < 1_000) return
        after = rows.at(-1)?.seq ?? after
      }
    },
    unfinished: () => unfinished.all().map(toRecord),
    record(runId) {
      const row = one.get(runId)
      return row === undefined ? null : toRecord(row)
    },
  }
}

function toRecord(row: RunRow): RunRecord {
  return {
    id: row.id,
    flowId: row.flow_id,
    revision: row.revision,
    flow: Flow.parse(JSON.parse(row.flow)),
    input: JSON.parse(row.input) as Value,
    seed: row.seed,
    model: row.model,
    callees: row.callees === null ? {} : (JSON.parse(row.callees) as Record<string, Flow>),
    source: row.source === null ? null : (JSON.parse(row.source) as RunSource),
  }
}
