import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const SKIPPED = new Set(['node_modules', 'dist', '.git'])

function filesUnder(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !SKIPPED.has(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(join(path, entry.name)) : [join(path, entry.name)]))
}

/** @returns a hash over names and contents of all files under `paths` (relative to `base`) and over `extra`. */
export function hashOf(base, paths, extra = '') {
  const hash = createHash('sha256').update(extra)
  for (const file of paths.flatMap((path) => filesUnder(join(base, path))).sort()) {
    hash.update(`\0${relative(base, file)}\0`).update(readFileSync(file))
  }
  return hash.digest('hex')
}

/**
 * Does `work` only when `hash` differs from that of the last success or when one of `results` is gone.
 * @returns whether it was done now. A `work` that throws or ends the process leaves no stamp.
 */
export function unlessStamped({ file, hash, results }, work) {
  const stamped = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (stamped === hash && results.every((path) => existsSync(path))) return false
  work()
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, hash)
  return true
}
