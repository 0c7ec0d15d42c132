import { StepFailure } from '@quorum/engine'
import { asc, eq } from '../db/drizzle.ts'
import type { Database } from '../db/open.ts'
import { credential } from '../db/schema.ts'
import type { SecretHeader } from '../net/guardedFetch.ts'
import { seal, unseal } from '../secrets/seal.ts'
import { makeSealKey, readSealKey } from '../secrets/sealKey.ts'
import { type CredentialKind, headerOf } from './credentialKind.ts'

/** A stored secret as it may be shown: everything but its value. */
export interface Credential {
  readonly id: string
  readonly name: string
  readonly kind: CredentialKind
  /** The last characters, to tell keys apart. */
  readonly hint: string
  readonly hosts: readonly string[]
  /** The header's name, for kind `header`. */
  readonly header: string | null
  readonly oauth: OAuthClient | null
  /** False: sealed under another key, so it must be entered again. */
  readonly readable: boolean
  readonly createdAt: number
  readonly updatedAt: number
}

/** OAuth 2 client credentials (RFC 6749 §4.4): the stored value is the client's secret. */
export interface OAuthClient {
  readonly tokenUrl: string
  readonly clientId: string
  readonly scope: string
}

export interface CredentialWish extends Pick<Credential, 'name' | 'kind' | 'hosts' | 'header' | 'oauth'> {
  /** Left out: the stored one stays. */
  readonly value?: string | undefined
}

/** Keys of providers, where any are stored. */
export type StoredKeys = Partial<Record<'openai' | 'anthropic' | 'google' | 'local', string>>
export type Credentials = ReturnType<typeof createCredentials>

/** Secrets sealed at rest (SECURITY S16, S18, S19). Values leave it only to be put on a call. */
export function createCredentials(
  { orm }: Database,
  place: { readonly dataFolder: string; readonly secret: string | null },
  now: () => number = Date.now,
  accessToken: AccessTokens = noTokens,
) {
  type Row = typeof credential.$inferSelect
  const key = () => readSealKey(place.dataFolder, place.secret)
  const open = (row: Row): string | null => {
    const known = key()
    return known === null || known.id !== row.keyId ? null : unseal(row.sealed, known, placeOf(row.id))
  }
  const row = (id: string) => orm.select().from(credential).where(eq(credential.id, id)).get()
  const rows = () => orm.select().from(credential).orderBy(asc(credential.createdAt), asc(credential.id)).all()
  const shown = (of: Row): Credential => ({
    id: of.id,
    name: of.name,
    kind: of.kind as CredentialKind,
    hint: of.hint,
    hosts: JSON.parse(of.hosts) as string[],
    header: of.header,
    oauth: of.oauth === null ? null : (JSON.parse(of.oauth) as OAuthClient),
    readable: open(of) !== null,
    createdAt: of.createdAt,
    updatedAt: of.updatedAt,
  })

  return {
    list: (): Credential[] => rows().map(shown),
    get(id: string): Credential | null {
      const found = row(id)
      return found ? shown(found) : null
    },
    /** Without a value there must be one already. */
    put(id: string, { name, kind, hosts, header, oauth, value }: CredentialWish): Credential {
      const at = now()
      const common = {
        name,
        kind,
        header,
        oauth: oauth === null ? null : JSON.stringify(oauth),
        hosts: JSON.stringify(hosts),
        updatedAt: at,
      }
      if (value === undefined) {
        orm.update(credential).set(common).where(eq(credential.id, id)).run()
      } else {
        const sealKey = makeSealKey(place.dataFolder, place.secret)
        const secret = { keyId: sealKey.id, sealed: seal(value, sealKey, placeOf(id)), hint: hintOf(value) }
        orm
          .insert(credential)
          .values({ id, ...common, ...secret, createdAt: at })
          .onConflictDoUpdate({ target: credential.id, set: { ...common, ...secret } })
          .run()
      }
      return shown(row(id) as Row)
    },
    remove: (id: string): boolean => orm.delete(credential).where(eq(credential.id, id)).run().changes > 0,

    /**
     * What a call carries.
     * @throws StepFailure `auth` when there is no such credential, or it cannot be read any more, or gets no token.
     */
    async secretHeader(id: string): Promise<SecretHeader> {
      const found = row(id)
      if (!found)
        throw new StepFailure('auth', `There is no stored key “${id}”. Choose another one, or add it in Settings.`)
      const value = open(found)
      if (value === null) {
        throw new StepFailure(
          'auth',
          `The stored key “${found.name}” cannot be read: the server’s QUORUM_SECRET or key file is another one now. Enter the key again in Settings.`,
        )
      }
      const kind = found.kind as CredentialKind
      const shownValue =
        kind === 'oauth2' ? await accessToken(id, JSON.parse(found.oauth ?? '{}') as OAuthClient, value) : value
      return { ...headerOf(kind, shownValue, found.header), hosts: JSON.parse(found.hosts) as string[] }
    },
    /** Seals anew what was sealed under another key: after a change of QUORUM_SECRET. @returns how many. */
    reseal(oldSecret: string): number {
      const before = readSealKey(place.dataFolder, oldSecret)
      const after = makeSealKey(place.dataFolder, place.secret)
      const old = rows().filter((one) => before !== null && one.keyId === before.id && before.id !== after.id)
      let count = 0
      for (const one of old) {
        const value = before && unseal(one.sealed, before, placeOf(one.id))
        if (value === null) continue
        orm
          .update(credential)
          .set({ keyId: after.id, sealed: seal(value, after, placeOf(one.id)) })
          .where(eq(credential.id, one.id))
          .run()
        count++
      }
      return count
    },
    /** The newest of each provider. */
    providerKeys(): StoredKeys {
      const keys: StoredKeys = {}
      for (const found of rows()) {
        const { kind } = found
        if (kind !== 'openai' && kind !== 'anthropic' && kind !== 'google' && kind !== 'local') continue
        const value = open(found)
        if (value !== null) keys[kind] = value
      }
      return keys
    },
    /** Everything the redactor must know. */
    values(): string[] {
      return rows().flatMap((found) => {
        const value = open(found)
        if (value === null) return []
        return found.kind === 'basic' ? [value, value.slice(value.indexOf(':') + 1)] : [value]
      })
    },
  }
}

/** Trades a client's secret for an access token. */
export type AccessTokens = (id: string, client: OAuthClient, secret: string) => Promise<string>
const noTokens: AccessTokens = () => Promise.reject(new StepFailure('auth', 'OAuth is not set up here.'))

const placeOf = (id: string): string => `credential ${id} value`

/** Short secrets give nothing away. */
const hintOf = (value: string): string => (value.length < 16 ? '…' : `…${value.slice(-4)}`)
