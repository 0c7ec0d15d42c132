import { copyFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunEvent } from '@quorum/engine'
import { flowOf, world } from '@quorum/engine/testing'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { databasePath, migrateDatabase, openDatabase, StartError } from '../db/open.ts'
import { tempFolder } from '../testing/testServer.ts'
import { createRuns } from './runs.ts'
import { createSqliteRunStore } from './sqliteRunStore.ts'

function opened(folder = tempFolder()) {
  const database = openDatabase(folder, 'full')
  onTestFinished(() => database.close())
  migrateDatabase(database)
  return { folder, database, runs: createRuns(database), store: createSqliteRunStore(database, (text) => text) }
}
const plain = { flowId: null, revision: null, flow: flowOf({ a: 'pass' }, []), input: null, seed: 1 }
const newRun = { ...plain, model: null, source: null, callees: {}, idempotency: null }

test('a full disk lets runs stand still; with room they go on and nothing is missing', async () => {
  const { database, runs, store } = opened()
  const large = 'x'.repeat(20_000)
  const flow = flowOf({ a: 'ask', b: 'ask', c: 'ask' }, ['a>b', 'b>c'])
  const { id } = runs.create({ ...newRun, flow })
  const stalls: unknown[] = []
  const w = world({
    through: () => store,
    onStall: (error) => stalls.push((error as { code?: string } | null)?.code ?? null),
    answer: () => {
      if (w.model.asked.length === 2) {
        const pages = database.sqlite.pragma('page_count', { simple: true }) as number
        database.sqlite.pragma(`max_page_count = ${pages}`)
        return Math.random().toString().repeat(20_000).slice(0, 300_000)
      }
      return large
    },
  })
  await w.start(flow, null, id)
  await w.clock.pass(2_500)
  expect(stalls).toEqual(['SQLITE_FULL'])
  expect(w.model.asked).toHaveLength(2)
  database.sqlite.pragma('max_page_count = 1000000')
  await w.clock.pass(1_000)
  expect(stalls).toEqual(['SQLITE_FULL', null])
  expect(runs.endedView(id)).toMatchObject({ status: 'completed' })
  const seqs = [...store.events(id)].map(({ seq }) => seq)
  expect(seqs).toEqual(seqs.map((_, index) => index + 1))
})

test('whatever a power cut leaves of the write-ahead log, the log of a run is a beginning of what was written', () => {
  const { folder, database, runs, store } = opened()
  database.sqlite.pragma('wal_checkpoint(TRUNCATE)')
  const { id } = runs.create(newRun)
  const events: RunEvent[] = []
  for (let seq = 1; seq <= 120; seq += 3) {
    const some = [seq, seq + 1, seq + 2].map(
      (seq) => ({ seq, at: seq, type: 'node.completed', path: `p${seq}`, node: 'p', ports: { out: seq } }) as RunEvent,
    )
    store.commit([{ runId: id, afterSeq: seq - 1, events: some }])
    events.push(...some)
  }
  const wal = `${databasePath(folder)}-wal`
  const size = statSync(wal).size
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: size }),
      fc.integer({ min: 0, max: 255 }),
      fc.boolean(),
      (cut, byte, torn) => {
        const copy = tempFolder()
        copyFileSync(databasePath(folder), databasePath(copy))
        copyFileSync(wal, `${databasePath(copy)}-wal`)
        if (torn && cut < size) {
          const bytes = readFileSync(wal)
          bytes.fill(byte, cut, Math.min(size, cut + 512))
          writeFileSync(`${databasePath(copy)}-wal`, bytes)
        } else truncateSync(`${databasePath(copy)}-wal`, cut)
        const after = openDatabase(copy, 'full')
        try {
          migrateDatabase(after)
          const found = createRuns(after).row(id) ? [...createSqliteRunStore(after, (text) => text).events(id)] : []
          expect(found).toEqual(events.slice(0, found.length))
          expect(found.length % 3).toBe(0)
        } finally {
          after.close()
        }
      },
    ),
    { numRuns: 40 },
  )
})

test('a damaged file is refused in words and left as it is', () => {
  const { folder, database, runs } = opened()
  for (let index = 0; index < 50; index++) runs.create({ ...newRun, input: 'x'.repeat(3_000) })
  database.sqlite.pragma('wal_checkpoint(TRUNCATE)')
  const copy = tempFolder()
  const bytes = readFileSync(databasePath(folder))
  bytes.fill(0xa5, 8_192, 40_000)
  writeFileSync(databasePath(copy), bytes)
  const start = () => {
    const damaged = openDatabase(copy, 'full')
    try {
      migrateDatabase(damaged)
    } finally {
      damaged.close()
    }
  }
  expect(start).toThrow(StartError)
  expect(start).toThrow(/damaged/)
  expect(readFileSync(databasePath(copy)).equals(bytes)).toBe(true)
  expect(existsSync(join(copy, 'quorum.sqlite-journal'))).toBe(false)
})
