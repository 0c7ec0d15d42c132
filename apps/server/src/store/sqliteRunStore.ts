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

interface RunRow {
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
  const findNo = sqlite.prepare<[string], number>('SELECT no FROM run WHERE id = ?').pluck()
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
  const records = 'SELECT id, flow_id, revision, flow_hash, input, seed, model, source, callees FROM run'
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
  const numberOf = (runId: string): number => {
    const no = open.get(runId)?.no ?? findNo.get(runId)
    if (no === undefined) throw new LogConflict(`run ${runId} is not in the store`)
    return no
  }
  const find = (runId: string) => {
    const no = numberOf(runId)
    return { no, seq: log.lastSeq(no) }
  }

  function prepare(entry: Entry): Prepared {
    const { runId, afterSeq, events, ended } = entry
    const { no, seq } = open.get(runId) ?? find(runId)
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
    const first = events[0]
    if (afterSeq === 0 && first !== undefined) begin.run(first.at, no)
    if (reopened === true) reopen.run(no)
    for (const { type } of events) {
      if (type === 'run.paused') become.run('paused', no)
      if (type === 'run.resumed') become.run('running', no)
    }
    if (ended !== undefined && view !== null)
      finish.run(ended.status, ended.endedAt === null ? Date.now() : Date.parse(ended.endedAt), view, no)
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
    events: (runId, afterSeq = 0) => log.events(numberOf(runId), afterSeq),
    unfinished: () => unfinished.all().map(toRecord),
    record(runId) {
      const row = one.get(runId)
      return row === undefined ? null : toRecord(row)
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
