import { StepFailure } from '../failure.ts'
import { limits } from '../limits.ts'
import { textOf, type Value } from '../value.ts'
import { lookup, maxSegments, parsePath, readPath, showPath } from './path.ts'

type Piece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'output' | 'tag'; readonly inside: string }
  | { readonly type: 'open'; readonly mark: string }

/** Text, `{{ … }}` and `{% … %}` in order. What is opened and never closed is one `open` piece at the end. */
function* pieces(text: string): Generator<Piece> {
  let at = 0
  const openers = /\{\{|\{%/g
  for (;;) {
    openers.lastIndex = at
    const opener = openers.exec(text)
    if (!opener) break
    if (opener.index > at) yield { type: 'text', text: text.slice(at, opener.index) }
    const closer = opener[0] === '{{' ? '}}' : '%}'
    const end = closing(text, opener.index + 2, closer)
    if (end === -1) {
      yield { type: 'open', mark: opener[0] }
      return
    }
    const inside = text.slice(opener.index + 2, end)
    yield { type: opener[0] === '{{' ? 'output' : 'tag', inside }
    at = end + 2
  }
  if (at < text.length) yield { type: 'text', text: text.slice(at) }
}

/** Where `closer` stands outside quotes; if a quote is never closed, its first place at all. */
function closing(text: string, from: number, closer: string): number {
  let quote = ''
  for (let i = from; i < text.length; i++) {
    const char = text[i]
    if (quote) {
      if (char === quote) quote = ''
    } else if (char === '"' || char === "'") quote = char
    else if (text.startsWith(closer, i)) return i
  }
  return quote ? text.indexOf(closer, from) : -1
}

/** Only plain `{{ a.b[0]["c d"] }}` insertions: such a text is rendered in the turn, without a template engine. */
export function isPlain(text: string): boolean {
  for (const piece of pieces(text)) {
    if (piece.type === 'tag' || piece.type === 'open') return false
    if (piece.type === 'output' && !parsePath(piece.inside)) return false
  }
  return true
}

/**
 * Renders a plain text. What is inserted is never read again, and a null is empty. `show` writes a value where plain text
 * will not do (addresses, JSON); it sees what stands before it.
 * @throws StepFailure `missing-value` naming what is not there; `template-error` for a text that is not plain; `too-large` beyond what a value may be.
 */
export function renderPlain(
  text: string,
  names: Readonly<Record<string, Value>>,
  show: (value: Value, before: string) => string = textOf,
): string {
  let out = ''
  for (const piece of pieces(text)) {
    if (piece.type === 'text') {
      out += piece.text
      continue
    }
    const path = piece.type === 'output' ? parsePath(piece.inside) : null
    if (!path) throw new StepFailure('template-error', 'The text uses filters or tags, which cannot be filled in here.')
    const value = lookup(names, path)
    if (value === undefined) throw missingValue(showPath(path))
    out += show(value, out)
    if (out.length > limits.valueBytes) {
      throw new StepFailure('too-large', `The text grows beyond ${limits.valueBytes} characters. Insert less.`)
    }
  }
  return out
}

export function missingValue(name: string): StepFailure {
  return new StepFailure(
    'missing-value',
    `“${name}” is not there in this run. Check the name, or the node that should provide it.`,
  )
}

/** What is wrong with the text as a template, or null. Filters and tags themselves are only checked when it runs. */
export function templateProblem(text: string): string | null {
  if (text.length > limits.promptChars) {
    return `The text has ${text.length} characters; at most ${limits.promptChars} are allowed. Shorten it.`
  }
  for (const piece of pieces(text)) {
    if (piece.type === 'open') {
      const close = piece.mark === '{{' ? '}}' : '%}'
      return `“${piece.mark}” is opened but never closed. Add “${close}”, or remove it.`
    }
    if (piece.type !== 'output') continue
    if (piece.inside.trim() === '') return '“{{ }}” is empty. Put a name in it, e.g. {{ input }}, or remove it.'
    const read = readPath(piece.inside.trim(), 0)
    if (read && read.path.length > maxSegments) return `A name has more than ${maxSegments} parts. Use a shorter one.`
  }
  return null
}

/** Names the engine itself knows; inside tags and filters only these count, so that Liquid's own words do not. */
const roots = new Set(['input', 'nodes', 'item', 'index', 'round', 'state', 'run'])

/**
 * The names a text mentions, each once. Exact for plain insertions; inside tags and filters as far as a simple scan
 * finds them. What the text itself assigns (`assign`, `capture`, `for`) is not reported.
 */
export function templateNames(text: string): string[][] {
  const local = new Set(['forloop', 'tablerowloop', 'blank', 'empty', 'nil', 'null', 'true', 'false'])
  const found = new Map<string, string[]>()
  const add = (path: string[]) => {
    const root = path[0] ?? ''
    if (!local.has(root) && path.length <= maxSegments) found.set(JSON.stringify(path), path)
  }
  let hidden: string | null = null
  for (const piece of pieces(text)) {
    if (piece.type === 'tag') {
      const tag = piece.inside.replace(/^-/, '').replace(/-$/, '').trim()
      const word = /^\w+/.exec(tag)?.[0] ?? ''
      if (hidden !== null) {
        if (word === `end${hidden}`) hidden = null
        continue
      }
      if (word === 'raw' || word === 'comment') hidden = word
      const assigned = /^(?:assign|capture|for|tablerow|increment|decrement)\s+([\p{L}_][\p{L}\p{N}_-]*)/u.exec(tag)
      if (assigned?.[1]) local.add(assigned[1])
      for (const path of pathsIn(tag)) if (roots.has(path[0] ?? '')) add(path)
    } else if (piece.type === 'output' && hidden === null) {
      const inside = piece.inside.replace(/^-/, '').replace(/-$/, '').trim()
      const first = readPath(inside, 0)
      if (first) add(first.path)
      for (const path of pathsIn(inside)) if (roots.has(path[0] ?? '')) add(path)
    }
  }
  return [...found.values()]
}

/** Everything that looks like a path outside quotes. */
function pathsIn(code: string): string[][] {
  const out: string[][] = []
  let at = 0
  while (at < code.length) {
    const char = code[at] ?? ''
    if (char === '"' || char === "'") {
      const end = code.indexOf(char, at + 1)
      at = end === -1 ? code.length : end + 1
      continue
    }
    const read = /[\p{L}_]/u.test(char) ? readPath(code, at) : null
    if (read) out.push(read.path)
    at = read ? read.end : at + 1
  }
  return out
}
