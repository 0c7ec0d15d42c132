import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../db/open.ts'

/** The key under which stored credentials are sealed; `id` says later which one it was, and nothing about it. */
export interface SealKey {
  readonly id: string
  readonly bytes: Buffer
}

export const keyFile = 'secret.key'
const keyBytes = 32

/**
 * QUORUM_SECRET, else the key file in the data folder (SECURITY S18). Null: there is none yet.
 * @throws StartError when the file is not a key.
 */
export function readSealKey(dataFolder: string, secret: string | null): SealKey | null {
  if (secret !== null) return derived(Buffer.from(secret))
  const path = join(dataFolder, keyFile)
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new StartError(`The key file ${keyFile} in the data folder cannot be read. Check who owns it.`)
  }
  if (bytes.length !== keyBytes) {
    throw new StartError(
      `The key file ${keyFile} in the data folder is damaged. Put the right one back, or move it away: stored keys must then be entered again.`,
    )
  }
  // Somebody copied it around: only its owner may read it.
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600)
  return derived(bytes)
}

/** The same, and makes the file if there is no key. */
export function makeSealKey(dataFolder: string, secret: string | null): SealKey {
  const known = readSealKey(dataFolder, secret)
  if (known) return known
  const bytes = randomBytes(keyBytes)
  writeFileSync(join(dataFolder, keyFile), bytes, { mode: 0o600, flag: 'wx' })
  return derived(bytes)
}

function derived(master: Buffer): SealKey {
  const sub = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', master, '', `quorum ${purpose}`, keyBytes))
  return { id: createHash('sha256').update(sub('key id')).digest('hex').slice(0, 16), bytes: sub('credentials') }
}
