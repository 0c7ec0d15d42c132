/**
 * The benchmark of MAKER (patterns/MAKER.md §8): B1–B14, each beside what theory says, every decision compared with an
 * oracle. B1, B12, B13 run through a real server; the others on the very voting module the node uses.
 * Run with `pnpm bench:maker`. `--quick`: fewer repetitions and two kills. `--docs`: puts the table into docs/maker.md.
 * `--frames`: how long a frame of the editor takes meanwhile (the editor must be built, and CHROME_PATH may be needed).
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { type Line, lines, quick } from './maker/lines.ts'
import { badStep, otherRules, solveRates } from './maker/rates.ts'
import { kills, throughTheServer } from './maker/server.ts'
import { votingModule } from './maker/voting.ts'

const began = performance.now()
const load = loadavg()[0]?.toFixed(1)
console.log(`${cpus().length} cores, load ${load}, Node ${process.version}\n`)
const report = await throughTheServer()
if (process.argv.includes('--frames')) await (await import('./maker/frames.ts')).frameTimes()
votingModule()
solveRates()
badStep()
otherRules()
await kills(report)
const seconds = (performance.now() - began) / 1000
const missed = lines.filter(({ holds }) => !holds).length
console.log(`\n${lines.length - missed} of ${lines.length} hold, in ${seconds.toFixed(0)} s`)
if (process.argv.includes('--docs')) intoDocs()
process.exitCode = missed > 0 ? 1 : 0

function intoDocs(): void {
  const page = fileURLToPath(new URL('../docs/maker.md', import.meta.url))
  const row = ({ id, what, seen, expected, holds }: Line) =>
    `| ${id} | ${what} | ${seen} | ${expected} | ${holds ? 'yes' : '**no**'} |`
  const table = [
    '<!-- pnpm bench:maker --docs -->',
    `Measured ${quick ? 'with `--quick` ' : ''}in ${seconds.toFixed(0)} s: ${cpus().length} cores, load ${load} when it began, Node ${process.version}.`,
    '',
    '| | Run | Seen | Expected | Holds |',
    '| --- | --- | --- | --- | --- |',
    ...lines.map(row),
    '<!-- end -->',
  ].join('\n')
  const text = readFileSync(page, 'utf8')
  writeFileSync(
    page,
    text.replace(/<!-- pnpm bench:maker --docs -->[\s\S]*?<!-- end -->/, () => table),
  )
}
