import type { Flow, RunEvent, RunStatus, RunView } from '@quorum/engine'
import { and, desc, eq, gte, inArray, isNull, lt, or, sql } from '../db/drizzle.ts'
import type { Database } from '../db/open.ts'
import { blobs, flow as flows, run as runs } from '../db/schema.ts'
import { createNewRuns } from './newRuns.ts'
import { type Packed, unpack } from './packed.ts'
import { createRunLog } from './runLog.ts'
import { unpackView } from './storedView.ts'

export type RunRow = typeof runs.$inferSelect

export type Runs = ReturnType<typeof createRuns>

/** What the HTTP thread asks about runs. It never appends to a log: that is the run host's. */
/** What comes behind a path in the paths of what lies inside it. */
const insides = { body: '/', items: '[', rounds: '#' } as const

export function createRuns({ orm, sqlite }: Database, now: () => number = Date.now) {
  const log = createRunLog({ sqlite })
  const numberOf = sqlite.prepare<[string], number>('SELECT no FROM run WHERE id = ?').pluck()
  /** No run has the number 0. */
  const no = (id: string): number => numberOf.get(id) ?? 0
  // Views are packed, so SQL alone cannot look into them.
  sqlite.function('output_of_view', { deterministic: true }, (view: unknown) =>
    view === null ? null : JSON.stringify((JSON.parse(unpack(view as Packed)) as RunView).output),
  )
  const byId = orm
    .select()
    .from(runs)
    .where(eq(runs.id, sql.placeholder('id')))
    .prepare()
  const row = (id: string): RunRow | undefined => byId.get({ id })
  const flowById = orm
    .select({ body: blobs.body })
    .from(runs)
    .innerJoin(blobs, eq(blobs.hash, runs.flowHash))
    .where(eq(runs.id, sql.placeholder('id')))
    .prepare()

  return {
    ...createNewRuns({ sqlite }, now),
    row,

    flow(id: string): Flow | null {
      const found = flowById.get({ id })
      return found === undefined ? null : (JSON.parse(found.body) as Flow)
    },

    /** The stored view of a run that has ended. */
    endedView(id: string): RunView | null {
      const view = row(id)?.view
      return view ? unpackView(view) : null
    },

    /** Newest first; runs of flows in the bin are in the bin with them. */
    list(page: {
      flowId?: string | undefined
      status?: RunStatus | undefined
      /** Text in the name, the input or the output, whatever its case. */
      q?: string | undefined
      /** Created then or later, and before that; epoch ms. */
      since?: number | undefined
      until?: number | undefined
      limit: number
      before: number | null
    }) {
      const text = page.q?.trim().toLowerCase()
      return orm
        .select({ run: runs })
        .from(runs)
        .leftJoin(flows, eq(flows.id, runs.flowId))
        .where(
          and(
            page.flowId === undefined ? undefined : eq(runs.flowId, page.flowId),
            page.status === undefined ? undefined : inArray(runs.status, [page.status]),
            page.before === null ? undefined : lt(runs.no, page.before),
            page.since === undefined ? undefined : gte(runs.createdAt, page.since),
            page.until === undefined ? undefined : lt(runs.createdAt, page.until),
            text
              ? sql`instr(lower(${runs.name} || ' ' || ${runs.input} || ' ' || coalesce(output_of_view(${runs.view}), '')), ${text}) > 0`
              : undefined,
            or(isNull(flows.deletedAt), isNull(runs.flowId)),
          ),
        )
        .orderBy(desc(runs.no))
        .limit(page.limit)
        .all()
        .map((found) => found.run)
    },

    events: (id: string, afterSeq: number, limit: number): RunEvent[] => [...log.events(no(id), afterSeq).take(limit)],
    /** Events of one path, oldest first. */
    eventsAt: (id: string, path: string): RunEvent[] => log.at(no(id), [path]).get(path) ?? [],
    /** Events by path, oldest first; `fromSeq` is where the first of them may be. */
    eventsOf: (id: string, paths: readonly string[], fromSeq = 1): ReadonlyMap<string, readonly RunEvent[]> =>
      log.at(no(id), paths, fromSeq),
    /** Events of everything inside a path, oldest first: of a pool its items, of a loop its rounds. */
    eventsInside: (id: string, path: string, of: keyof typeof insides, limit: number): RunEvent[] => [
      ...log.inside(no(id), `${path}${insides[of]}`).take(limit),
    ],
    /** The paths of the rounds of a step: `critic#2`, `critic#2/x`, … */
    roundPaths: (id: string, path: string): string[] => [...new Set(log.inside(no(id), `${path}#`).map(pathOf))],
    /** Leaps of a loop, from the one on that decided round `from` or a later one. */
    leaps: (id: string, path: string, from: number) => log.leaps(no(id), path, from),
    itemsOpened: (id: string, node: string, afterSeq: number, limit: number) => [
      ...log.itemsOpened(no(id), node, afterSeq).take(limit),
    ],
  }
}

const pathOf = (event: RunEvent & { readonly path: string }): string => event.path
