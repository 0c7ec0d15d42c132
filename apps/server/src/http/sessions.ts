import { randomBytes, timingSafeEqual } from 'node:crypto'
import { and, eq, gt, lt, ne, or } from '../db/drizzle.ts'
import type { Database } from '../db/open.ts'
import { session as sessions } from '../db/schema.ts'
import { sha256 } from '../ids.ts'

const idleMs = 7 * 24 * 3_600_000
const touchMs = 60_000

export type Sessions = ReturnType<typeof createSessions>

/** Who signed in on the page. Only hashes are kept; a session ends after 7 idle days, by signing out, or with the token. */
export function createSessions({ orm }: Database, token: string, now: () => number = Date.now) {
  const tokenHash = sha256(token)
  orm
    .delete(sessions)
    .where(or(ne(sessions.tokenHash, tokenHash), lt(sessions.seenAt, now() - idleMs)))
    .run()
  const live = (hash: string) => and(eq(sessions.hash, hash), gt(sessions.seenAt, now() - idleMs))
  const isLive = (hash: string): boolean => orm.select().from(sessions).where(live(hash)).get() !== undefined
  return {
    /** Compared as digests, in constant time. */
    isToken: (given: string): boolean => timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(tokenHash)),
    isLive,
    /** The value for the cookie. */
    begin(): string {
      const value = randomBytes(32).toString('base64url')
      orm
        .insert(sessions)
        .values({ hash: sha256(value), tokenHash, seenAt: now() })
        .run()
      return value
    },
    /** The hash of a cookie that is good; using it keeps it alive. */
    of(cookie: string): string | null {
      const hash = sha256(cookie)
      if (!isLive(hash)) return null
      orm
        .update(sessions)
        .set({ seenAt: now() })
        .where(and(eq(sessions.hash, hash), lt(sessions.seenAt, now() - touchMs)))
        .run()
      return hash
    },
    end: (hash: string): void => void orm.delete(sessions).where(eq(sessions.hash, hash)).run(),
  }
}
