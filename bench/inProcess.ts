/** Figures of the engine in one process that are no rates: `node bench/inProcess.ts <what>`, each in a process of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { flowOf } from '@quorum/engine/testing'
import { ceiling } from './ceiling.ts'
import type { Figure } from './overHttp.ts'
import { quantile } from './report.ts'
import { chain, pool as poolOf } from './workloads.ts'
import { engine } from './world.ts'

const [what, count = '1000000'] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'quorum-bench-'))

async function five(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const mode of ['memory', 'durable'] as const) {
    const world = engine(mode === 'durable' ? folder : null, 'full')
    const flow = chain(5, mode === 'durable' ? 'effect' : 'fork')
    const took: number[] = []
    const records = Array.from({ length: mode === 'durable' ? 200 : 2_000 }, () => world.prepare(flow, null))
    const before = world.commits
    for (const record of records) {
      const started = performance.now()
      await world.run(record)
      took.push(performance.now() - started)
    }
    const goal = mode === 'memory' ? '≤ 0.10 · 0.07' : '≤ 2.2'
    figures.push({ what: `five nodes one after another, ${mode}, p50`, value: quantile(took, 0.5), unit: 'ms', goal })
    if (mode === 'durable') {
      // One more, by which the run was written down before it began.
      const syncs = (world.commits - before) / records.length + 1
      figures.push({
        what: 'five nodes that each wait for their sync: fdatasyncs',
        value: syncs,
        unit: '',
        goal: '≤ 12 · 7',
      })
      const ms = (await ceiling(folder, 1_200, { durability: 'full', inFlight: 1 })).ms / 200
      figures.push({ what: 'the ceiling for it: six commits', value: ms, unit: 'ms', goal: '' })
    }
    world.close()
  }
  return figures
}

/** One run in a process that has done nothing before, as the server's run host would do it. */
async function memory(): Promise<Figure[]> {
  const size = Number(count)
  const world = engine(folder, 'full')
  const before = process.memoryUsage.rss() / 1_048_576
  await world.run(
    world.prepare(
      poolOf(size),
      Array.from({ length: size }, (_, index) => index),
    ),
  )
  world.close()
  const peak = process.resourceUsage().maxRSS / 1_024
  return [
    {
      what: `most memory, durable pool of ${size.toLocaleString('en')}`,
      value: peak,
      unit: 'MiB',
      goal: '≤ 300 · 200',
    },
    { what: 'of it before the run began', value: before, unit: 'MiB', goal: '' },
  ]
}

/** A run with so many finished steps, and one that waits, is folded anew as at a start after a crash. */
async function resume(): Promise<Figure[]> {
  const size = Number(count)
  const flow = flowOf(
    {
      i: 'input',
      p: ['pool', { concurrency: 64, maxItems: size }],
      w: ['fork', {}, { parent: 'p' }],
      ok: 'approval',
    },
    ['i>p', 'p.summary>ok'],
  )
  const before = engine(folder, 'full')
  const record = before.prepare(
    flow,
    Array.from({ length: size }, (_, index) => index),
  )
  await before.host.start(record)
  while (before.host.view(record.id)?.waitingFor.length !== 1) await new Promise((resolve) => setTimeout(resolve, 50))
  before.close()
  const after = engine(folder, 'full')
  const started = performance.now()
  after.host.resumeAll()
  const done = after.host.view(record.id)?.nodes.p?.counts.completed
  const ms = performance.now() - started
  after.close()
  if (done !== size) throw new Error(`only ${done} of ${size} steps came back`)
  return [
    {
      what: `resume of a run with ${size.toLocaleString('en')} finished steps`,
      value: ms / 1_000,
      unit: 's',
      goal: '≤ 10 · 3',
    },
    { what: 'most memory in doing so', value: process.resourceUsage().maxRSS / 1_024, unit: 'MiB', goal: '' },
  ]
}

try {
  console.log(JSON.stringify(await (what === 'five' ? five() : what === 'memory' ? memory() : resume())))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
