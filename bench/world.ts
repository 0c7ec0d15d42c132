import {
  completed,
  createHost,
  defineNode,
  type Flow,
  type Kit,
  port,
  type RunRecord,
  type RunStore,
} from '@quorum/engine'
import { kit as real } from '@quorum/nodes/runners'
import { z } from 'zod'
import { migrateDatabase, openDatabase } from '../apps/server/src/db/open.ts'
import { createClock } from '../apps/server/src/host/clock.ts'
import { createRuns } from '../apps/server/src/store/runs.ts'
import { createSqliteRunStore } from '../apps/server/src/store/sqliteRunStore.ts'
import type { Durability } from './ceiling.ts'

const effect = defineNode({
  kind: 'effect',
  title: 'Effect',
  category: 'tool',
  summary: 'A task that touches nothing, but might: it starts once its inputs are on disk.',
  icon: 'zap',
  params: z.looseObject({}),
  ports: () => ({ inputs: [port('in')], outputs: [port('out')] }),
})

/** The kinds of the app, and a task that costs nothing. */
const kit: Kit = {
  ...real,
  definition: (kind) => (kind === effect.kind ? effect : real.definition(kind)),
  behaviour: (kind) =>
    kind === effect.kind ? { task: async (_, __, { value }) => completed({ out: value }) } : real.behaviour(kind),
}

/** The log is thrown away: what the engine alone costs, events and all. */
const forgetful: RunStore = { commit() {}, events: () => [], unfinished: () => [] }

/** An engine as the server runs it, on a file in `folder` or, without one, on nothing. */
export function engine(folder: string | null, durability: Durability) {
  const database = folder === null ? null : openDatabase(folder, durability)
  if (database) migrateDatabase(database)
  const runs = database && createRuns(database)
  const store = database ? createSqliteRunStore(database, (text) => text) : forgetful
  const ends = new Map<string, (status: string) => void>()
  let commits = 0
  let events = 0
  const refuse = () => Promise.reject(new Error('not in a benchmark'))
  const host = createHost({
    store: {
      ...store,
      commit(batch) {
        commits++
        for (const entry of batch) events += entry.events.length
        store.commit(batch)
      },
    },
    kit,
    models: { call: refuse },
    http: { call: refuse },
    services: { call: refuse },
    sandbox: { run: refuse, render: refuse },
    clock: createClock(),
    watched: () => false,
    onPatch() {},
    onDelta() {},
    onEnd: (runId, view) => ends.get(runId)?.(view.status),
    onBug(error) {
      throw error
    },
  })
  let made = 0

  return {
    host,
    get commits() {
      return commits
    },
    get events() {
      return events
    },
    /** Writes a run down, as the HTTP thread does before the host is told. */
    prepare(flow: Flow, input: RunRecord['input']): RunRecord {
      const rest = { flowId: null, revision: null, flow, input, seed: 1, model: null, source: null, callees: {} }
      return { id: runs?.create({ ...rest, idempotency: null }).id ?? `run_${made++}`, ...rest }
    },
    /** Runs it to its end. */
    run(record: RunRecord): Promise<void> {
      return new Promise((resolve, reject) => {
        ends.set(record.id, (status) => {
          ends.delete(record.id)
          if (status === 'completed') resolve()
          else reject(new Error(`a run of the benchmark ended as ${status}`))
        })
        void host.start(record)
      })
    },
    fileBytes(): number {
      database?.sqlite.pragma('wal_checkpoint(TRUNCATE)')
      return database === null ? 0 : Number(database.sqlite.pragma('page_count', { simple: true })) * 4_096
    },
    close(): void {
      host.stop()
      database?.close()
    },
  }
}
