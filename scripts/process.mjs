import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const win = process.platform === 'win32'
export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** Where stamps and remembered paths live; gone together with node_modules, so a fresh install starts from nothing. */
export const cacheDir = join(root, 'node_modules/.cache/quorum')

export const say = (text) => console.log(`\u2022 ${text}`)

/** Ends the script with a message that says what is missing. */
export function die(text) {
  console.error(`\n\u2717 ${text}`)
  process.exit(1)
}

export const seconds = (sinceMs) => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`

/** Prints a step with its time. `work` ends the script itself when it cannot go on. */
export function step(name, work) {
  const startedMs = Date.now()
  say(name)
  const result = work()
  say(`${name}: ${seconds(startedMs)}`)
  return result
}

/** Runs a tool from PATH in sight of the user. @returns whether it ended well. */
export function runs(command, args, options = {}) {
  const { status } = spawnSync(command, args, { cwd: root, shell: win, stdio: 'inherit', ...options })
  return status === 0
}

/** Runs a tool and keeps its output. @returns the trimmed stdout, or '' when it is missing or failed. */
export function outputOf(command, args, options = {}) {
  const { status, stdout } = spawnSync(command, args, { cwd: root, shell: win, encoding: 'utf8', ...options })
  return status === 0 ? stdout.trim() : ''
}

/** The first of `names` on PATH, as a full path. */
export function onPath(names) {
  for (const name of names) {
    for (const dir of (process.env.PATH ?? '').split(delimiter)) {
      const path = join(dir, win ? `${name}.exe` : name)
      if (dir && existsSync(path)) return path
    }
  }
}
