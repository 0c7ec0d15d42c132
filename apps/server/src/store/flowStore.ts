import type { Flow } from '@quorum/engine'
import { and, desc, eq, isNotNull, isNull, lt, or, type SQL, sql } from '../db/drizzle.ts'
import type { Database } from '../db/open.ts'
import { flow as flows, flowVersion as versions } from '../db/schema.ts'
import { newId } from '../ids.ts'
import { sameJson } from './sameJson.ts'

/** A flow with its document. Times are epoch ms. */
export interface StoredFlow {
  readonly id: string
  readonly revision: number
  readonly flow: Flow
  readonly createdAt: number
  readonly updatedAt: number
}
export type FlowRow = typeof flows.$inferSelect

/** A stale write is an expected "no": the caller shows both to the person. */
export type Write = { readonly ok: true; readonly flow: StoredFlow } | Refused
export type Refused =
  | { readonly ok: false; readonly reason: 'not-found' }
  | { readonly ok: false; readonly reason: 'stale'; readonly current: FlowRow }

/** One revision; `createdAt` is the version's own. */
interface Version {
  readonly flow: Flow
  readonly createdAt: number
}
const versionsKept = 16

const notFound: Refused = { ok: false, reason: 'not-found' }

export type FlowStore = ReturnType<typeof createFlowStore>

