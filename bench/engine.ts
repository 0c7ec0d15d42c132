/**
 * `pnpm bench [largest size] [name]`: the speed of the engine beside C, the ceiling of this very machine. Prints a table, writes
 * bench/results/<name>.json and says what became slower since the last result that was kept. docs/performance.md explains.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { limits } from './ceiling.ts'
import type { Measured } from './measure.ts'
import { type Figure, overHttp } from './overHttp.ts'
import { writePage } from './page.ts'
import { keep, type Report, show } from './report.ts'
import { workloads } from './workloads.ts'

const compiled = fileURLToPath(new URL('../node_modules/.cache/quorum/compiled', import.meta.url))
const largest = process.argv[2] ?? '100000'
const name = process.argv[3] ?? 'last'
const folder = mkdtempSync(join(tmpdir(), 'quorum-bench-'))
const measured: Measured[] = []
try {
  const load = loadavg()[0] ?? 0
  const machine = await limits(folder)
  for (const number of workloads.keys())
    for (const mode of ['durable', 'memory'])
      for (const line of lines('./measure.ts', String(number), mode, largest))
        measured.push(JSON.parse(line) as Measured)
  const figures = [
    ['five'],
    ['memory', '100000'],
    ['resume', Number(largest) >= 100_000 ? '1000000' : '100000'],
  ].flatMap((args) => lines('./inProcess.ts', ...args).flatMap((line) => JSON.parse(line) as Figure[]))
  const { rates, figures: seen } = await overHttp(folder, Number(largest))
  const report: Report = {
    at: new Date().toISOString(),
    node: process.version,
    cores: cpus().length,
    load: [load, loadavg()[0] ?? 0],
    limits: machine,
    measured,
    overHttp: rates,
    figures: [...figures, ...seen],
  }
  show(report)
  keep(report, name)
  if (name === 'engine') writePage(report)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The lines a script of its own process prints. */
function lines(script: string, ...args: string[]): string[] {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const { stdout, status } = spawnSync(process.execPath, [path, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    // As `npm start` does: reading the modules anew would count as memory.
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  })
  if (status !== 0) throw new Error(`${script} ${args.join(' ')} broke`)
  return stdout.trim().split('\n')
}
