import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { tempFolder } from '../testing/testServer.ts'
import { lockFolder } from './lock.ts'
import { databasePath, migrateDatabase, openDatabase, StartError } from './open.ts'

test('a fresh folder gets the schema, and a second start finds it', () => {
  const folder = tempFolder()
  for (let start = 0; start < 2; start++) {
    const database = openDatabase(folder)
    migrateDatabase(database)
    expect(database.sqlite.pragma('synchronous', { simple: true })).toBe(2)
    expect(database.sqlite.pragma('journal_mode', { simple: true })).toBe('wal')
    database.close()
  }
})

test('a file of a newer version is refused and left alone', () => {
  const folder = tempFolder()
  const database = openDatabase(folder)
  onTestFinished(() => database.close())
  migrateDatabase(database)
  database.sqlite
    .prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)')
    .run('later', Date.now() + 1e10)
  expect(() => migrateDatabase(database)).toThrow(StartError)
})

test('what is no database is refused, never overwritten', () => {
  const folder = tempFolder()
  writeFileSync(databasePath(folder), 'this is not a database, but somebody may want it back'.repeat(100))
  expect(() => openDatabase(folder)).toThrow(/damaged/)
})

test('a second server on the same folder is refused in one line, until the first has gone', () => {
  const folder = tempFolder()
  const unlock = lockFolder(folder)
  expect(() => lockFolder(folder)).toThrow(/Another Quorum/)
  unlock()
  lockFolder(folder)()
})

test('before the schema changes there is a copy of how it was, and without one it does not change', () => {
  const folder = tempFolder()
  const database = openDatabase(folder)
  onTestFinished(() => database.close())
  migrateDatabase(database)
  expect(existsSync(join(folder, 'backups'))).toBe(false)
  // As an earlier version would have left it.
  const applied = 'SELECT max(created_at) FROM __drizzle_migrations'
  const newest = database.sqlite.prepare(applied).pluck().get()
  database.sqlite.exec(`DELETE FROM __drizzle_migrations WHERE created_at = ${newest}`)
  writeFileSync(join(folder, 'backups'), 'in the way')
  expect(() => migrateDatabase(database)).toThrow(/could not be copied/)
  expect(database.sqlite.prepare(applied).pluck().get()).not.toBe(newest)
  rmSync(join(folder, 'backups'))
  try {
    migrateDatabase(database)
  } catch {
    // The newest change may not go a second time on this file; the copy comes before it.
  }
  const [copy = ''] = readdirSync(join(folder, 'backups'))
  expect(copy).toMatch(/^before-update-from-\d+\.sqlite$/)
  const before = new SQLite(join(folder, 'backups', copy), { readonly: true })
  expect(before.prepare(applied).pluck().get()).toBeLessThan(Number(newest))
  before.close()
})
