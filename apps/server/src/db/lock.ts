import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { StartError } from './open.ts'

/**
 * Keeps a second server off the data folder. It is SQLite's own lock on a file beside the database, held by an open
 * transaction: the operating system lets go of it however the process ends.
 */
export function lockFolder(folder: string): () => void {
  const lock = new SQLite(join(folder, 'quorum.lock'), { timeout: 0 })
  try {
    lock.pragma('locking_mode = EXCLUSIVE')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (!isBusy(error)) throw error
    throw new StartError(
      `Another Quorum already uses the data folder ${folder}. Stop it, or set QUORUM_DATA to another folder.`,
    )
  }
  return () => lock.close()
}

const isBusy = (error: unknown): boolean => error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY')
