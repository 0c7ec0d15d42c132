import type { RunRecord, RunSource, RunStore, Value } from '@quorum/engine'
import { Flow, Unwritable } from '@quorum/engine'
import SQLite from 'better-sqlite3'
import type { Database } from '../db/open.ts'
import type { Redact } from '../redact.ts'
import { type Chunk, toChunks } from './chunk.ts'
import type { Packed } from './packed.ts'
import { createRunLog } from './runLog.ts'
import { packView } from './storedView.ts'

/** Somebody else appended to a run's log: this process no longer owns it. */
export class LogConflict extends Error {
  override name = 'LogConflict'
}

const flowsKept = 16

interface RunRow extends Place {
  readonly id: string
  readonly flow_id: string | null
  readonly revision: number | null
  readonly flow_hash: string
  readonly input: string
  readonly seed: number
  readonly model: string | null
  readonly source: string | null
  readonly callees: string | null
}

/** Where a run's log is. It has none before it was started: the first events say so in the same transaction. */
interface Place {
  readonly no: number
  readonly started_at: number | null
}

export interface SqliteRunStore extends RunStore {
  record(runId: string): RunRecord | null
}

type Entry = Parameters<RunStore['commit']>[0][number]
/** What an entry comes to in the file. Worked out before the transaction begins: others wait while it is open. */
interface Prepared extends Entry {
  readonly no: number
  readonly chunks: readonly Chunk[]
  readonly view: Packed | null
}

