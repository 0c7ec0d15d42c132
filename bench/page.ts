/** The result of a kept run as the tables of docs/performance.md. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { goalLines, isBusy, shareOverHttp } from './goals.ts'
import { perSecond, type Report } from './report.ts'

const page = fileURLToPath(new URL('../docs/performance.md', import.meta.url))
const [from, to] = ['<!-- figures: written by `pnpm bench 100000 engine` -->', '<!-- end of the figures -->']

/** Puts the figures where the page has its marks. */
export function writePage(report: Report): void {
  const text = readFileSync(page, 'utf8')
  const [before, rest] = text.split(from)
  const after = rest?.split(to)[1]
  if (before === undefined || after === undefined) throw new Error(`${page} has lost the marks around its figures`)
  writeFileSync(page, `${before}${from}\n\n${figures(report)}\n\n${to}${after}`)
  console.log(`written to ${page}`)
}

const number = (value: number, digits = 0): string =>
  Number.isFinite(value) ? value.toLocaleString('en', { maximumFractionDigits: digits }) : '–'

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const rule = head.map((name, at) => (at === 0 || name === 'holds' ? '---' : '---:'))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

function figures(report: Report): string {
  const { at, cores, node, load, limits, measured, overHttp } = report
  const day = new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
  const sync = 1_000 / (limits['row, a commit each, full'] ?? Number.NaN)
  const durable = measured.filter(({ mode }) => mode === 'durable')
  return [
    `${day}, ${cores} cores, Node ${node.slice(1)}, load ${load.map((one) => number(one, 1)).join(' before, ')} after; one synced commit takes ${number(sync, 2)} ms. All of it is in \`bench/results/engine.json\`.`,
    ...(isBusy(report)
      ? ['The machine had more to do than it has cores: where a line says so, it goes by processor time.']
      : []),
    table(
      ['goal', 'figure', 'must', 'stretch', 'holds'],
      goalLines(report).map((line) => [line.goal.trim(), line.figure, line.must, line.stretch, line.holds]),
    ),
    table(
      ['durable', 'size', 'steps/s', 'of C', 'of C by CPU', 'CPU µs/step', 'syncs', 'bytes/step', 'in memory, steps/s'],
      durable.map((one) => {
        const memory = measured.find(
          ({ mode, workload, size }) => mode === 'memory' && workload === one.workload && size === one.size,
        )
        return [
          one.workload,
          number(one.size),
          number(perSecond(one)),
          number(one.ceilingMs / one.ms, 2),
          number(one.ceilingCpuPerStep / one.cpuPerStep, 2),
          number(one.cpuPerStep, 1),
          number(one.commits),
          number(one.bytesPerStep),
          memory ? number(perSecond(memory)) : '',
        ]
      }),
    ),
    table(
      ['over HTTP', 'size', 'steps/s of the run', 'of the rate above', 'request to news of the end'],
      overHttp.map((one) => [
        one.workload,
        number(one.size),
        number(perSecond(one)),
        number(shareOverHttp(one, measured), 2),
        `${number(one.clientMs)} ms`,
      ]),
    ),
    table(
      ['what', 'figure'],
      report.figures.map(({ what, value, unit }) => [what, `${number(value, value < 10 ? 3 : 0)} ${unit}`.trim()]),
    ),
  ].join('\n\n')
}
