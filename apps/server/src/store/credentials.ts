import { StepFailure } from '@quorum/engine'
import { asc, eq } from 'drizzle-orm'
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
  /** False: sealed under another key, so it must be entered again. */
  readonly readable: boolean
  readonly createdAt: number
  readonly updatedAt: number
}

export interface CredentialWish extends Pick<Credential, 'name' | 'kind' | 'hosts' | 'header'> {
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
    put(id: string, { name, kind, hosts, header, value }: CredentialWish): Credential {
      const at = now()
      const common = { name, kind, header, hosts: JSON.stringify(hosts), updatedAt: at }
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

    /** @throws StepFailure `auth` when there is no such credential, or it cannot be read any more. */
    secretHeader(id: string): SecretHeader {
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
      return {
        ...headerOf(found.kind as CredentialKind, value, found.header),
        hosts: JSON.parse(found.hosts) as string[],
      }
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

const placeOf = (id: string): string => `credential ${id} value`

/** Short secrets give nothing away. */
const hintOf = (value: string): string => (value.length < 16 ? '…' : `…${value.slice(-4)}`)
