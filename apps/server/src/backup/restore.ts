import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { lockFolder } from '../db/lock.ts'
import { databasePath, isNewer, StartError } from '../db/open.ts'

/**
 * Puts a copy in the place of the database. What was there is moved into `backups/`, damaged or not, and nothing changes
 * unless the copy is sound and of a version that this one reads.
 * @throws StartError also while a server uses the folder.
 */
export function restore(
  folder: string,
  file: string,
  now: () => number = Date.now,
): { readonly replaced: string | null } {
  if (!existsSync(file)) throw new StartError(`There is no file ${file}.`)
  const unlock = lockFolder(folder)
  const place = databasePath(folder)
  const part = `${place}.part`
  try {
    copyFileSync(file, part)
    check(part, file)
    const handle = openSync(part, 'r+')
    fsyncSync(handle)
    closeSync(handle)
    const replaced = setAside(folder, now())
    renameSync(part, place)
    return { replaced }
  } finally {
    for (const left of [part, `${part}-wal`, `${part}-shm`, `${part}-journal`]) rmSync(left, { force: true })
    unlock()
  }
}

function check(part: string, file: string): void {
  try {
    const copy = new SQLite(part)
    try {
      copy.pragma('journal_mode = DELETE')
      if (copy.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new StartError('')
      const ours = copy.prepare("SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'").get()
      if (ours === undefined) throw new StartError(`${file} is a database, but not one of Quorum. Nothing was changed.`)
      if (isNewer(copy))
        throw new StartError(
          `${file} was written by a newer version of Quorum. Nothing was changed: install that version.`,
        )
    } finally {
      copy.close()
    }
  } catch (error) {
    if (error instanceof StartError && error.message !== '') throw error
    throw new StartError(`${file} is damaged or no copy of a database. Nothing was changed.`)
  }
}

/** With its log: together they are what was there. */
function setAside(folder: string, at: number): string | null {
  const place = databasePath(folder)
  if (!existsSync(place)) return null
  mkdirSync(join(folder, 'backups'), { recursive: true, mode: 0o700 })
  const stamp = new Date(at).toISOString().replace(/[:.]/g, '-')
  const to = join(folder, 'backups', `replaced-${stamp}.sqlite`)
  // The log first: should this end half-way, the database is still where it was, at the state of its last checkpoint.
  for (const ending of ['-wal', '-shm', '']) if (existsSync(place + ending)) renameSync(place + ending, to + ending)
  return to
}