/** The log in SQLite. One transaction per commit; the statements of the hot path are prepared once. */
export function createSqliteRunStore({ sqlite }: Pick<Database, 'sqlite'>, redact: Redact): SqliteRunStore {
  const log = createRunLog({ sqlite })
  const place = sqlite.prepare<[string], Place>('SELECT no, started_at FROM run WHERE id = ?')
  const insert = sqlite.prepare<[number, number, Uint8Array | null, string | null, Packed]>(
    'INSERT INTO run_chunk (key, paths, blobs, body) VALUES ((? << 32) | ?, ?, ?, ?)',
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
  const finish = sqlite.prepare<[string, number, Packed, number]>(
    'UPDATE run SET status = ?, ended_at = ?, view = ? WHERE no = ?',
  )
  const beginAndFinish = sqlite.prepare<[number, string, number, Packed, number]>(
    'UPDATE run SET started_at = ?, status = ?, ended_at = ?, view = ? WHERE no = ?',
  )
  const records =
    'SELECT no, started_at, id, flow_id, revision, flow_hash, input, seed, model, source, callees FROM run'
  const unfinished = sqlite.prepare<[], RunRow>(`${records} WHERE view IS NULL ORDER BY no`)
  const one = sqlite.prepare<[string], RunRow>(`${records} WHERE id = ?`)

  /** The documents that were read last: many runs of one flow share it, and what is worked out from it. */
  const flows = new Map<string, Flow>()
  function flowOf(hash: string): Flow {
    const flow = flows.get(hash) ?? Flow.parse(JSON.parse(loadBlob.get(hash) ?? 'null'))
    flows.delete(hash)
    flows.set(hash, flow)
    for (const oldest of flows.keys()) {
      if (flows.size <= flowsKept) break
      flows.delete(oldest)
    }
    return flow
  }
  const toRecord = (row: RunRow): RunRecord => ({
    id: row.id,
    flowId: row.flow_id,
    revision: row.revision,
    flow: flowOf(row.flow_hash),
    input: JSON.parse(row.input) as Value,
    seed: row.seed,
    model: row.model,
    callees: row.callees === null ? {} : (JSON.parse(row.callees) as Record<string, Flow>),
    source: row.source === null ? null : (JSON.parse(row.source) as RunSource),
  })

  /** Number and end of the log of each run that is being written: looked up once, for nobody else writes. */
  const open = new Map<string, { readonly no: number; readonly seq: number }>()
  const opened = (runId: string): { readonly no: number; readonly seq: number } => {
    const known = open.get(runId)
    if (known) return known
    const at = place.get(runId)
    if (at === undefined) throw new LogConflict(`run ${runId} is not in the store`)
    return noteNew(runId, at) ?? { no: at.no, seq: log.lastSeq(at.no) }
  }
  /** Nobody need look for the log of a run that has none: many are started at once. */
  function noteNew(runId: string, { no, started_at }: Place): { readonly no: number; readonly seq: number } | null {
    if (started_at !== null) return null
    const found = { no, seq: 0 }
    open.set(runId, found)
    return found
  }

  function prepare(entry: Entry): Prepared {
    const { runId, afterSeq, events, ended } = entry
    const { no, seq } = opened(runId)
    if (seq !== afterSeq) throw new LogConflict(`the log of ${runId} ends at ${seq}, not at ${afterSeq}`)
    let next = afterSeq
    for (const event of events)
      if (event.seq !== ++next) throw new LogConflict(`event ${event.seq} of ${runId} leaves a hole`)
    try {
      return { ...entry, no, chunks: toChunks(events, redact), view: ended ? packView(ended, redact) : null }
    } catch (error) {
      // More than one text can hold, or nested deeper than the stack: it will not fit the next time either.
      if (error instanceof RangeError) throw new Unwritable(runId, error)
      throw error
    }
  }

  function append({ no, afterSeq, events, ended, reopened, chunks, view }: Prepared): void {
    for (const { firstSeq, paths, large, body } of chunks) {
      for (const [hash, text] of large) insertBlob.run(hash, text)
      insert.run(no, firstSeq, paths, large.size > 0 ? JSON.stringify([...large.keys()]) : null, body)
    }
    const begun = afterSeq === 0 ? events[0]?.at : undefined
    if (reopened === true) reopen.run(no)
    if (ended !== undefined && view !== null) {
      const endedAt = ended.endedAt === null ? Date.now() : Date.parse(ended.endedAt)
      if (begun === undefined) finish.run(ended.status, endedAt, view, no)
      else beginAndFinish.run(begun, ended.status, endedAt, view, no)
      return
    }
    if (begun !== undefined) begin.run(begun, no)
    for (const { type } of events) {
      if (type === 'run.paused') become.run('paused', no)
      if (type === 'run.resumed') become.run('running', no)
    }
  }
  const appendAll = sqlite.transaction((entries: readonly Prepared[]) => {
    for (const entry of entries) append(entry)
  })

  return {
    commit(batch) {
      try {
        const entries = batch.map(prepare)
        const [only] = entries
        // One statement is a transaction of its own, and it is what a step that waits for its sync comes to.
        if (only && entries.length === 1 && isOneRow(only)) append(only)
        else appendAll.immediate(entries)
        for (const { runId, no, afterSeq, events, ended } of entries)
          if (ended) open.delete(runId)
          else open.set(runId, { no, seq: afterSeq + events.length })
      } catch (error) {
        // Where a log ends cannot be known now: it is looked up again. Somebody else's chunk begins where ours would have.
        for (const { runId } of batch) open.delete(runId)
        if (error instanceof SQLite.SqliteError && error.code === 'SQLITE_CONSTRAINT_PRIMARYKEY')
          throw new LogConflict('somebody else has written to the log', { cause: error })
        throw error
      }
    },
    events(runId, afterSeq = 0) {
      const { no, seq } = opened(runId)
      return seq === 0 ? [] : log.events(no, afterSeq)
    },
    unfinished: () => unfinished.all().map(toRecord),
    record(runId) {
      const row = one.get(runId)
      if (row === undefined) return null
      if (!open.has(runId)) noteNew(runId, row)
      return toRecord(row)
    },
  }
}

/** Nothing but one row of the log is written. */
const isOneRow = ({ afterSeq, events, chunks, ended, reopened }: Prepared): boolean =>
  afterSeq > 0 &&
  chunks.length === 1 &&
  chunks[0]?.large.size === 0 &&
  ended === undefined &&
  reopened !== true &&
  !events.some(({ type }) => type === 'run.paused' || type === 'run.resumed')
