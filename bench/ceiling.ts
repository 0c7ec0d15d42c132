/**
 * C, the ceiling: the smallest possible journal on this very machine. One row per finished step, one transaction per turn
 * of the event loop, nothing else. `strict`: as many rows a turn as chains are in flight, for each waits for the commit
 * before it goes on. `pipelined`: the steps run ahead, 1,000 rows a turn.
 */
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import SQLite from 'better-sqlite3'

export type Durability = 'full' | 'normal'
export interface CeilingOptions {
  readonly durability: Durability
  /** Rows in one transaction. */
  readonly inFlight: number
}
export const pipelined = 1_000

const row = '{"type":"node.completed","path":"n17","node":"n17","ports":{"out":18},"input":17}'

/** Milliseconds by the clock, and microseconds of processor time. */
export interface Cost {
  readonly ms: number
  readonly cpu: number
}

/** What `steps` steps cost at the best. */
export async function ceiling(folder: string, steps: number, { durability, inFlight }: CeilingOptions): Promise<Cost> {
  const sqlite = new SQLite(join(folder, `ceiling-${durability}.sqlite`))
  try {
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma(`synchronous = ${durability}`)
    sqlite.pragma('wal_autocheckpoint = 4000')
    sqlite.exec('CREATE TABLE IF NOT EXISTS step (no INTEGER PRIMARY KEY, body TEXT NOT NULL)')
    const insert = sqlite.prepare<[string]>('INSERT INTO step (body) VALUES (?)')
    const commit = sqlite.transaction((count: number) => {
      for (let index = 0; index < count; index++) insert.run(row)
    })
    const started = performance.now()
    const before = process.cpuUsage()
    for (let done = 0; done < steps; done += inFlight) {
      commit.immediate(Math.min(inFlight, steps - done))
      await setImmediate()
    }
    const { user, system } = process.cpuUsage(before)
    return { ms: performance.now() - started, cpu: user + system }
  } finally {
    sqlite.close()
  }
}

/** What the machine itself does, per second: for the head of the report. */
export async function limits(folder: string): Promise<Record<string, number>> {
  const event = JSON.parse(row) as object
  const text = { ...event, seq: 123_456, at: 1_795_610_672_000, note: 'x'.repeat(236 - row.length - 40) }
  const perSecond = async (count: number, work: () => Promise<unknown>): Promise<number> => {
    let best = Number.POSITIVE_INFINITY
    for (let round = 0; round < 3; round++) {
      const started = performance.now()
      await work()
      best = Math.min(best, performance.now() - started)
    }
    return Math.round((count / best) * 1_000)
  }
  const rows = (count: number, inFlight: number, durability: Durability) =>
    perSecond(count, () => ceiling(folder, count, { durability, inFlight }))
  return {
    'async call': await perSecond(1_000_000, async () => {
      const nothing = async () => undefined
      for (let index = 0; index < 1_000_000; index++) await nothing()
    }),
    'JSON of a 236-byte event': await perSecond(200_000, async () => {
      for (let index = 0; index < 200_000; index++) JSON.stringify(text)
    }),
    'row, a commit each, full': await rows(500, 1, 'full'),
    'row, a commit each, normal': await rows(10_000, 1, 'normal'),
    'row, 64 a commit, full': await rows(20_000, 64, 'full'),
    'row, 1,000 a commit, full': await rows(200_000, 1_000, 'full'),
  }
}
