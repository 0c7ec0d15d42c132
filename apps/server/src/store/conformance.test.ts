import { storeConformance } from '@quorum/engine/testing/conformance'
import { onTestFinished } from 'vitest'
import { migrateDatabase, openDatabase } from '../db/open.ts'
import { tempFolder } from '../testing/testServer.ts'
import { createRuns } from './runs.ts'
import { createSqliteRunStore } from './sqliteRunStore.ts'

storeConformance('SQLite', () => {
  const folder = tempFolder()
  const open = () => {
    const database = openDatabase(folder, 'normal')
    onTestFinished(() => database.close())
    return database
  }
  const database = open()
  migrateDatabase(database)
  const runs = createRuns(database)
  return {
    store: createSqliteRunStore(database, (text) => text),
    add: (record) => ({ ...record, id: runs.create({ ...record, idempotency: null }).id }),
    reopen: () => createSqliteRunStore(open(), (text) => text),
  }
})
