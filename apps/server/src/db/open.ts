import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import SQLite from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle, migrate } from './drizzle.ts'
import * as schema from './schema.ts'

export type Durability = 'full' | 'normal'
export interface Database {
  /** For hot paths and pragmas. */
  readonly sqlite: SQLite.Database
  readonly orm: BetterSQLite3Database<typeof schema>
  close(): void
}

/** Something about the data folder that stops the start; its message is for the operator. */
export class StartError extends Error {
  override name = 'StartError'
}

const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url))
export const databasePath = (folder: string): string => join(folder, 'quorum.sqlite')

/** One connection with the promises of SECURITY §5. Each thread opens its own. */
export function openDatabase(folder: string, durability: Durability = 'full'): Database {
  const sqlite = openFile(folder)
  sqlite.pragma(`synchronous = ${durability}`)
  sqlite.pragma('foreign_keys = ON')
  sqlite.pragma('wal_autocheckpoint = 4000')
  const level = sqlite.pragma('synchronous', { simple: true })
  if (level !== (durability === 'full' ? 2 : 1)) {
    throw new StartError(
      `The database does not accept durability "${durability}". Set QUORUM_DURABILITY to normal or full.`,
    )
  }
  return { sqlite, orm: drizzle(sqlite, { schema }), close: () => sqlite.close() }
}

function openFile(folder: string): SQLite.Database {
  try {
    const sqlite = new SQLite(databasePath(folder), { timeout: 5_000 })
    sqlite.pragma('journal_mode = WAL')
    return sqlite
  } catch (error) {
    const code = error instanceof SQLite.SqliteError ? error.code : ''
    if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) throw damaged()
    if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY')) {
      throw new StartError(
        `The database in ${folder} cannot be opened for writing. Check who may write there, or set QUORUM_DATA to another folder.`,
      )
    }
    throw error
  }
}

const damaged = (): StartError =>
  new StartError(
    'The database file is damaged. Put a good copy of quorum.sqlite into the data folder, then start again.',
  )

function isSound(sqlite: SQLite.Database): boolean {
  try {
    return sqlite.pragma('quick_check(1)', { simple: true }) === 'ok'
  } catch (error) {
    if (error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_CORRUPT')) return false
    throw error
  }
}

/**
 * Brings the schema up to date. Called once per process, before any other connection.
 * @throws StartError when the file was written by a newer Quorum, or is damaged.
 */
export function migrateDatabase(database: Database): void {
  const { sqlite, orm } = database
  if (!isSound(sqlite)) throw damaged()
  const journal = JSON.parse(readFileSync(join(migrationsFolder, 'meta/_journal.json'), 'utf8')) as {
    entries: readonly { when: number }[]
  }
  const known = Math.max(...journal.entries.map((entry) => entry.when))
  const table = sqlite.prepare("SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'").get()
  if (table !== undefined) {
    const applied = sqlite.prepare('SELECT max(created_at) FROM __drizzle_migrations').pluck().get()
    if (typeof applied === 'number' && applied > known) {
      throw new StartError(
        'The database was written by a newer version of Quorum. Start that version, or choose another QUORUM_DATA folder.',
      )
    }
  }
  migrate(orm, { migrationsFolder })
}
