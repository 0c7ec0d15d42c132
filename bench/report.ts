import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { goalLines, isBusy, shareOverHttp } from './goals.ts'
import type { Measured } from './measure.ts'
import type { Figure, OverHttp } from './overHttp.ts'
import { workloads } from './workloads.ts'

export interface Report {
  readonly at: string
  readonly node: string
  readonly cores: number
  /** Load of the machine before and after, average of a minute. */
  readonly load: readonly [number, number]
  /** What the machine does at the best, per second. */
  readonly limits: Readonly<Record<string, number>>
  readonly measured: readonly Measured[]
  readonly overHttp: readonly OverHttp[]
  readonly figures: readonly Figure[]
}

const results = fileURLToPath(new URL('./results', import.meta.url))
export const perSecond = ({ steps, ms }: Pick<Measured, 'steps' | 'ms'>): number => Math.round((steps / ms) * 1_000)
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
const round = (value: number, digits: number): number => Number(value.toFixed(digits))
const shareOf = ({ ceilingMs, ms }: Measured): number => round(ceilingMs / ms, 3)
const key = ({ workload, mode, size }: Measured): string => `${workload} · ${mode} · ${size}`

export function show(report: Report): void {
  const { load, limits, measured, overHttp, figures } = report
  console.log(`Load of the machine ${load[0].toFixed(1)} before, ${load[1].toFixed(1)} after. Its limits, per second:`)
  console.table(limits)
  console.log('Durable. “of C” is the share of the smallest possible journal, measured in between.')
  console.table(
    measured
      .filter(({ mode }) => mode === 'durable')
      .map((one) => {
        const { goal } = workloads.find(({ name }) => name === one.workload) ?? {}
        return {
          workload: one.workload,
          size: one.size,
          'steps/s': perSecond(one),
          'of C': shareOf(one),
          'of C by CPU': round(one.ceilingCpuPerStep / one.cpuPerStep, 2),
          'must · stretch': goal ? `${goal.must} · ${goal.stretch}` : '',
          'events/s': Math.round((one.events / one.ms) * 1_000),
          'CPU µs/step': round(one.cpuPerStep, 1),
          'syncs (commits)': one.commits,
          'bytes/step': Math.round(one.bytesPerStep),
          'peak MiB': Math.round(one.peakMiB),
        }
      }),
  )
  console.log('In memory: events made, nothing written.')
  console.table(
    measured
      .filter(({ mode }) => mode === 'memory')
      .map((one) => ({
        workload: one.workload,
        size: one.size,
        'steps/s': perSecond(one),
        goal: workloads.find(({ name }) => name === one.workload)?.goal.memory ?? 0,
        'CPU µs/step': round(one.cpuPerStep, 1),
      })),
  )
  console.log('Started over HTTP on a real server, beside the same in this benchmark’s own process.')
  console.table(
    overHttp.map((one) => ({
      workload: one.workload,
      size: one.size,
      'steps/s of the run': perSecond(one),
      'steps/s from request to news of the end': Math.round((one.steps / one.clientMs) * 1_000),
      'of the rate above': round(shareOverHttp(one, measured), 2),
    })),
  )
  console.table(figures.map((one) => ({ ...one, value: round(one.value, 3) })))
  console.log(
    `The goals.${isBusy(report) ? ' The machine had more to do than it has cores: where it says so, processor time stands for the clock.' : ''}`,
  )
  console.table(goalLines(report))
}

/** Writes the result down, after holding it against the last one that was committed. */
export function keep(report: Report, name: string): void {
  const before = lastCommitted()
  if (before) {
    console.log(`Against ${before.file}, by processor time (durable: in relation to C), worse by a fifth or more:`)
    const earlier = new Map(before.report.measured.map((one) => [key(one), one]))
    let worse = 0
    for (const one of report.measured) {
      const old = earlier.get(key(one))
      if (!old) continue
      const costOf = (it: Measured) => it.cpuPerStep / (it.mode === 'durable' ? it.ceilingCpuPerStep : 1)
      const ratio = costOf(old) / costOf(one)
      if (ratio > 0.8) continue
      worse++
      console.log(`  ${key(one)}: ${round(ratio, 2)} of what it was`)
    }
    if (worse === 0) console.log('  nothing')
  }
  mkdirSync(results, { recursive: true })
  const file = `${results}/${name}.json`
  // Short lists on one line, as the formatter wants them.
  const text = JSON.stringify(report, null, 2).replace(/\[\s+([\d.]+),\s+([\d.]+)\s+\]/g, '[$1, $2]')
  writeFileSync(file, `${text}\n`)
  console.log(`written to ${file}`)
}

function lastCommitted(): { file: string; report: Report } | null {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: results, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    const file = git('log', '-1', '--name-only', '--format=', '--', 'engine*.json').trim().split('\n')[0]
    return file ? { file, report: JSON.parse(git('show', `HEAD:${file}`)) as Report } : null
  } catch {
    // Not a git checkout, or no result yet.
    return null
  }
}
