import { limits } from '@quorum/engine'
import { type Shape, shapes } from './shapes.ts'
import { unescapeText } from './text.ts'

export interface DrawnNode {
  readonly name: string
  text: string | null
  shape: string
  kind: string | null
  parent: string | null
  box: boolean
}
export interface DrawnEdge {
  readonly source: string
  readonly target: string
  readonly label: string
}
export interface Drawing {
  readonly nodes: ReadonlyMap<string, DrawnNode>
  readonly edges: readonly DrawnEdge[]
  readonly title: string | null
  /** Original ids, by name. */
  readonly ids: ReadonlyMap<string, string>
  /** What comments say of steps, by name, and of the flow: JSON. */
  readonly rests: ReadonlyMap<string, string>
  readonly also: string | null
  readonly lost: readonly string[]
}

const nameAt = /[\p{L}\p{N}_](?:[\p{L}\p{N}_.]|-(?![-.>=]))*/uy
/** A whole connection, and the beginning of one with its text inside: `-- text -->`. */
const linkAt = /[<xo]?(?:-{3,}[>xo]?|-{2,}[>xo]|={3,}[>xo]?|={2,}[>xo]|-\.+-[>xo]?|~{3,})/y
const openAt = /[<xo]?(?:--|==|-\.)/y
const closeAt = /(?:-{2,}|={2,}|\.+-)[>xo]?/g
const spaces = /\s*/y
const classAt = /:::([\w-]+)/y
/** Longer lines are no drawing. */
const mostChars = 10_000
/** YAML before the drawing, which may say its title. */
const frontMatter = /^\s*---[ \t]*\r?\n([\s\S]{0,10000}?)\r?\n[ \t]*---[ \t]*\r?\n/
const ignored = /^(classDef|style|linkStyle|click)\b/

/** Reads the lines of a flowchart. What it cannot read it names, and goes on. */
export function scanMermaid(text: string): Drawing {
  const nodes = new Map<string, DrawnNode>()
  const edges: DrawnEdge[] = []
  const ids = new Map<string, string>()
  const lost = new Set<string>()
  const boxes: string[] = []
  const rests = new Map<string, string>()
  let also: string | null = null
  let title: string | null = null
  const node = (name: string): DrawnNode => {
    let found = nodes.get(name)
    if (!found) {
      found = { name, text: null, shape: 'rect', kind: null, parent: boxes.at(-1) ?? null, box: false }
      nodes.set(name, found)
    }
    return found
  }

  const head = frontMatter.exec(text)
  title = /^title:\s*(.+)$/m.exec(head?.[1] ?? '')?.[1]?.trim() ?? null
  for (const raw of statements(text.slice(head?.[0].length ?? 0))) {
    const line = raw.trim()
    if (line === '' || /^(flowchart|graph)\b/.test(line)) continue
    if (line.startsWith('%%')) {
      const id = /^%% id (\S+) (\S+)$/.exec(line)
      if (id?.[1] && id[2]) ids.set(id[1], id[2])
      const rest = /^%% step (\S+) (\{.*\})$/.exec(line)
      if (rest?.[1] && rest[2]) rests.set(rest[1], rest[2])
      also = /^%% also (\{.*\})$/.exec(line)?.[1] ?? also
      const named = /^%% flow (.+)$/.exec(line)
      if (named?.[1]) title = unescapeText(named[1])
      continue
    }
    if (/^(direction|accTitle|accDescr)\b/.test(line)) continue
    if (ignored.test(line)) {
      lost.add('Colours, styles and links of the drawing')
      continue
    }
    if (line.length > mostChars || nodes.size > limits.nodes || edges.length > limits.edges) {
      lost.add('Lines beyond what a flow may have')
      continue
    }
    const box = /^subgraph\s+(?:([\p{L}\p{N}_.-]+)\s*(?:\[(.*)\])?|(.+))$/u.exec(line)
    if (box) {
      if (boxes.length >= limits.nesting) {
        lost.add('Frames nested too deep')
        boxes.push(boxes.at(-1) ?? '')
        continue
      }
      const free = box[3]
      const found = node(box[1] ?? `box${nodes.size + 1}`)
      found.box = true
      found.text = plain(box[2] ?? free ?? box[1] ?? '')
      boxes.push(found.name)
      continue
    }
    if (line === 'end') {
      boxes.pop()
      continue
    }
    const classed = /^class\s+([^\s].*?)\s+([\w-]+)$/.exec(line)
    if (classed?.[1] && classed[2]) {
      for (const name of classed[1].split(',')) {
        const found = nodes.get(name.trim())
        if (found) found.kind = classed[2]
      }
      continue
    }
    const before = { nodes: nodes.size, edges: edges.length }
    if (readChain(line, node, edges)) continue
    lost.add(`“${line.slice(0, 80)}” could not be read`)
    // Words that are no drawing at all leave nothing behind.
    if (edges.length === before.edges) for (const name of [...nodes.keys()].slice(before.nodes)) nodes.delete(name)
  }
  return { nodes, edges, title, ids, rests, also, lost: [...lost] }
}

