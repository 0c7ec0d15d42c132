/**
 * `pnpm soak [minutes] [kills]`: the property tests from seeds of their own for as long as you like, then real kills of a
 * real server. Prints what it did; a failure prints the flow and the seed that led to it.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const [minutes = '10', kills = '200'] = process.argv.slice(2)
if (!(Number(minutes) >= 0) || !(Number(kills) >= 0)) {
  console.error('usage: pnpm soak [minutes] [kills], e.g. pnpm soak 10 200')
  process.exit(2)
}
/** Properties in the two files, shared out over two workers as vitest does. */
const properties = 14
const folder = mkdtempSync(join(tmpdir(), 'quorum-soak-'))
const figures = join(folder, 'figures')
writeFileSync(figures, '')

const vitest = (args: readonly string[], env: Record<string, string>): boolean =>
  spawnSync('pnpm', ['exec', 'vitest', 'run', ...args], { stdio: 'inherit', env: { ...process.env, ...env } })
    .status === 0

let ok = true
if (Number(minutes) > 0) {
  const each = Math.round((Number(minutes) * 60_000) / properties)
  ok = vitest(['-c', 'soak/vitest.config.ts'], { SOAK_MS: String(each), SOAK_FIGURES: figures })
  const lines = readFileSync(figures, 'utf8').split('\n').filter(Boolean)
  const done = lines.map((line) => JSON.parse(line) as { numRuns: number; failed: boolean })
  const runs = done.reduce((sum, { numRuns }) => sum + numRuns, 0)
  console.log(
    `\nproperties: ${done.length}, random cases: ${runs}, failed: ${done.filter(({ failed }) => failed).length}`,
  )
}
if (Number(kills) > 0) {
  const seed = String(Date.now() % 1_000_000)
  console.log(`\nkills: ${kills}, seed ${seed}`)
  ok = vitest(['apps/server/src/contract/kills.test.ts'], { QUORUM_KILLS: kills, QUORUM_SEED: seed }) && ok
}
rmSync(folder, { recursive: true, force: true })
process.exit(ok ? 0 : 1)
