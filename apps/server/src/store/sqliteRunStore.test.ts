import { Flow, noUsage, type RunEvent, type RunView } from '@quorum/engine'
import { expect, onTestFinished, test } from 'vitest'
import { migrateDatabase, openDatabase } from '../db/open.ts'
import { createRedactor } from '../redact.ts'
import { echo } from '../testing/flows.ts'
import { tempFolder } from '../testing/testServer.ts'
import { createRuns } from './runs.ts'
import { createSqliteRunStore, LogConflict } from './sqliteRunStore.ts'

const at = { path: 't', node: 't' }
const event = (seq: number, body: Partial<RunEvent> = {}): RunEvent =>
  ({ seq, at: 1_000 + seq, type: 'node.completed', ...at, ports: { out: seq }, ...body }) as RunEvent

function openStore(folder = tempFolder()) {
  const database = openDatabase(folder, 'normal')
  onTestFinished(() => database.close())
  migrateDatabase(database)
  const runs = createRuns(database)
  const start = () =>
    runs.create({
      flowId: null,
      revision: null,
      flow: Flow.parse(echo),
      input: { question: 'Why?' },
      seed: 7,
      model: null,
      source: null,
      callees: {},
      idempotency: null,
    }).id
  return { database, runs, start, store: createSqliteRunStore(database, createRedactor(['a-very-secret-key'])) }
}
const viewOf = (id: string, seq: number): RunView => ({
  id,
  flowId: null,
  revision: null,
  replayOf: null,
  status: 'completed',
  waitingFor: [],
  seq,
  startedAt: null,
  endedAt: new Date(5_000).toISOString(),
  input: null,
  output: { result: 1 },
  error: null,
  usage: noUsage,
  nodes: {},
})

test('events come back as they were written, in order, from any point', () => {
  const { store, start } = openStore()
  const run = start()
  const events = [
    event(1, { type: 'run.started', input: { question: 'Why?' }, seed: 7 } as Partial<RunEvent>),
    event(2),
    event(3),
  ]
  store.commit([{ runId: run, afterSeq: 0, events }])
  expect([...store.events(run)].slice(1)).toEqual(events.slice(1))
  expect([...store.events(run, 2)]).toEqual([events[2]])
})

test('a long log is read in pages without a hole', () => {
  const { store, start } = openStore()
  const run = start()
  store.commit([{ runId: run, afterSeq: 0, events: Array.from({ length: 2_500 }, (_, i) => event(i + 1)) }])
  expect([...store.events(run)].map((it) => it.seq)).toEqual(Array.from({ length: 2_500 }, (_, i) => i + 1))
})

test('a log that does not end where the writer thinks refuses the whole batch', () => {
  const { store, start } = openStore()
  const [a, b] = [start(), start()]
  store.commit([{ runId: a, afterSeq: 0, events: [event(1)] }])
  const late = () =>
    store.commit([
      { runId: b, afterSeq: 0, events: [event(1)] },
      { runId: a, afterSeq: 0, events: [event(1)] },
    ])
  expect(late).toThrow(LogConflict)
  expect([...store.events(b)]).toEqual([])
  expect(() => store.commit([{ runId: a, afterSeq: 2, events: [event(3)] }])).toThrow(LogConflict)
  expect(() => store.commit([{ runId: a, afterSeq: 1, events: [event(3)] }])).toThrow(LogConflict)
  expect(() => store.commit([{ runId: 'run_none', afterSeq: 0, events: [event(1)] }])).toThrow(LogConflict)
})

test('large values are stored once, whoever carries them, and come back in place', () => {
  const { store, start, database } = openStore()
  const run = start()
  const large = { text: 'x'.repeat(50_000) }
  const small = { $blob: 'not a reference, only looks like one' }
  const events = [
    event(1, { ports: { out: large, other: small } } as Partial<RunEvent>),
    event(2, { input: large, ports: { out: 1 } } as Partial<RunEvent>),
    event(3, { type: 'item.settled', index: 0, status: 'ok', value: large } as Partial<RunEvent>),
  ]
  store.commit([{ runId: run, afterSeq: 0, events }])
  expect([...store.events(run)][0]).toEqual(events[0])
  expect([...store.events(run)][1]).toEqual(events[1])
  expect([...store.events(run)][2]).toMatchObject({ value: large, index: 0 })
  expect(database.sqlite.prepare('SELECT count(*) FROM blob WHERE length(body) > 40000').pluck().get()).toBe(1)
})

test('a secret never reaches the log', () => {
  const { store, start, database } = openStore()
  const run = start()
  store.commit([
    {
      runId: run,
      afterSeq: 0,
      events: [event(1, { ports: { out: 'it is a-very-secret-key!' } } as Partial<RunEvent>)],
    },
  ])
  expect([...store.events(run)][0]).toMatchObject({ ports: { out: 'it is [hidden]!' } })
  expect(JSON.stringify(database.sqlite.prepare('SELECT body FROM run_chunk').all())).not.toContain('a-very-secret-key')
})

test('a run is unfinished until its end is committed, and then keeps its last view', () => {
  const { store, start, runs } = openStore()
  const [a, b] = [start(), start()]
  expect(store.unfinished().map((it) => it.id)).toEqual([a, b])
  store.commit([{ runId: a, afterSeq: 0, events: [event(1)] }])
  expect(runs.row(a)?.status).toBe('running')
  store.commit([{ runId: a, afterSeq: 1, events: [event(2)], ended: viewOf(a, 2) }])
  expect(store.unfinished().map((it) => it.id)).toEqual([b])
  expect(runs.endedView(a)).toEqual(viewOf(a, 2))
  expect(runs.row(a)).toMatchObject({ status: 'completed', endedAt: 5_000 })
  expect(store.record(b)).toMatchObject({ id: b, input: { question: 'Why?' }, seed: 7, flow: { name: 'A chain' } })
})

test('the same flow frozen by many runs is stored once', () => {
  const { start, database } = openStore()
  for (let i = 0; i < 3; i++) start()
  expect(database.sqlite.prepare('SELECT count(*) FROM blob').pluck().get()).toBe(1)
})