/** Lines, and what semicolons part, but not within quotes. Comments stay whole. */
function* statements(text: string): Generator<string> {
  for (const line of text.split(/\r?\n/)) {
    if (line.trim().startsWith('%%')) {
      yield line
      continue
    }
    let from = 0
    let quoted = false
    for (let i = 0; i < line.length; i++) {
      if (line[i] === '"') quoted = !quoted
      else if (line[i] === ';' && !quoted && !/[#&]#?\w{1,7}$/.test(line.slice(Math.max(0, i - 9), i))) {
        yield line.slice(from, i)
        from = i + 1
      }
    }
    yield line.slice(from)
  }
}

/** `a & b --> c[Text] --> d`. False as soon as something is not understood. */
function readChain(line: string, node: (name: string) => DrawnNode, edges: DrawnEdge[]): boolean {
  let at = 0
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const found = pattern.exec(line)
    if (found) at = pattern.lastIndex
    return found
  }
  const readNode = (): string | null => {
    const name = match(nameAt)?.[0]
    if (name === undefined) return null
    const found = node(name)
    const shaped = readShape(line, at)
    if (shaped) {
      at = shaped.end
      found.text = plain(shaped.text)
      found.shape = shaped.shape.name
    }
    const kind = match(classAt)?.[1]
    if (kind !== undefined) found.kind = kind
    return name
  }
  const readGroup = (): string[] | null => {
    const group: string[] = []
    do {
      match(spaces)
      const name = readNode()
      if (name === null) return null
      group.push(name)
      match(spaces)
    } while (match(/&/y))
    return group
  }
  let left = readGroup()
  if (left === null) return false
  while (at < line.length) {
    match(spaces)
    if (at === line.length) return true
    let label = ''
    if (match(linkAt)) {
      match(spaces)
      const close = line[at] === '|' ? line.indexOf('|', at + 1) : -1
      if (close !== -1) {
        label = line.slice(at + 1, close)
        at = close + 1
      }
    } else if (match(openAt)) {
      closeAt.lastIndex = at
      const close = closeAt.exec(line)
      if (!close) return false
      label = line.slice(at, close.index)
      at = closeAt.lastIndex
    } else return false
    const right = readGroup()
    if (right === null) return false
    for (const source of left)
      for (const target of right) {
        if (edges.length > limits.edges) return false
        edges.push({ source, target, label: plain(label) })
      }
    left = right
  }
  return true
}

function readShape(line: string, at: number): { shape: Shape; text: string; end: number } | null {
  for (const shape of shapes) {
    if (!line.startsWith(shape.open, at)) continue
    const from = at + shape.open.length
    const quoteEnd = line[from] === '"' ? line.indexOf('"', from + 1) : -1
    const end = quoteEnd === -1 ? line.indexOf(shape.close, from) : quoteEnd + 1
    if (end === -1 || !line.startsWith(shape.close, end)) continue
    return { shape, text: line.slice(from, end), end: end + shape.close.length }
  }
  return null
}

const plain = (text: string): string => unescapeText(text.trim().replace(/^"(.*)"$/s, '$1')).trim()
