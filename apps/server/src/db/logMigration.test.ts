import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { createRuns } from '../store/runs.ts'
import { tempFolder } from '../testing/testServer.ts'
import { migrateDatabase, openDatabase } from './open.ts'

const migrations = fileURLToPath(new URL('../../drizzle', import.meta.url))

test('logs written one row per event are read as before', () => {
  const database = openDatabase(tempFolder(), 'normal')
  onTestFinished(() => database.close())
  const { sqlite } = database
  const { entries } = JSON.parse(readFileSync(`${migrations}/meta/_journal.json`, 'utf8')) as {
    entries: { tag: string; when: number }[]
  }
  sqlite.exec('CREATE TABLE __drizzle_migrations (id INTEGER PRIMARY KEY, hash text NOT NULL, created_at numeric)')
  for (const { tag, when } of entries.slice(
    0,
    entries.findIndex((it) => it.tag.endsWith('_log_in_chunks')),
  )) {
    sqlite.exec(readFileSync(`${migrations}/${tag}.sql`, 'utf8'))
    sqlite.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)').run(tag, when)
  }
  const large = JSON.stringify('x'.repeat(40_000))
  sqlite.prepare('INSERT INTO blob VALUES (?, ?), (?, ?)').run('f', '{}', 'h', large)
  const run = sqlite.prepare(
    "INSERT INTO run (no, id, flow_hash, name, input, seed, status, created_at) VALUES (?, ?, 'f', 'n', 'null', 1, 'running', 1)",
  )
  const event = sqlite.prepare(
    'INSERT INTO run_event (run_no, seq, at, type, path, body, blobs) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  for (const no of [3, 4]) {
    run.run(no, `run_${no}`)
    event.run(no, 1, 10, 'run.started', null, '{"input":null,"seed":1}', null)
    for (let seq = 2; seq < 500; seq++)
      event.run(no, seq, 10 + seq, 'node.completed', `p[${seq}]/"w"`, `{"node":"w","ports":{"out":${seq}}}`, null)
    event.run(no, 500, 600, 'node.completed', 'big', '{"node":"big","ports":{"out":null,"b":1}}', '{"ports.out":"h"}')
    event.run(no, 501, 601, 'run.paused', null, '{}', null)
  }
  migrateDatabase(database)

  const runs = createRuns(database)
  const log = runs.events('run_4', 0, 1_000)
  expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 501 }, (_, index) => index + 1))
  expect(log[0]).toEqual({ seq: 1, at: 10, type: 'run.started', input: null, seed: 1 })
  expect(log[6]).toEqual({ seq: 7, at: 17, type: 'node.completed', path: 'p[7]/"w"', node: 'w', ports: { out: 7 } })
  expect(log[499]).toMatchObject({ path: 'big', ports: { out: 'x'.repeat(40_000), b: 1 } })
  expect(log[500]).toEqual({ seq: 501, at: 601, type: 'run.paused' })
  expect(runs.eventsAt('run_3', 'p[7]/"w"')).toEqual([log[6]])
  expect(sqlite.prepare("SELECT name FROM sqlite_master WHERE name LIKE 'run_event%'").all()).toEqual([])
})
