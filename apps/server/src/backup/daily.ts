import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { databasePath } from '../db/open.ts'
import { backUp } from './backUp.ts'

const dayMs = 86_400_000

/** A copy a day into `backups/`, of which the newest `keep` stay. @returns the file, or null where none was due. */
export async function daily(folder: string, keep: number, now: number): Promise<string | null> {
  const backups = join(folder, 'backups')
  const names = existsSync(backups) ? readdirSync(backups).filter((name) => /^daily-.*\.sqlite$/.test(name)) : []
  const name = `daily-${new Date(now).toISOString().slice(0, 10)}.sqlite`
  const isNew = now - statSync(databasePath(folder)).birthtimeMs < dayMs
  const due = keep > 0 && !names.includes(name) && !(names.length === 0 && isNew)
  if (due) {
    mkdirSync(backups, { recursive: true, mode: 0o700 })
    await backUp(folder, join(backups, name))
    names.push(name)
  }
  for (const old of names.sort().slice(0, Math.max(0, names.length - keep))) rmSync(join(backups, old))
  return due ? join(backups, name) : null
}
