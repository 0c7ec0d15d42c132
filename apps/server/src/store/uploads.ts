import { createHash } from 'node:crypto'
import type { Attachment } from '@quorum/engine'
import { and, eq, inArray, lt } from '../db/drizzle.ts'
import type { Database } from '../db/open.ts'
import { upload } from '../db/schema.ts'

/** Files that are no longer named by a new run are kept this long, where runs are kept for ever. */
const unusedMs = 86_400_000

export type Uploads = ReturnType<typeof createUploads>

/** Pictures and documents that runs take as their input, once each: a name leads nowhere, the hash is the key (S12). */
export function createUploads({ orm }: Database, now: () => number = Date.now) {
  const row = (file: string) => orm.select().from(upload).where(eq(upload.hash, file)).get()
  return {
    keep(name: string, type: string, bytes: Buffer): Attachment {
      const hash = createHash('sha256').update(bytes).digest('hex')
      orm
        .insert(upload)
        .values({ hash, name, type, bytes, usedAt: now(), used: false })
        .onConflictDoUpdate({ target: upload.hash, set: { usedAt: now() } })
        .run()
      return { file: hash, name, type, size: bytes.length }
    },
    get(file: string): { readonly name: string; readonly type: string; readonly bytes: Buffer } | null {
      return row(file) ?? null
    },
    /** A run takes these. @returns those that are not there. */
    use(files: readonly Attachment[]): readonly Attachment[] {
      const hashes = files.map(({ file }) => file)
      if (hashes.length === 0) return []
      orm.update(upload).set({ usedAt: now(), used: true }).where(inArray(upload.hash, hashes)).run()
      return files.filter(({ file }) => row(file) === undefined)
    },
    /** Those that no run ever took go after a day; the others when the runs go that took them last. */
    deleteOld(retentionDays: number | null): void {
      orm
        .delete(upload)
        .where(and(eq(upload.used, false), lt(upload.usedAt, now() - unusedMs)))
        .run()
      if (retentionDays !== null)
        orm
          .delete(upload)
          .where(lt(upload.usedAt, now() - (retentionDays + 1) * unusedMs))
          .run()
    },
  }
}