/** Flows with their whole history. Every change is one transaction that checks the revision it was based on. */
export function createFlowStore({ orm, sqlite }: Database, now: () => number = Date.now) {
  const byId = orm
    .select()
    .from(flows)
    .where(eq(flows.id, sql.placeholder('id')))
    .prepare()
  const row = (id: string) => byId.get({ id })
  const live = (id: string) => {
    const found = row(id)
    return found?.deletedAt === null ? found : undefined
  }
  const versionOf = orm
    .select()
    .from(versions)
    .where(and(eq(versions.flowId, sql.placeholder('id')), eq(versions.revision, sql.placeholder('revision'))))
    .prepare()
  const read = new Map<string, Version>()
  /** The same object again for what was read lately: a version never changes, and much is worked out from it. */
  const version = (id: string, revision: number): Version | undefined => {
    const key = `${id}:${revision}`
    let found = read.get(key)
    if (found === undefined) {
      const row = versionOf.get({ id, revision })
      if (row === undefined) return undefined
      // Written by this store after the flow was parsed.
      found = { flow: JSON.parse(row.doc) as Flow, createdAt: row.createdAt }
    }
    read.delete(key)
    read.set(key, found)
    for (const oldest of read.keys()) {
      if (read.size <= versionsKept) break
      read.delete(oldest)
    }
    return found
  }
  const docOf = (id: string, revision: number): Flow | undefined => version(id, revision)?.flow
  const stored = (from: FlowRow): StoredFlow => {
    const flow = docOf(from.id, from.revision)
    if (flow === undefined) throw new Error(`revision ${from.revision} of flow ${from.id} is missing`)
    return { id: from.id, revision: from.revision, flow, createdAt: from.createdAt, updatedAt: from.updatedAt }
  }
  const summary = (flow: Flow) => ({ name: flow.name, description: flow.description, nodeCount: flow.nodes.length })
  const immediately = <T>(work: () => T): T => sqlite.transaction(work).immediate()

  function write(before: FlowRow, flow: Flow): StoredFlow {
    const at = now()
    const revision = before.revision + 1
    orm
      .insert(versions)
      .values({ flowId: before.id, revision, doc: JSON.stringify(flow), createdAt: at })
      .run()
    orm
      .update(flows)
      .set({ ...summary(flow), revision, updatedAt: at })
      .where(eq(flows.id, before.id))
      .run()
    return { id: before.id, revision, flow, createdAt: before.createdAt, updatedAt: at }
  }

  const createAll = (files: readonly { readonly id: string; readonly flow: Flow }[]): readonly StoredFlow[] =>
    immediately(() =>
      files.map(({ id, flow }) => {
        const at = now()
        orm
          .insert(flows)
          .values({ id, revision: 1, ...summary(flow), createdAt: at, updatedAt: at, deletedAt: null })
          .run()
        orm
          .insert(versions)
          .values({ flowId: id, revision: 1, doc: JSON.stringify(flow), createdAt: at })
          .run()
        return { id, revision: 1, flow, createdAt: at, updatedAt: at }
      }),
    )

  return {
    /** Live flows whose newest document names this stored key, at most 50. */
    naming: (credentialId: string): { readonly id: string; readonly name: string }[] =>
      orm
        .select({ id: flows.id, name: flows.name })
        .from(flows)
        .innerJoin(versions, and(eq(versions.flowId, flows.id), eq(versions.revision, flows.revision)))
        .where(
          and(
            isNull(flows.deletedAt),
            sql`instr(${versions.doc}, ${`"credential":${JSON.stringify(credentialId)}`}) > 0`,
          ),
        )
        .limit(50)
        .all(),
    create: (flow: Flow): StoredFlow => createAll([{ id: newId('flow'), flow }])[0] as StoredFlow,

    /** Several that call each other: all or none. */
    createAll,

    get(id: string): StoredFlow | null {
      const found = live(id)
      return found === undefined ? null : stored(found)
    },

    /** One revision of a flow that is not in the bin. */
    version: (id: string, revision: number): Version | null =>
      (live(id) === undefined ? undefined : version(id, revision)) ?? null,

    versions(
      id: string,
      page: { limit: number; before: number | null },
    ): { revision: number; createdAt: number }[] | null {
      if (live(id) === undefined) return null
      return orm
        .select({ revision: versions.revision, createdAt: versions.createdAt })
        .from(versions)
        .where(and(eq(versions.flowId, id), page.before === null ? undefined : lt(versions.revision, page.before)))
        .orderBy(desc(versions.revision))
        .limit(page.limit)
        .all()
    },

    /** Newest change first. */
    list(page: {
      q?: string | undefined
      deleted: boolean
      limit: number
      before: { at: number; no: number } | null
    }): FlowRow[] {
      const conditions: (SQL | undefined)[] = [page.deleted ? isNotNull(flows.deletedAt) : isNull(flows.deletedAt)]
      if (page.q) conditions.push(sql`${flows.name} LIKE ${`%${page.q.replace(/[\\%_]/g, '\\$&')}%`} ESCAPE '\\'`)
      if (page.before) {
        const { at, no } = page.before
        conditions.push(or(lt(flows.updatedAt, at), and(eq(flows.updatedAt, at), lt(flows.no, no))))
      }
      return orm
        .select()
        .from(flows)
        .where(and(...conditions))
        .orderBy(desc(flows.updatedAt), desc(flows.no))
        .limit(page.limit)
        .all()
    },

    /** Saves the whole document. The same document again, based on the revision before the current one, is a lost answer. */
    put: (id: string, basedOn: number, flow: Flow): Write =>
      immediately(() => {
        const before = live(id)
        if (before === undefined) return notFound
        if (basedOn === before.revision) return { ok: true, flow: write(before, flow) }
        if (basedOn === before.revision - 1) {
          const current = stored(before)
          if (sameJson(current.flow, flow)) return { ok: true, flow: current }
        }
        return { ok: false, reason: 'stale', current: before }
      }),

    restoreVersion: (id: string, basedOn: number, revision: number): Write =>
      immediately(() => {
        const before = live(id)
        const flow = before === undefined ? undefined : docOf(id, revision)
        if (before === undefined || flow === undefined) return notFound
        if (basedOn !== before.revision) return { ok: false, reason: 'stale', current: before }
        return { ok: true, flow: write(before, flow) }
      }),

    /** Into the bin. Deleting what is there already is fine. */
    remove: (id: string, basedOn: number): { readonly ok: true } | Refused =>
      immediately(() => {
        const before = row(id)
        if (before === undefined) return notFound
        if (basedOn !== before.revision) return { ok: false, reason: 'stale', current: before }
        if (before.deletedAt === null) orm.update(flows).set({ deletedAt: now() }).where(eq(flows.id, id)).run()
        return { ok: true }
      }),

    /** Out of the bin, with everything as it was. */
    restore: (id: string, basedOn: number): Write =>
      immediately(() => {
        const before = row(id)
        if (before === undefined) return notFound
        if (basedOn !== before.revision) return { ok: false, reason: 'stale', current: before }
        if (before.deletedAt !== null) orm.update(flows).set({ deletedAt: null }).where(eq(flows.id, id)).run()
        return { ok: true, flow: stored(before) }
      }),
  }
}
