import { StepFailure } from '@quorum/engine'
import { and, asc, eq } from '../db/drizzle.ts'
import type { Database } from '../db/open.ts'
import { flowFile } from '../db/schema.ts'

export interface StoredFile {
  readonly name: string
  /** In characters. */
  readonly size: number
  readonly updatedAt: number
}

/** Per flow: so many files, so many characters in each and in all. */
export const fileLimits = { files: 200, each: 1_048_576, all: 20 * 1_048_576 } as const

export type FileStore = ReturnType<typeof createFileStore>

/** Text files of flows, in the database: a name can lead nowhere else. */
export function createFileStore({ orm, sqlite }: Database, now: () => number = Date.now) {
  const at = (owner: string, name: string) => and(eq(flowFile.owner, owner), eq(flowFile.name, name))
  const row = (owner: string, name: string) => orm.select().from(flowFile).where(at(owner, name)).get()
  const total = sqlite.prepare<[string, string], { count: number; size: number }>(
    'SELECT count(*) AS count, coalesce(sum(length(body)), 0) AS size FROM flow_file WHERE owner = ? AND name <> ?',
  )
  return {
    list: (owner: string): StoredFile[] =>
      orm
        .select()
        .from(flowFile)
        .where(eq(flowFile.owner, owner))
        .orderBy(asc(flowFile.name))
        .all()
        .map(({ name, body, updatedAt }) => ({ name, size: body.length, updatedAt })),
    read: (owner: string, name: string): string | null => row(owner, name)?.body ?? null,
    /**
     * The same call (`key`) a second time changes nothing. @returns the size now.
     * @throws StepFailure `too-large` beyond the limits.
     */
    write(owner: string, name: string, text: string, { append, key }: { append: boolean; key: string }): number {
      return sqlite
        .transaction(() => {
          const before = row(owner, name)
          if (before?.lastKey === key) return before.body.length
          const body = append ? `${before?.body ?? ''}${text}` : text
          const others = total.get(owner, name) ?? { count: 0, size: 0 }
          if (body.length > fileLimits.each)
            throw tooLarge(`“${name}” would have more than ${fileLimits.each} characters.`)
          if (others.count >= fileLimits.files) throw tooLarge(`A flow’s folder holds ${fileLimits.files} files.`)
          if (others.size + body.length > fileLimits.all)
            throw tooLarge(`A flow’s folder holds ${fileLimits.all} characters.`)
          const values = { body, lastKey: key, updatedAt: now() }
          orm
            .insert(flowFile)
            .values({ owner, name, ...values })
            .onConflictDoUpdate({ target: [flowFile.owner, flowFile.name], set: values })
            .run()
          return body.length
        })
        .immediate()
    },
    remove: (owner: string, name: string): boolean => orm.delete(flowFile).where(at(owner, name)).run().changes > 0,
  }
}

const tooLarge = (what: string): StepFailure =>
  new StepFailure('too-large', `${what} Delete what is no longer needed, or write less.`)
