import { dirname } from 'node:path'
import { flowOf } from '@quorum/engine/testing'
import { expect, onTestFinished, test } from 'vitest'
import { migrateDatabase, openDatabase } from '../db/open.ts'
import { tempFolder } from '../testing/testServer.ts'
import { createRuns } from './runs.ts'

function opened() {
  const database = openDatabase(tempFolder(), 'normal')
  onTestFinished(() => database.close())
  migrateDatabase(database)
  return { database, runs: createRuns(database, () => 5) }
}
const rest = { flowId: null, revision: null, input: null, seed: 1, model: null, source: null, callees: {} }
const newRun = { ...rest, flow: flowOf({ a: 'pass' }, []), idempotency: null }
const keyed = (key: string) => ({ ...newRun, idempotency: { key, bodyHash: 'b' } })

test('runs that are started together are written in one transaction, and each is there once it is told', async () => {
  const { database, runs } = opened()
  const other = openDatabase(dirname(database.sqlite.name), 'normal')
  onTestFinished(() => other.close())
  // It changes with each commit of another connection.
  const version = () => other.sqlite.pragma('data_version', { simple: true })
  const before = version()
  const versions = new Set()
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      const { id } = await runs.createAmongOthers(newRun)
      versions.add(version())
      expect(runs.row(id)).toMatchObject({ id, createdAt: 5, status: 'pending' })
    }),
  )
  expect(versions.size).toBe(1)
  expect(versions).not.toContain(before)
})

test('the same key is the same run, also while it is being written', async () => {
  const { runs } = opened()
  const first = runs.createAmongOthers(keyed('k'))
  const again = runs.byKey('k', 'b')
  expect(runs.byKey('k', 'another body')).toEqual({ outcome: 'conflict' })
  const { id } = await first
  expect(await again).toEqual({ id, status: 'pending', outcome: 'repeated' })
  expect(runs.byKey('k', 'b')).toEqual({ id, status: 'pending', outcome: 'repeated' })
})

test('a run that cannot be written does not keep out those beside it', async () => {
  const { runs } = opened()
  runs.create(keyed('taken'))
  const results = await Promise.allSettled([
    runs.createAmongOthers(newRun),
    runs.createAmongOthers(keyed('taken')),
    runs.createAmongOthers(newRun),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})
