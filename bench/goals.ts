/** The goals of docs/performance.md, line by line, beside what was measured. */
import type { Measured } from './measure.ts'
import type { Report } from './report.ts'

export interface GoalLine {
  readonly goal: string
  readonly figure: string
  readonly must: string
  readonly stretch: string
  readonly holds: 'stretch' | 'must' | 'no' | '?'
}

/** A machine with more to do than it has cores gives time to others: then processor time tells more than the clock. */
export const isBusy = ({ load, cores }: Pick<Report, 'load' | 'cores'>): boolean => Math.max(...load) > cores * 1.5

const round = (value: number, digits = 2): string => String(Number(value.toFixed(digits)))
const thousands = (value: number): string => Math.round(value).toLocaleString('en')

export function goalLines(report: Report): GoalLine[] {
  const busy = isBusy(report)
  const by = busy ? ' by processor time' : ''
  const all = (workload: string, mode: Measured['mode']): Measured[] =>
    report.measured.filter((one) => one.workload === workload && one.mode === mode)
  const at = (workload: string, mode: Measured['mode'], size: number): Measured | undefined =>
    all(workload, mode).find((one) => one.size === size) ?? all(workload, mode).at(-1)
  const figure = (what: string): number => report.figures.find((one) => one.what.startsWith(what))?.value ?? Number.NaN

  /** At least so much, or with `most` at most. Of several the worst counts. */
  function line(
    goal: string,
    values: readonly number[],
    [must, stretch]: readonly [number, number],
    { most = false, show = round, unit = '' }: { most?: boolean; show?: (value: number) => string; unit?: string } = {},
  ): GoalLine {
    const worst = most ? Math.max(...values) : Math.min(...values)
    const reaches = (limit: number): boolean => (most ? worst <= limit : worst >= limit)
    const sign = most ? '≤' : '≥'
    return {
      goal,
      figure: values.map((value) => show(value)).join(' · ') + unit,
      must: `${sign} ${show(must)}${unit}`,
      stretch: `${sign} ${show(stretch)}${unit}`,
      holds: !Number.isFinite(worst) ? '?' : reaches(stretch) ? 'stretch' : reaches(must) ? 'must' : 'no',
    }
  }
  const ofC = (one: Measured | undefined): number =>
    !one ? Number.NaN : busy ? one.ceilingCpuPerStep / one.cpuPerStep : one.ceilingMs / one.ms
  const rowShare = (one: Measured | undefined): number =>
    !one
      ? Number.NaN
      : busy
        ? (one.rowCpu * one.events) / (one.cpuPerStep * one.steps)
        : (one.rowMs * one.events) / one.ms
  const rate = (one: Measured | undefined): number =>
    !one ? Number.NaN : busy ? 1e6 / one.cpuPerStep : (one.steps / one.ms) * 1_000
  const size = (one: Measured | undefined): string => thousands(one?.size ?? Number.NaN)
  const inMemory = (workload: string, wanted: number, must: number): GoalLine =>
    line(
      `6 in memory, ${workload}, ${size(at(workload, 'memory', wanted))}: steps/s${by}`,
      [rate(at(workload, 'memory', wanted))],
      [must, must * 2],
      {
        show: thousands,
      },
    )
  const three = [
    at('fork and join', 'durable', 1_000),
    at('pool, 64 at a time', 'durable', 100_000),
    at('200 runs of 20 nodes', 'durable', 200),
  ]
  const grown = ['chain of pure nodes', 'fork and join', 'pool, 64 at a time', 'loop of pure nodes']
  const batched = report.measured.filter(({ mode, commits, steps }) => mode === 'durable' && commits * 10 < steps)
  const alone = figure('the hot run, rounds per second alone')
  const http = report.overHttp.filter(({ ms }) => ms >= 50)
  return [
    line(
      `1 chain, every step waits for its sync: of C${by}`,
      [ofC(at('chain, every step waits for its sync', 'durable', 1_000))],
      [0.7, 0.9],
    ),
    line(
      `2 chain of pure nodes, ${all('chain of pure nodes', 'durable').map(size).join(' · ')}: of C${by}`,
      all('chain of pure nodes', 'durable').map(ofC),
      [0.15, 0.3],
    ),
    line(`3 fork of 1,000 · pool of ${size(three[1])} · 200 runs of 20: of C${by}`, three.map(ofC), [0.2, 0.4]),
    line(`4 rows of the log in these: of SQLite’s batches of 1,000${by}`, three.map(rowShare), [0.25, 0.5]),
    line(
      `5 loop of ${size(at('loop, each round its own commit', 'durable', 100_000))} rounds, a commit each: of C${by}`,
      [ofC(at('loop, each round its own commit', 'durable', 100_000))],
      [0.5, 0.7],
    ),
    inMemory('chain of pure nodes', 1_000, 125_000),
    inMemory('fork and join', 1_000, 86_000),
    inMemory('pool, 64 at a time', 100_000, 170_000),
    inMemory('loop of pure nodes', 100_000, 200_000),
    line('7 five nodes in memory, p50', [figure('five nodes one after another, memory')], [0.1, 0.07], {
      most: true,
      show: (ms) => round(ms, 3),
      unit: ' ms',
    }),
    line('7 five nodes that each wait for their sync: fdatasyncs', [figure('five nodes that each wait')], [12, 7], {
      most: true,
    }),
    line(
      '8 growth of processor time, durable: chain · fork · pool · loop',
      grown.map((name) => exponent(all(name, 'durable'))),
      [1.05, 1.02],
      { most: true },
    ),
    line(
      '8 the same in memory',
      grown.map((name) => exponent(all(name, 'memory'))),
      [1.05, 1.02],
      { most: true },
    ),
    line(
      '9 bytes per step in the file, batched: the most',
      [Math.max(...batched.map(({ bytesPerStep }) => bytesPerStep))],
      [600, 300],
      { most: true, show: thousands },
    ),
    line('10 peak memory, durable pool of 100,000', [figure('most memory, durable pool')], [300, 200], {
      most: true,
      show: thousands,
      unit: ' MiB',
    }),
    line(
      `11 ${report.figures.find(({ what }) => what.startsWith('resume'))?.what}`,
      [figure('resume of a run')],
      [10, 3],
      {
        most: true,
        show: (s) => round(s, 1),
        unit: ' s',
      },
    ),
    line(
      '12 API beside a hot run and 1,000 clients, p99',
      [figure('API while a run is hot and 1000 clients watch it, p99')],
      [100, 30],
      { most: true, show: thousands, unit: ' ms' },
    ),
    line(
      '12 how much the clients slow the run down',
      [1 - figure('the hot run, rounds per second watched') / alone],
      [0.2, 0.1],
      { most: true },
    ),
    line(
      '  over HTTP, of the rates above: the least',
      [Math.min(...http.map((one) => shareOverHttp(one, report.measured)))],
      [0.8, 1],
    ),
    line('  acknowledged steps lost by a kill', [figure('acknowledged steps lost')], [0, 0], { most: true }),
  ]
}

export function shareOverHttp(
  { workload, size, ms }: Report['overHttp'][number],
  measured: readonly Measured[],
): number {
  const own = measured.find((one) => one.workload === workload && one.size === size && one.mode === 'durable')
  return own ? own.ms / ms : Number.NaN
}

/** How the processor time grows with the size: 1 is in proportion. */
function exponent(of: readonly Measured[]): number {
  const [first, last] = [of[0], of.at(-1)]
  if (!first || !last || first === last) return Number.NaN
  const growth = (last.cpuPerStep * last.steps) / (first.cpuPerStep * first.steps)
  return Math.log(growth) / Math.log(last.steps / first.steps)
}
