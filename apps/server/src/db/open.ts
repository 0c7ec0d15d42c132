import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
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
    'The database file is damaged. Put a good copy in its place, e.g. the newest in backups/ of the data folder: pnpm restore <file>. Then start again.',
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
  if (isNewer(sqlite)) {
    throw new StartError(
      'The database was written by a newer version of Quorum. Start that version, or choose another QUORUM_DATA folder.',
    )
  }
  const applied = newestApplied(sqlite)
  if (applied !== null && applied < newestKnown()) copyBefore(sqlite, applied)
  migrate(orm, { migrationsFolder })
}

const newestKnown = (): number => {
  const journal = JSON.parse(readFileSync(join(migrationsFolder, 'meta/_journal.json'), 'utf8')) as {
    entries: readonly { when: number }[]
  }
  return Math.max(...journal.entries.map((entry) => entry.when))
}

/** When the newest change of the schema was made, as its file says; null: there is none yet. */
function newestApplied(sqlite: SQLite.Database): number | null {
  const table = sqlite.prepare("SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'").get()
  const at = table && sqlite.prepare('SELECT max(created_at) FROM __drizzle_migrations').pluck().get()
  return typeof at === 'number' ? at : null
}

/** Was the file written by a Quorum that knows a later schema? */
export const isNewer = (sqlite: SQLite.Database): boolean => (newestApplied(sqlite) ?? 0) > newestKnown()

/** The way back, should a change of the schema be regretted: a checked copy in `backups/`. */
function copyBefore(sqlite: SQLite.Database, applied: number): void {
  const file = join(dirname(sqlite.name), 'backups', `before-update-from-${applied}.sqlite`)
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    // Left by a start that did not come to its end; the database may have changed since.
    rmSync(file, { force: true })
    sqlite.prepare('VACUUM INTO ?').run(file)
    const copy = new SQLite(file, { readonly: true })
    const sound = isSound(copy)
    copy.close()
    if (!sound) throw new Error('the copy is not sound')
  } catch (error) {
    throw new StartError(
      `The database must be updated, and could not be copied before that to ${file}: ${error instanceof Error ? error.message : String(error)}. Make room there, then start again.`,
    )
  }
}
