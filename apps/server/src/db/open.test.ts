import { writeFileSync } from 'node:fs'
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
