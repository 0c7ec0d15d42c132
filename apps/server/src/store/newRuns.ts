import type { Flow, RunSource, Value } from '@quorum/engine'
import type { Database } from '../db/open.ts'
import { newId, sha256 } from '../ids.ts'

export interface NewRun {
  readonly flowId: string | null
  readonly revision: number | null
  readonly flow: Flow
  readonly input: Value
  readonly seed: number
  readonly model: string | null
  readonly source: RunSource | null
  readonly callees: Readonly<Record<string, Flow>>
  /** The same key with the same body is the same run. */
  readonly idempotency: { readonly key: string; readonly bodyHash: string } | null
}
/** A run that an idempotency key stands for. */
export type Known =
  | { readonly id: string; readonly status: string; readonly outcome: 'repeated' }
  | { readonly outcome: 'conflict' }
export interface Pending {
  readonly id: string
  readonly status: 'pending'
}

interface Keyed {
  readonly id: string
  readonly status: string
  readonly bodyHash: string | null
}
/** A run as the file takes it: the document it freezes, and its row. */
interface Written {
  readonly id: string
  readonly flowHash: string
  readonly doc: string
  readonly row: readonly unknown[]
}
/** One that waits for the others of this turn of the event loop. */
interface Waiting {
  readonly run: Written
  resolve(): void
  reject(error: unknown): void
}

/** Text and hash of a document: many runs of one flow share it, and documents are never changed. */
const texts = new WeakMap<Flow, { readonly doc: string; readonly flowHash: string }>()
function textOf(flow: Flow): { readonly doc: string; readonly flowHash: string } {
  const known = texts.get(flow)
  if (known) return known
  const doc = JSON.stringify(flow)
  const text = { doc, flowHash: sha256(doc) }
  texts.set(flow, text)
  return text
}

/** Writes new runs down, before the run host is told of them. */
export function createNewRuns({ sqlite }: Pick<Database, 'sqlite'>, now: () => number) {
  const byKey = sqlite.prepare<[string], Keyed>(
    'SELECT id, status, body_hash AS bodyHash FROM run WHERE idempotency_key = ?',
  )
  const freeze = sqlite.prepare<[string, string]>('INSERT INTO blob (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING')
  const insert = sqlite.prepare(
    `INSERT INTO run (id, flow_id, revision, flow_hash, name, input, seed, model, source, callees, status,
      idempotency_key, body_hash, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?)`,
  )
  const write = sqlite.transaction((all: readonly Written[]) => {
    for (const { flowHash, doc, row } of all) {
      freeze.run(flowHash, doc)
      insert.run(row)
    }
  })
  let waiting: Waiting[] = []
  /** Keys of runs that are being written. */
  const soon = new Map<string, { readonly bodyHash: string; readonly made: Promise<Pending> }>()

  function prepare(run: NewRun): Written {
    const id = newId('run')
    const { doc, flowHash } = textOf(run.flow)
    const source = run.source && JSON.stringify(run.source)
    const callees = Object.keys(run.callees).length === 0 ? null : JSON.stringify(run.callees)
    const { key = null, bodyHash = null } = run.idempotency ?? {}
    const row = [
      ...[id, run.flowId, run.revision, flowHash, run.flow.name, JSON.stringify(run.input), run.seed, run.model],
      ...[source, callees, key, bodyHash, now()],
    ]
    return { id, flowHash, doc, row }
  }

  function writeAll(all: readonly Waiting[]): void {
    try {
      write.immediate(all.map(({ run }) => run))
    } catch (error) {
      // One that cannot be written does not keep the others out.
      if (all.length > 1) for (const one of all) writeAll([one])
      else all[0]?.reject(error)
      return
    }
    for (const { resolve } of all) resolve()
  }
  function gather(): void {
    setImmediate(() => {
      const all = waiting
      waiting = []
      writeAll(all)
    })
  }

  return {
    /** The run that has this key already; one that is being written is told once it is. */
    byKey(key: string, bodyHash: string): Known | Promise<Known> | null {
      const earlier = soon.get(key) ?? byKey.get(key)
      if (earlier === undefined) return null
      if (earlier.bodyHash !== bodyHash) return { outcome: 'conflict' }
      if ('made' in earlier) return earlier.made.then((made) => ({ ...made, outcome: 'repeated' }))
      return { id: earlier.id, status: earlier.status, outcome: 'repeated' }
    },

    /** Freezes the flow and writes the run down at once. */
    create(run: NewRun): Pending {
      const written = prepare(run)
      write.immediate([written])
      return { id: written.id, status: 'pending' }
    },

    /** The same in one transaction with all others of this turn of the event loop: many starts wait for one sync. */
    createAmongOthers(run: NewRun): Promise<Pending> {
      const written = prepare(run)
      const made = new Promise<Pending>((resolve, reject) => {
        if (waiting.length === 0) gather()
        waiting.push({ run: written, resolve: () => resolve({ id: written.id, status: 'pending' }), reject })
      })
      if (run.idempotency) {
        const { key, bodyHash } = run.idempotency
        const forget = (): boolean => soon.delete(key)
        soon.set(key, { bodyHash, made })
        made.then(forget, forget)
      }
      return made
    },
  }
}
