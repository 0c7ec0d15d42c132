/**
 * `npm start`, `npm test` and `npm run dev` on a machine that may have nothing but some Node and npm.
 * Uses node: modules only and runs on Node 18, because it is what fetches everything else.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBrowser } from './browser.mjs'
import { cacheDir, die, root, runs, say, seconds, step } from './process.mjs'
import { serve, serveDev } from './serve.mjs'
import { hashOf, unlessStamped } from './stamp.mjs'
import { ensureTools } from './tools.mjs'

const workspaces = ['apps', 'packages'].flatMap((group) =>
  readdirSync(join(root, group)).map((name) => `${group}/${name}`),
)
const manifests = ['.', 'e2e', 'bench', ...workspaces].map((dir) => join(dir, 'package.json'))
const platform = `${process.platform}-${process.arch}`

function install() {
  const stamp = {
    file: join(cacheDir, 'install'),
    hash: hashOf(root, ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests], platform),
    results: ['apps/server', 'apps/editor', 'e2e', 'bench'].map((dir) => join(root, dir, 'node_modules')),
  }
  const done = unlessStamped(stamp, () => {
    ensureTools()
    step('install', () => {
      if (runs('pnpm', ['install', '--frozen-lockfile', '--prefer-offline'])) return
      die('pnpm could not install the packages; its message is above. After a change of versions run `pnpm install`.')
    })
  })
  if (!done) say('install: nothing changed')
}

function build() {
  const stamp = {
    file: join(cacheDir, 'build'),
    hash: hashOf(root, ['apps/editor', 'packages', 'tsconfig.base.json', 'pnpm-lock.yaml']),
    results: [join(root, 'apps/editor/dist/index.html')],
  }
  const done = unlessStamped(stamp, () => {
    ensureTools()
    step(
      'build',
      () => runs('pnpm', ['--filter', '@quorum/editor', 'run', 'build']) || die('the editor did not build.'),
    )
  })
  if (!done) say('build: nothing changed')
}

const tool = (name, args, message) => () => step(name, () => runs('pnpm', args) || die(message))

/** Biome colours single letters, in CI always: unreadable in a log. */
const plain = process.stdout.isTTY ? [] : ['--colors=off']

/** The steps of `npm test`, cheapest first. */
const testSteps = {
  lint: tool('lint', ['exec', 'biome', 'ci', ...plain], 'lint or format complains. `pnpm format` mends most of it.'),
  types: tool('types', ['run', 'types'], 'the types do not hold.'),
  supply: tool('supply', ['run', 'supply'], 'something we use is not as it should be; see above.'),
  unit: tool('unit', ['exec', 'vitest', 'run'], 'unit tests failed.'),
  browser: () =>
    step('browser', () => {
      const path = ensureBrowser()
      if (path) process.env.CHROME_PATH = path
    }),
  build,
  e2e: tool(
    'e2e',
    ['--filter', '@quorum/e2e', 'exec', 'playwright', 'test', '--pass-with-no-tests'],
    'browser tests failed.',
  ),
}

function test(names) {
  const unknown = names.find((name) => !Object.hasOwn(testSteps, name))
  if (unknown) die(`there is no test step “${unknown}”. Steps: ${Object.keys(testSteps).join(', ')}`)
  const wanted = new Set(names.includes('e2e') ? [...names, 'browser', 'build'] : names)
  const startedMs = Date.now()
  step('tools', () => ensureTools())
  install()
  for (const [name, run] of Object.entries(testSteps)) {
    if (wanted.size === 0 || wanted.has(name)) run()
  }
  console.log(`\n\u2713 all passed in ${seconds(startedMs)}`)
}

function start() {
  step('tools', () => ensureTools({ pnpm: false }))
  install()
  build()
  serve()
}

function dev() {
  step('tools', () => ensureTools({ pnpm: false }))
  install()
  return serveDev()
}

const [command, ...names] = process.argv.slice(2)
if (command === 'start') start()
else if (command === 'dev') await dev()
else if (command === 'test') test(names)
else if (command === 'test:full') {
  // The long tests ask for it (e2e/tests/templates.spec.ts).
  process.env.QUORUM_FULL = '1'
  test(names)
} else die('usage: node scripts/run.mjs start | dev | test [step …] | test:full [step …]')
