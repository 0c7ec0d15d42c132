/**
 * `pnpm supply`: what we ship is under licences we may ship, its list is written down, and nobody has reported a hole in it.
 * Licences and the list need no network; the audit does, and says so where there is none instead of failing.
 */

import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { die, root, say } from './process.mjs'
import { bill, foreign, packagesOf } from './supply.lib.mjs'

const pnpm = (args) =>
  spawnSync('pnpm', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, timeout: 30_000 })
const json = (text, what) => {
  try {
    return JSON.parse(text)
  } catch {
    return die(`${what} gave no JSON: ${text.slice(0, 300)}`)
  }
}

const packages = packagesOf(json(pnpm(['--recursive', 'licenses', 'list', '--prod', '--json']).stdout, 'pnpm licenses'))
if (packages.length < 20) die('the list of packages is too short to be true.')
const refused = foreign(packages)
if (refused.length > 0)
  die(`licences we have not agreed to: ${refused.map(({ name, licence }) => `${name} (${licence})`).join(', ')}`)
say(`licences: ${packages.length} packages, all agreed to`)

const { version } = json(readFileSync(join(root, 'package.json'), 'utf8'), 'package.json')
const file = process.argv[2] ?? join(root, 'node_modules/.cache/quorum/sbom.cdx.json')
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, `${JSON.stringify(bill(packages, version, new Date()), null, 2)}\n`)
say(`SBOM: ${file} (CycloneDX 1.6)`)

const audit = pnpm(['audit', '--prod', '--json'])
const found = audit.stdout.trim().startsWith('{') ? JSON.parse(audit.stdout) : null
const counts = found?.metadata?.vulnerabilities
if (!counts) say(`audit: the service could not be asked (${(audit.stderr || audit.stdout).trim().split('\n')[0]})`)
else if (counts.high > 0 || counts.critical > 0)
  die(`pnpm audit knows ${counts.high} high and ${counts.critical} critical: run \`pnpm audit --prod\`.`)
else say('audit: nothing high or critical')
