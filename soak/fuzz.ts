/**
 * `pnpm fuzz [inputs]`: 100,000 generated inputs, or as many as you like, against everything that reads what comes from
 * outside: flow files, texts with names, conditions, drawings, request bodies. `npm test` takes a few hundred of them.
 */
import { spawnSync } from 'node:child_process'

const [inputs = '100000'] = process.argv.slice(2)
if (!(Number(inputs) > 0)) {
  console.error('usage: pnpm fuzz [inputs], e.g. pnpm fuzz 100000')
  process.exit(2)
}
const { status } = spawnSync('pnpm', ['exec', 'vitest', 'run', 'apps/server/src/fuzz'], {
  stdio: 'inherit',
  env: { ...process.env, FUZZ_RUNS: inputs },
})
if (status === 0) console.log(`\n${Number(inputs).toLocaleString('en')} inputs: none crashed, hung or made a 500.`)
process.exit(status ?? 1)
