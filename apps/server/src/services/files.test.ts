import type { Value } from '@quorum/engine'
import { expect, onTestFinished, test } from 'vitest'
import { migrateDatabase, openDatabase } from '../db/open.ts'
import { createFileStore, fileLimits } from '../store/files.ts'
import { tempFolder } from '../testing/testServer.ts'
import { filesService } from './files.ts'

function service(flowId: string | null = 'flow') {
  const database = openDatabase(tempFolder(), 'normal')
  migrateDatabase(database)
  onTestFinished(() => database.close())
  const store = createFileStore(database, () => 5)
  const call = filesService(store, (text) => text)
  const ask = (request: Value, key = String(Math.random()), owner = flowId) =>
    call(request, { runId: 'run', flowId: owner, signal: new AbortController().signal, idempotencyKey: key })
  return { ask, store }
}

test('what is written is read again, in the folder of its flow only', async () => {
  const { ask } = service()
  expect(await ask({ action: 'write', name: 'a.txt', text: 'one' })).toEqual({ name: 'a.txt', size: 3 })
  expect(await ask({ action: 'append', name: 'a.txt', text: ' two' })).toEqual({ name: 'a.txt', size: 7 })
  expect(await ask({ action: 'read', name: 'a.txt' })).toBe('one two')
  expect(await ask({ action: 'list' })).toEqual([{ name: 'a.txt', size: 7 }])
  expect(await ask({ action: 'list' }, 'k', 'other')).toEqual([])
  expect(await ask({ action: 'read', name: 'a.txt', missing: 'empty' }, 'k', null)).toBe('')
  expect(await ask({ action: 'delete', name: 'a.txt' })).toEqual({ name: 'a.txt', deleted: true })
  await expect(ask({ action: 'read', name: 'a.txt' })).rejects.toMatchObject({ code: 'not-found' })
})

test('the same call twice, as after a crash, adds once', async () => {
  const { ask } = service()
  for (let i = 0; i < 2; i++) await ask({ action: 'append', name: 'a.txt', text: 'x' }, 'run/a/1')
  await ask({ action: 'append', name: 'a.txt', text: 'x' }, 'run/b/1')
  expect(await ask({ action: 'read', name: 'a.txt' })).toBe('xx')
})

test('a folder has limits, and says so', async () => {
  const { ask } = service()
  const full = 'x'.repeat(fileLimits.each)
  await ask({ action: 'write', name: 'a', text: full })
  await expect(ask({ action: 'append', name: 'a', text: 'x' })).rejects.toMatchObject({ code: 'too-large' })
  for (let i = 1; i < fileLimits.files; i++) await ask({ action: 'write', name: `f${i}`, text: '' })
  await expect(ask({ action: 'write', name: 'more', text: '' })).rejects.toMatchObject({ code: 'too-large' })
  await ask({ action: 'write', name: 'a', text: 'less' })
})
