import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockFolder } from '../db/lock.ts'
import { databasePath, migrateDatabase, openDatabase } from '../db/open.ts'
import { createSettings } from '../store/settings.ts'
import { tempFolder } from '../testing/testServer.ts'
import { backUp } from './backUp.ts'
import { daily } from './daily.ts'
import { restore } from './restore.ts'

function withDatabase<T>(folder: string, work: (settings: ReturnType<typeof createSettings>) => T): T {
  const database = openDatabase(folder, 'normal')
  migrateDatabase(database)
  const result = work(createSettings(database))
  database.close()
  return result
}
const modelIn = (folder: string) => withDatabase(folder, (settings) => settings.read().defaultModel)
const setModel = (folder: string, defaultModel: string) =>
  withDatabase(folder, (settings) => settings.write({ defaultModel }))

test('a copy takes the place of the database, and what was there is kept', async () => {
  const folder = tempFolder()
  setModel(folder, 'local/before')
  const copy = join(tempFolder(), 'copy')
  await backUp(folder, copy)
  setModel(folder, 'local/after')
  const { replaced } = restore(folder, copy)
  expect(modelIn(folder)).toBe('local/before')
  expect(replaced).toMatch(/backups\/replaced-.*\.sqlite$/)
  restore(folder, replaced ?? '')
  expect(modelIn(folder)).toBe('local/after')
})

test('a damaged database is replaced, too', async () => {
  const folder = tempFolder()
  setModel(folder, 'local/x')
  const copy = join(tempFolder(), 'copy')
  await backUp(folder, copy)
  writeFileSync(databasePath(folder), 'ruined'.repeat(1_000))
  expect(() => openDatabase(folder)).toThrow(/pnpm restore/)
  restore(folder, copy)
  expect(modelIn(folder)).toBe('local/x')
})

test('nothing changes for a file that is no copy, is damaged, comes from a newer version, or while a server runs', async () => {
  const folder = tempFolder()
  setModel(folder, 'local/mine')
  const copy = join(tempFolder(), 'copy')
  await backUp(folder, copy)
  const unlock = lockFolder(folder)
  expect(() => restore(folder, copy)).toThrow(/Another Quorum/)
  unlock()
  const bad = join(tempFolder(), 'bad')
  expect(() => restore(folder, bad)).toThrow(/no file/)
  writeFileSync(bad, 'no database at all'.repeat(100))
  expect(() => restore(folder, bad)).toThrow(/Nothing was changed/)
  writeFileSync(bad, readFileSync(copy).subarray(0, 20_000))
  expect(() => restore(folder, bad)).toThrow(/Nothing was changed/)
  const newer = tempFolder()
  withDatabase(newer, () => {})
  const database = openDatabase(newer, 'normal')
  database.sqlite.exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', 9e15)")
  database.close()
  expect(() => restore(folder, databasePath(newer))).toThrow(/newer version/)
  expect(modelIn(folder)).toBe('local/mine')
  expect(existsSync(`${databasePath(folder)}.part`)).toBe(false)
})

test('a copy a day, of which the newest are kept', async () => {
  const folder = tempFolder()
  setModel(folder, 'local/x')
  const day = 86_400_000
  const now = Date.now()
  expect(await daily(folder, 3, now)).toBeNull()
  mkdirSync(join(folder, 'backups'))
  for (const name of ['daily-2020-01-01', 'daily-2020-01-02', 'daily-2020-01-03', 'before-update'])
    writeFileSync(join(folder, 'backups', `${name}.sqlite`), '')
  const made = await daily(folder, 3, now + day)
  expect(made).toMatch(/daily-\d{4}-\d\d-\d\d\.sqlite$/)
  expect(await daily(folder, 3, now + day)).toBeNull()
  expect(await daily(folder, 3, now + 2 * day)).not.toBe(made)
  expect(readdirSync(join(folder, 'backups'))).toHaveLength(4)
  expect(await daily(folder, 0, now + 9 * day)).toBeNull()
  expect(readdirSync(join(folder, 'backups'))).toEqual(['before-update.sqlite'])
})
