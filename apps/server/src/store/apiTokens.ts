import { randomBytes } from 'node:crypto'
import { and, asc, eq, gt, isNull, lt, or } from '../db/drizzle.ts'
import type { Database } from '../db/open.ts'
import { apiToken } from '../db/schema.ts'
import type { Scope } from '../http/scope.ts'
import { newId, sha256 } from '../ids.ts'

/** A token for programs as it may be shown. */
export interface ApiToken {
  readonly id: string
  readonly name: string
  readonly scope: Scope
  /** Its first characters. */
  readonly hint: string
  readonly createdAt: number
  /** Null: until it is deleted. */
  readonly expiresAt: number | null
  readonly usedAt: number | null
}

const prefix = 'qrm_'
const touchMs = 60_000

export type ApiTokens = ReturnType<typeof createApiTokens>

/** Tokens for programs: random, kept hashed, with a scope and an end. */
export function createApiTokens({ orm }: Database, now: () => number = Date.now) {
  type Row = typeof apiToken.$inferSelect
  const shown = ({ hash: _, ...rest }: Row): ApiToken => ({ ...rest, scope: rest.scope as Scope })
  const good = (hash: string) =>
    orm
      .select()
      .from(apiToken)
      .where(and(eq(apiToken.hash, hash), or(isNull(apiToken.expiresAt), gt(apiToken.expiresAt, now()))))
      .get()
  return {
    /** Does it look like one of ours? */
    isOurs: (value: string): boolean => value.startsWith(prefix),
    list: (): ApiToken[] => orm.select().from(apiToken).orderBy(asc(apiToken.createdAt)).all().map(shown),
    /** The value is given once, and never again. */
    create(wish: Pick<ApiToken, 'name' | 'scope' | 'expiresAt'>): ApiToken & { readonly token: string } {
      const token = prefix + randomBytes(32).toString('base64url')
      const row = {
        id: newId('tok'),
        ...wish,
        hash: sha256(token),
        hint: `${token.slice(0, prefix.length + 4)}…`,
        createdAt: now(),
        usedAt: null,
      }
      orm.insert(apiToken).values(row).run()
      return { ...shown(row), token }
    },
    remove: (id: string): boolean => orm.delete(apiToken).where(eq(apiToken.id, id)).run().changes > 0,
    /** Null for one that is unknown, deleted or over. */
    of(value: string): ApiToken | null {
      const hash = sha256(value)
      const row = good(hash)
      if (!row) return null
      orm
        .update(apiToken)
        .set({ usedAt: now() })
        .where(and(eq(apiToken.hash, hash), or(isNull(apiToken.usedAt), lt(apiToken.usedAt, now() - touchMs))))
        .run()
      return shown(row)
    },
    isLive: (value: string): boolean => good(sha256(value)) !== undefined,
  }
}
