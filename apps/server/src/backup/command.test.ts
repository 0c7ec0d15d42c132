import { expect, onTestFinished, test } from 'vitest'
import { migrateDatabase, openDatabase } from '../db/open.ts'
import { createAudit } from '../store/audit.ts'
import { tempFolder } from '../testing/testServer.ts'
import { note } from './command.ts'

test('what operators do with copies stands in the audit log', () => {
  const folder = tempFolder()
  const database = openDatabase(folder, 'normal')
  onTestFinished(() => database.close())
  note(folder, 'backup', 'too early')
  migrateDatabase(database)
  note(folder, 'restore', '/copies/monday.sqlite')
  expect(createAudit(database).page(10, null)).toMatchObject([
    { who: 'operator', action: 'restore', target: '/copies/monday.sqlite', outcome: 'ok' },
  ])
})
