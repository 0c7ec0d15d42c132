import { isRecord, type Value } from '../value.ts'

/** A name in a template or condition: `nodes.q["my field"][0]` is `['nodes', 'q', 'my field', '0']`. */
export type Path = readonly string[]

export const maxSegments = 64

const head = /[\p{L}_][\p{L}\p{N}_-]*/uy
const step = /\s*(?:\.\s*([\p{L}\p{N}_-]+)|\[\s*(?:(\d{1,9})|"([^"\\]*)"|'([^'\\]*)')\s*\])/uy

/** Reads the path that starts at `at`, as far as it goes. */
export function readPath(text: string, at: number): { readonly path: string[]; readonly end: number } | null {
  head.lastIndex = at
  const first = head.exec(text)
  if (!first) return null
  const path = [first[0]]
  let end = head.lastIndex
  for (;;) {
    step.lastIndex = end
    const next = step.exec(text)
    if (!next) return { path, end }
    path.push(next[1] ?? next[2] ?? next[3] ?? next[4] ?? '')
    end = step.lastIndex
  }
}

/** The whole text as one path, or null if it is anything else. */
export function parsePath(text: string): string[] | null {
  const trimmed = text.trim()
  const read = readPath(trimmed, 0)
  return read && read.end === trimmed.length && read.path.length <= maxSegments ? read.path : null
}

export function showPath(path: Path): string {
  return path
    .map((part, i) => {
      if (i === 0) return part
      if (/^\d+$/.test(part)) return `[${part}]`
      return /^[\p{L}\p{N}_-]+$/u.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`
    })
    .join('')
}

/**
 * Own properties only, so no name reaches a prototype. What a skipped node would have given is null all the way down.
 * @returns undefined for a name that is not there.
 */
export function lookup(names: Readonly<Record<string, Value>>, path: Path): Value | undefined {
  let at: unknown = names
  for (const [i, part] of path.entries()) {
    if (at === null && i >= 2 && path[0] === 'nodes') return null
    at = childOf(at, part)
    if (at === undefined) return undefined
  }
  return at as Value
}

function childOf(value: unknown, part: string): unknown {
  if (Array.isArray(value)) {
    if (/^\d+$/.test(part)) return value[Number(part)]
    // The three words LiquidJS gives every list.
    if (part === 'size') return value.length
    if (part === 'first') return value[0]
    return part === 'last' ? value.at(-1) : undefined
  }
  if (typeof value === 'string' && part === 'size') return value.length
  return isRecord(value) && Object.hasOwn(value, part) ? value[part] : undefined
}
