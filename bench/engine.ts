/**
 * `pnpm bench [largest size]`: the speed of the engine beside C, the ceiling of this very machine. Prints a table, writes
 * bench/results/<name>.json and says what became slower since the last result that was kept. docs/performance.md explains.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { limits } from './ceiling.ts'
import type { Measured } from './measure.ts'
import { keep, type Report, show } from './report.ts'
import { workloads } from './workloads.ts'

const largest = process.argv[2] ?? '100000'
const name = process.argv[3] ?? 'last'
const folder = mkdtempSync(join(tmpdir(), 'quorum-bench-'))
const measured: Measured[] = []
try {
  const load = loadavg()[0] ?? 0
  const machine = await limits(folder)
  for (const [number, { name }] of workloads.entries())
    for (const mode of ['durable', 'memory']) {
      const script = fileURLToPath(new URL('./measure.ts', import.meta.url))
      const { stdout, status } = spawnSync(process.execPath, [script, String(number), mode, largest], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      if (status !== 0) throw new Error(`“${name}” broke`)
      for (const line of stdout.trim().split('\n')) measured.push(JSON.parse(line) as Measured)
    }
  const report: Report = {
    at: new Date().toISOString(),
    node: process.version,
    cores: cpus().length,
    load: [load, loadavg()[0] ?? 0],
    limits: machine,
    measured,
  }
  show(report)
  keep(report, name)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
