/**
 * Speed of the engine on a real SQLite file, beside the ceiling C of this very machine: the smallest possible journal, one
 * row per finished step, one synced transaction per turn of the event loop. Ratios count, absolute figures drift.
 * Run with `pnpm bench`.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHost, type Flow, type RunRecord } from '@quorum/engine'
import { flowOf, testKit } from '@quorum/engine/testing'
import { databasePath, migrateDatabase, openDatabase } from '../apps/server/src/db/open.ts'
import { createClock } from '../apps/server/src/host/clock.ts'
import { createRuns } from '../apps/server/src/store/runs.ts'
import { createSqliteRunStore } from '../apps/server/src/store/sqliteRunStore.ts'

const folder = mkdtempSync(join(tmpdir(), 'quorum-bench-'))
const database = openDatabase(folder, 'full')
migrateDatabase(database)
const store = createSqliteRunStore(database, (text) => text)
const runs = createRuns(database)

interface Result {
  readonly what: string
  readonly steps: number
  readonly ms: number
  readonly ceilingMs: number
}
const results: Result[] = []

const ends = new Map<string, () => void>()
const host = createHost({
  store,
  kit: testKit,
  models: {
    call: async () => ({ text: 'ok', usage: { calls: 1, inputTokens: 1, outputTokens: 1, usd: 0, simulated: true } }),
  },
  sandbox: { run: () => Promise.reject(new Error('unused')), render: () => Promise.reject(new Error('unused')) },
  clock: createClock(),
  watched: () => false,
  onPatch() {},
  onDelta() {},
  onEnd: (runId) => ends.get(runId)?.(),
  onBug(error) {
    throw error
  },
})

function run(flow: Flow): Promise<void> {
  const rest = { flowId: null, revision: null, flow, input: 0, seed: 1, model: null, source: null, callees: {} }
  const { id } = runs.create({ ...rest, idempotency: null })
  const record: RunRecord = { id, ...rest }
  return new Promise((resolve) => {
    ends.set(record.id, resolve)
    void host.start(record)
  })
}

/** C: `chains` chains of steps, each step one row, one transaction per turn of the event loop. */
async function ceiling(steps: number, chains: number): Promise<number> {
  database.sqlite.exec('CREATE TABLE IF NOT EXISTS ceiling (no INTEGER PRIMARY KEY, body TEXT NOT NULL)')
  const insert = database.sqlite.prepare('INSERT INTO ceiling (body) VALUES (?)')
  const commit = database.sqlite.transaction((count: number) => {
    for (let index = 0; index < count; index++) insert.run('{"path":"a","ports":{"out":1}}')
  })
  const started = performance.now()
  for (let done = 0; done < steps; done += chains) {
    commit.immediate(Math.min(chains, steps - done))
    await new Promise((resolve) => setImmediate(resolve))
  }
  return performance.now() - started
}

async function measure(what: string, steps: number, chains: number, work: () => Promise<unknown>): Promise<void> {
  const before = await ceiling(steps, chains)
  const started = performance.now()
  await work()
  const ms = performance.now() - started
  const after = await ceiling(steps, chains)
  results.push({ what, steps, ms, ceilingMs: (before + after) / 2 })
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`)
function chain(count: number, kind: 'add' | 'ask'): Flow {
  const ids = names(count)
  return flowOf(
    Object.fromEntries(ids.map((id) => [id, kind])),
    ids.slice(1).map((id, index) => `${ids[index]}>${id}`),
  )
}
function fork(count: number): Flow {
  const ids = names(count)
  return flowOf(
    { f: 'pass', j: 'join', ...Object.fromEntries(ids.map((id) => [id, 'add'])) },
    ids.flatMap((id) => [`f>${id}`, `${id}>j`]),
  )
}
const map = (count: number): Flow =>
  flowOf(
    { l: ['list', { of: count }], p: ['pool', { concurrency: 64, maxItems: count }], w: ['add', {}, { parent: 'p' }] },
    ['l>p'],
  )
const loop = (rounds: number): Flow =>
  flowOf({ in: 'input', d: 'add', g: ['gate', { when: `input >= ${rounds}` }], out: 'output' }, [
    'in>d',
    'd>g',
    'g.pass>out',
    `g.fail>d*${rounds}`,
  ])

await run(chain(100, 'add'))
await measure('chain of 1,000 in which every step waits for its sync', 1_000, 1, () => run(chain(1_000, 'ask')))
await measure('chain of 9,000 pure nodes', 9_000, 1_000, () => run(chain(9_000, 'add')))
await measure('fork 1,000 and join', 1_000, 1_000, () => run(fork(1_000)))
await measure('map 10,000 at 64', 10_000, 1_000, () => run(map(10_000)))
await measure('map 100,000 at 64', 100_000, 1_000, () => run(map(100_000)))
await measure('loop of 10,000 rounds', 20_000, 1_000, () => run(loop(10_000)))
await measure('200 runs of 20 nodes at once', 4_000, 200, () =>
  Promise.all(names(200).map(() => run(chain(20, 'add')))),
)

console.table(
  results.map(({ what, steps, ms, ceilingMs }) => ({
    what,
    'steps/s': Math.round((steps / ms) * 1_000),
    'µs/step': Math.round((ms / steps) * 1_000 * 10) / 10,
    'of C': Math.round((ceilingMs / ms) * 100) / 100,
  })),
)
console.log(
  `file ${(statSync(databasePath(folder)).size / 1e6).toFixed(1)} MB, peak RSS ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`,
)
host.stop()
database.close()
rmSync(folder, { recursive: true, force: true })
