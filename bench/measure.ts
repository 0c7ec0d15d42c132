/**
 * One workload in a process of its own, so that neither memory nor compiled code of another counts:
 * `node bench/measure.ts <number of the workload> durable|memory <largest size>`. Prints a line of JSON per size.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cost, ceiling, pipelined } from './ceiling.ts'
import { workloads } from './workloads.ts'
import { engine } from './world.ts'

export interface Measured {
  readonly workload: string
  readonly mode: 'durable' | 'memory'
  readonly size: number
  readonly steps: number
  /** The best of its repetitions, in ms. */
  readonly ms: number
  readonly ceilingMs: number
  /** Processor time per step, µs, all threads; and what C takes of it. */
  readonly cpuPerStep: number
  readonly ceilingCpuPerStep: number
  /** What a row costs SQLite in transactions of 1,000, ms and µs of processor time. */
  readonly rowMs: number
  readonly rowCpu: number
  readonly commits: number
  readonly events: number
  readonly bytesPerStep: number
  /** The most memory the process has held so far, MiB. */
  readonly peakMiB: number
}

const [number, mode, largest] = process.argv.slice(2)
const workload = workloads[Number(number)]
if (workload === undefined || (mode !== 'durable' && mode !== 'memory')) throw new Error('which workload, and how?')
const folder = mkdtempSync(join(tmpdir(), 'quorum-bench-'))
/** Small ones more often: what is measured is the machine at its best, not how long V8 takes to compile. */
const repetitions = (steps: number): number =>
  steps > 200_000 ? 1 : steps > 20_000 ? 4 : mode === 'memory' || steps <= 2_000 ? 40 : 12

const least = (one: Cost, other: Cost): Cost => ({
  ms: Math.min(one.ms, other.ms),
  cpu: Math.min(one.cpu, other.cpu),
})

try {
  const sizes = workload.sizes.filter((size) => size <= Number(largest))
  for (const size of sizes.length > 0 ? sizes : workload.sizes.slice(0, 1)) {
    const steps = workload.steps(size)
    const world = engine(mode === 'durable' ? mkdtempSync(join(folder, 'data-')) : null, workload.durability)
    const flow = workload.flow(size)
    const input = workload.input(size)
    let best = { ms: Number.POSITIVE_INFINITY, cpu: Number.POSITIVE_INFINITY, commits: 0, events: 0 }
    const rows = Math.min(steps, 20_000)
    const unknown = mode === 'memory' ? 0 : Number.POSITIVE_INFINITY
    let c: Cost = { ms: unknown, cpu: unknown }
    let batch = c
    const before = world.fileBytes()
    const times = repetitions(steps)
    for (let time = 0; time < times; time++) {
      const records = Array.from({ length: workload.runs(size) }, () => world.prepare(flow, input))
      const { commits, events } = world
      const cpu = process.cpuUsage()
      const started = performance.now()
      await Promise.all(records.map((record) => world.run(record)))
      const ms = performance.now() - started
      const used = process.cpuUsage(cpu)
      best = {
        ms: Math.min(best.ms, ms),
        cpu: Math.min(best.cpu, used.user + used.system),
        commits: world.commits - commits,
        events: world.events - events,
      }
      if (mode === 'memory') continue
      // C is measured in between, so that both see the same machine.
      const inFlight = workload.inFlight(size)
      c = least(c, await ceiling(folder, rows, { durability: workload.durability, inFlight }))
      batch = least(batch, await ceiling(folder, 10_000, { durability: 'full', inFlight: pipelined }))
    }
    const measured: Measured = {
      workload: workload.name,
      mode,
      size,
      steps,
      ms: best.ms,
      ceilingMs: c.ms * (steps / rows),
      cpuPerStep: best.cpu / steps,
      ceilingCpuPerStep: c.cpu / rows,
      rowMs: batch.ms / 10_000,
      rowCpu: batch.cpu / 10_000,
      commits: best.commits,
      events: best.events,
      bytesPerStep: (world.fileBytes() - before) / steps / times,
      peakMiB: process.resourceUsage().maxRSS / 1_024,
    }
    world.close()
    console.log(JSON.stringify(measured))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
