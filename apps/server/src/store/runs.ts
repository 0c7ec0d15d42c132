import type { Flow, RunEvent, RunSource, RunStatus, RunView, Value } from '@quorum/engine'
import { and, desc, eq, inArray, isNull, lt, or } from 'drizzle-orm'
import type { Database } from '../db/open.ts'
import { blob, flow as flows, run as runs } from '../db/schema.ts'
import { newId, sha256 } from '../ids.ts'
import { type EventRow, fromRow } from './eventRow.ts'

export type RunRow = typeof runs.$inferSelect

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
export type Created =
  | { readonly id: string; readonly status: string; readonly outcome: 'new' | 'repeated' }
  | { readonly outcome: 'conflict' }

export type Runs = ReturnType<typeof createRuns>

/** What the HTTP thread asks about runs. It never appends to a log: that is the run host's. */
export function createRuns({ orm, sqlite }: Database, now: () => number = Date.now) {
  const columns =
    'SELECT e.seq, e.at, e.type, e.path, e.body, e.blobs FROM run_event e JOIN run r ON r.no = e.run_no WHERE r.id = ?'
  const after = sqlite.prepare<[string, number, number], EventRow>(`${columns} AND e.seq > ? ORDER BY e.seq LIMIT ?`)
  const at = sqlite.prepare<[string, string], EventRow>(`${columns} AND e.path = ? ORDER BY e.seq`)
  // Everything inside `x`: `x/…`, and the items `x[…]` of a pool.
  const inside = sqlite.prepare<[string, string, string, number], EventRow>(
    `${columns} AND e.path >= ? AND e.path < ? AND e.path IS NOT NULL ORDER BY e.seq LIMIT ?`,
  )
  // All rounds of it: `x#2`, `x#3`; "$" is the character after "#".
  const rounds = sqlite
    .prepare<[string, string, string], string>(
      'SELECT DISTINCT e.path FROM run_event e JOIN run r ON r.no = e.run_no WHERE r.id = ? AND e.path >= ? AND e.path < ? AND e.path IS NOT NULL',
    )
    .pluck()
  const opened = sqlite.prepare<[string, string, number, number], EventRow>(
    `${columns} AND e.type = 'item.opened' AND json_extract(e.body, '$.node') = ? AND e.seq > ? ORDER BY e.seq LIMIT ?`,
  )
  const loadBlob = sqlite.prepare<[string], string>('SELECT body FROM blob WHERE hash = ?').pluck()
  const load = (hash: string): string => {
    const text = loadBlob.get(hash)
    if (text === undefined) throw new Error(`the stored value ${hash} is missing`)
    return text
  }
  const decode = (rows: EventRow[]): RunEvent[] => rows.map((row) => fromRow(row, load))
  const row = (id: string): RunRow | undefined => orm.select().from(runs).where(eq(runs.id, id)).get()

  return {
    row,

    byKey(key: string, bodyHash: string): Created | null {
      const earlier = orm.select().from(runs).where(eq(runs.idempotencyKey, key)).get()
      if (earlier === undefined) return null
      return earlier.bodyHash === bodyHash
        ? { id: earlier.id, status: earlier.status, outcome: 'repeated' }
        : { outcome: 'conflict' }
    },

    /** Freezes the flow and writes the run down; the host is told afterwards. */
    create(run: NewRun): { id: string; status: string } {
      const doc = JSON.stringify(run.flow)
      const flowHash = sha256(doc)
      const id = newId('run')
      sqlite
        .transaction(() => {
          orm.insert(blob).values({ hash: flowHash, body: doc }).onConflictDoNothing().run()
          orm
            .insert(runs)
            .values({
              id,
              flowId: run.flowId,
              revision: run.revision,
              flowHash,
              name: run.flow.name,
              input: JSON.stringify(run.input),
              seed: run.seed,
              model: run.model,
              source: run.source && JSON.stringify(run.source),
              callees: Object.keys(run.callees).length === 0 ? null : JSON.stringify(run.callees),
              status: 'pending',
              idempotencyKey: run.idempotency?.key ?? null,
              bodyHash: run.idempotency?.bodyHash ?? null,
              createdAt: now(),
            })
            .run()
        })
        .immediate()
      return { id, status: 'pending' }
    },

    flow(id: string): Flow | null {
      const found = orm
        .select({ body: blob.body })
        .from(runs)
        .innerJoin(blob, eq(blob.hash, runs.flowHash))
        .where(eq(runs.id, id))
        .get()
      return found === undefined ? null : (JSON.parse(found.body) as Flow)
    },

    /** The stored view of a run that has ended. */
    endedView(id: string): RunView | null {
      const view = row(id)?.view
      return view ? (JSON.parse(view) as RunView) : null
    },

    /** Newest first; runs of flows in the bin are in the bin with them. */
    list(page: { flowId?: string | undefined; status?: RunStatus | undefined; limit: number; before: number | null }) {
      return orm
        .select({ run: runs })
        .from(runs)
        .leftJoin(flows, eq(flows.id, runs.flowId))
        .where(
          and(
            page.flowId === undefined ? undefined : eq(runs.flowId, page.flowId),
            page.status === undefined ? undefined : inArray(runs.status, [page.status]),
            page.before === null ? undefined : lt(runs.no, page.before),
            or(isNull(flows.deletedAt), isNull(runs.flowId)),
          ),
        )
        .orderBy(desc(runs.no))
        .limit(page.limit)
        .all()
        .map((found) => found.run)
    },

    events: (id: string, afterSeq: number, limit: number): RunEvent[] => decode(after.all(id, afterSeq, limit)),
    /** Events of one path, oldest first. */
    eventsAt: (id: string, path: string): RunEvent[] => decode(at.all(id, path)),
    /** Events of everything inside a path (of a pool: its items), oldest first. The second bound is the character after `/` or `[`. */
    eventsInside: (id: string, path: string, of: 'body' | 'items', limit: number): RunEvent[] =>
      decode(
        of === 'body' ? inside.all(id, `${path}/`, `${path}0`, limit) : inside.all(id, `${path}[`, `${path}\\`, limit),
      ),
    /** The paths of the rounds of a step: `critic#2`, `critic#2/x`, … */
    roundPaths: (id: string, path: string): string[] => rounds.all(id, `${path}#`, `${path}$`),
    itemsOpened: (id: string, node: string, afterSeq: number, limit: number): RunEvent[] =>
      decode(opened.all(id, node, afterSeq, limit)),
  }
}
