import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import SQLite from 'better-sqlite3'
import { databasePath, StartError } from '../db/open.ts'

/** More pages than any file has: everything in one step, so that a busy server cannot make it begin again for ever. */
const allPages = 0x7fff_ffff

/** A whole and checked copy of the database, also while the server runs. @throws StartError saying what is wrong; then there is no file, or the one that was there before. */
export async function backUp(folder: string, file: string): Promise<{ readonly bytes: number }> {
  const from = databasePath(folder)
  if (!existsSync(from)) throw new StartError(`There is no database in ${folder}. Set QUORUM_DATA to the data folder.`)
  if (existsSync(file)) throw new StartError(`${file} is there already and was left alone. Choose another name.`)
  const part = `${file}.part`
  const source = new SQLite(from, { readonly: true, timeout: 5_000 })
  try {
    await source.backup(part, { progress: () => allPages })
    check(part)
    renameSync(part, file)
    return { bytes: statSync(file).size }
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(`The copy could not be made: ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    source.close()
    for (const left of [part, `${part}-journal`, `${part}-wal`, `${part}-shm`]) rmSync(left, { force: true })
  }
}

function check(file: string): void {
  const copy = new SQLite(file)
  try {
    // One file that can be moved anywhere; the server turns its log on again.
    copy.pragma('journal_mode = DELETE')
    if (copy.pragma('quick_check(1)', { simple: true }) !== 'ok')
      throw new StartError('The database is damaged, so there is no copy. Put the last good one back.')
  } finally {
    copy.close()
  }
}
