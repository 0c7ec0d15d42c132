import { desc, lt } from '../db/drizzle.ts'
import type { Database } from '../db/open.ts'
import { audit } from '../db/schema.ts'

/** Something that was done, and by whom (SECURITY S26). */
export interface AuditEntry {
  /** `token`, `session`, the name of an API token, `local`, or `run <id>`. */
  readonly who: string
  readonly address: string
  /** `flow.save`, `run.start`, `sign-in`… */
  readonly action: string
  readonly target: string
  /** `ok`, or why not. */
  readonly outcome: string
}

const keptMs = 90 * 86_400_000
const longest = 300

export type Audit = ReturnType<typeof createAudit>

/** Entries wait so long for others: one write for all, so that starting runs is not slowed down by it. */
const gatherMs = 100

/** Append-only: nothing changes an entry, and only age deletes one. A kill can take the last tenth of a second with it. */
export function createAudit({ orm, sqlite }: Database, now: () => number = Date.now) {
  const insert = sqlite.prepare<[AuditEntry & { at: number }]>(
    'INSERT INTO audit (at, who, address, action, target, outcome) VALUES (@at, @who, @address, @action, @target, @outcome)',
  )
  const write = sqlite.transaction((entries: readonly (AuditEntry & { at: number })[]) => {
    for (const entry of entries) insert.run(entry)
  })
  let waiting: (AuditEntry & { at: number })[] = []
  let timer: NodeJS.Timeout | null = null
  function flush(): void {
    if (timer) clearTimeout(timer)
    timer = null
    const entries = waiting
    waiting = []
    if (entries.length === 0) return
    write.immediate(entries)
  }
  return {
    add(entry: AuditEntry): void {
      const short = Object.fromEntries(
        Object.entries(entry).map(([name, text]) => [
          name,
          String(text)
            .replace(/\p{Cc}/gu, ' ')
            .slice(0, longest),
        ]),
      ) as unknown as AuditEntry
      waiting.push({ at: now(), ...short })
      timer ??= setTimeout(flush, gatherMs)
    },
    /** Newest first; `before` is the number of an entry. */
    page(limit: number, before: number | null) {
      flush()
      return orm
        .select()
        .from(audit)
        .where(before === null ? undefined : lt(audit.no, before))
        .orderBy(desc(audit.no))
        .limit(limit + 1)
        .all()
    },
    deleteOld: (): void =>
      void orm
        .delete(audit)
        .where(lt(audit.at, now() - keptMs))
        .run(),
    /** Writes what waits. */
    flush,
  }
}
