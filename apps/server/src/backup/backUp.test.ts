import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { databasePath, migrateDatabase, openDatabase } from '../db/open.ts'
import { tempFolder } from '../testing/testServer.ts'
import { backUp } from './backUp.ts'

function opened(folder: string) {
  const database = openDatabase(folder, 'normal')
  onTestFinished(() => database.close())
  migrateDatabase(database)
  return database
}

test('a copy made while somebody writes is whole, and a server starts on it', async () => {
  const [folder, other] = [tempFolder(), tempFolder()]
  const { sqlite } = opened(folder)
  const write = sqlite.prepare('INSERT INTO blob (hash, body) VALUES (?, ?)')
  for (let index = 0; index < 2_000; index++) write.run(`before ${index}`, 'x'.repeat(500))
  const writer = setInterval(() => write.run(`during ${performance.now()}`, 'x'), 1)
  onTestFinished(() => clearInterval(writer))
  const file = databasePath(other)
  expect((await backUp(folder, file)).bytes).toBeGreaterThan(1_000_000)
  expect(readdirSync(other)).toEqual(['quorum.sqlite'])
  const copy = opened(other)
  expect(copy.sqlite.prepare("SELECT count(*) FROM blob WHERE hash LIKE 'before %'").pluck().get()).toBe(2_000)
})

test('nothing is overwritten, and a damaged database gives no copy', async () => {
  const folder = tempFolder()
  const file = join(folder, 'copy')
  await expect(backUp(folder, file)).rejects.toThrow(/no database/)
  const { sqlite } = opened(folder)
  for (let index = 0; index < 500; index++)
    sqlite.prepare('INSERT INTO blob (hash, body) VALUES (?, ?)').run(`${index}`, 'x'.repeat(500))
  sqlite.pragma('wal_checkpoint(TRUNCATE)')
  writeFileSync(file, 'mine')
  await expect(backUp(folder, file)).rejects.toThrow(/left alone/)
  const pages = new SQLite(databasePath(folder))
  pages.unsafeMode()
  pages.pragma('writable_schema = 1')
  pages.prepare("UPDATE sqlite_master SET rootpage = rootpage + 3 WHERE name = 'blob'").run()
  pages.close()
  await expect(backUp(folder, join(folder, 'other'))).rejects.toThrow()
  expect(existsSync(join(folder, 'other'))).toBe(false)
})
