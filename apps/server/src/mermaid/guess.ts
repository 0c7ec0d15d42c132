import { limits } from '@quorum/engine'
import type { EdgeDraft, Find, NodeDraft } from './read.ts'
import type { DrawnEdge, DrawnNode } from './scan.ts'

/*
 * What a drawing made by people leaves open. Shapes say little (most are boxes), so words count too; every guess is told,
 * and the result runs as it is.
 */

const words: readonly (readonly [RegExp, string])[] = [
  [/\b(human|person|manual)\b.*\b(approv|review|check|ok)|\bapproval\b|\bapprove\b/i, 'approval'],
  [/^(majority )?(vote|voting)\b/i, 'vote'],
  [/^(join|merge|gather|collect|fan.?in|combine results)\b/i, 'join'],
  [/^(fork|split|fan.?out|scatter|distribute)$/i, 'fork'],
]

const begins = /^((user|customer|your|the|initial) )?(query|question|request|input|prompt|start|begin|message|task)s?$/i
const ends = /^((the|final|your) )?(answer|response|result|output|report|done|end|finish(ed)?|stop)s?$/i

/** The kind that a step's words name beyond doubt; `ins` and `outs` say whether anything comes before or after it. */
export function kindOfWords(text: string, ins: number, outs: number): string | undefined {
  if (ins === 0 && outs > 0 && begins.test(text)) return 'input'
  if (outs === 0 && ins > 0 && ends.test(text)) return 'output'
  return words.find(([pattern]) => pattern.test(text))?.[1]
}

/** A frame of a drawing: a group on the canvas. */
interface Frame {
  readonly id: string
  readonly title: string
  readonly members: readonly string[]
}

/** A box around steps only frames them: an edge to it leads to what begins in it, one from it comes from what ends in it. */
export function unframed(
  shown: readonly DrawnNode[],
  edges: readonly DrawnEdge[],
): { real: readonly DrawnNode[]; frames: readonly Frame[]; drawn: readonly DrawnEdge[] } {
  const boxes = shown.filter(({ box }) => box)
  if (boxes.length === 0) return { real: shown, frames: [], drawn: edges }
  const parentOf = new Map(shown.map(({ name, parent }) => [name, parent]))
  const membersOf = new Map(boxes.map(({ name }) => [name, new Set<string>()]))
  for (const { name, box } of shown) {
    const seen = new Set<string>()
    for (let at = parentOf.get(name); !box && at && !seen.has(at); at = parentOf.get(at)) {
      membersOf.get(at)?.add(name)
      seen.add(at)
    }
  }
  const known = new Map<string, readonly string[]>()
  const endsOf = (name: string, side: 'source' | 'target'): readonly string[] => {
    const members = membersOf.get(name)
    if (!members) return [name]
    const key = `${side} ${name}`
    const found = known.get(key)
    if (found) return found
    const inner = edges.filter(({ source, target }) => members.has(source) && members.has(target))
    const taken = new Set(inner.map((edge) => edge[side]))
    const free = [...members].filter((one) => !taken.has(one))
    const ends = free.length > 0 ? free : [...members].slice(0, 1)
    known.set(key, ends)
    return ends
  }
  const drawn: DrawnEdge[] = []
  // One more than there may be says enough.
  for (const edge of edges)
    for (const source of endsOf(edge.source, 'source'))
      for (const target of endsOf(edge.target, 'target'))
        if (drawn.length <= limits.edges) drawn.push({ ...edge, source, target })
  const frames = boxes.flatMap(({ name, text }, index) => {
    const members = [...(membersOf.get(name) ?? [])]
    return members.length === 0 ? [] : [{ id: `frame${index + 1}`, title: (text ?? name).slice(0, 200), members }]
  })
  return { real: shown.filter(({ box }) => !box).map((node) => ({ ...node, parent: null })), frames, drawn }
}

const asked = [{ name: 'text', label: 'Text', type: 'text', required: true }]

/**
 * Gives the steps of a drawing what they need to run, in place: a task for agents, a chooser for branches, a field for the
 * input, names for the results; and a start and an end where there are none.
 * @returns what was guessed, in words.
 */
export function guess(nodes: NodeDraft[], edges: EdgeDraft[], find: Find): string[] {
  const titleOf = (node: NodeDraft): string => node.title ?? find(node.kind)?.title ?? node.kind
  const told = new Map<string, string[]>()
  const tell = (how: string, node: NodeDraft): void =>
    void told.set(how, [...(told.get(how) ?? []), `“${titleOf(node)}”`])
  for (const node of nodes) {
    const guesser = guessers[node.kind]
    const how = guesser?.(node, titleOf(node))
    if (how) tell(how, node)
    else if (find(node.kind)) tell(`taken for: ${find(node.kind)?.title}`, node)
  }
  sureWays(nodes, edges)
  addEnds(nodes, edges)
  nameResults(nodes, find)
  return [...told].map(
    ([how, who]) => `${who.slice(0, 6).join(', ')}${who.length > 6 ? ` and ${who.length - 6} more` : ''}: ${how}.`,
  )
}

const guessers: Readonly<Record<string, (node: NodeDraft, title: string) => string>> = {
  agent(node, title) {
    node.params = { system: `You are one step of a team's work. Your task: ${title}.`, ...node.params }
    return 'agents, whose task is what the drawing calls them'
  },
  branch(node, title) {
    node.params = { ...node.params, classifier: { instructions: `${title}\n\n{{ input }}` } }
    return 'branches, where a model chooses among the ways drawn; if none fits, the last one'
  },
  input(node) {
    node.params = { fields: asked, ...node.params }
    return 'where a run begins: it asks for a text'
  },
  template(node, title) {
    node.params = { text: `${title}: {{ input }}`, ...node.params }
    return 'texts around what arrives'
  },
  approval(node, title) {
    node.params = { message: title, ...node.params }
    return 'where a person approves'
  },
}

/** Where no way of a branch fits, the last one that leads on is taken, so that a run does not end there. */
function sureWays(nodes: readonly NodeDraft[], edges: EdgeDraft[]): void {
  const places = new Map(nodes.map(({ id }, place) => [id, place]))
  for (const node of nodes.filter(({ kind }) => kind === 'branch')) {
    const ways = edges.filter(({ source }) => source === node.id)
    const on = ways.filter(({ target }) => (places.get(target) ?? 0) > (places.get(node.id) ?? 0))
    const way = on.at(-1) ?? ways.at(-1)
    if (!way || ways.some(({ sourcePort }) => sourcePort === 'else')) continue
    edges.push({ id: `e${edges.length + 1}`, source: node.id, sourcePort: 'else', target: way.target })
  }
}

/** What has nothing before it starts from the run's input, and what has nothing after it is a result. */
function addEnds(nodes: NodeDraft[], edges: EdgeDraft[]): void {
  if (nodes.length === 0) return
  const free = (wanted: string): string => {
    let id = wanted
    for (let n = 2; nodes.some((node) => node.id === id); n++) id = `${wanted}_${n}`
    return id
  }
  const add = (source: string, target: string): void => void edges.push({ id: `e${edges.length + 1}`, source, target })
  const targets = new Set(edges.map(({ target }) => target))
  const sources = new Set(edges.map(({ source }) => source))
  const first = nodes.filter(({ id, kind }) => kind !== 'input' && !targets.has(id))
  const last = nodes.filter(({ id, kind }) => kind !== 'input' && kind !== 'output' && !sources.has(id))
  if (first.length > 0 || !nodes.some(({ kind }) => kind === 'input')) {
    const there = nodes.find(({ kind }) => kind === 'input')
    const input: NodeDraft = there ?? { id: free('input'), kind: 'input', params: { fields: asked } }
    if (!there) nodes.push(input)
    for (const { id } of first) add(input.id, id)
  }
  for (const node of last) {
    const output: NodeDraft = { id: free('output'), kind: 'output', params: {} }
    if (last.length > 1 && node.title) output.title = node.title
    nodes.push(output)
    add(node.id, output.id)
  }
}

/** Several results need several names: what they are called on the canvas, made different. */
function nameResults(nodes: readonly NodeDraft[], find: Find): void {
  const results = nodes.filter(({ kind, params }) => find(kind)?.output !== undefined && params.name === undefined)
  if (results.length < 2) return
  const taken = new Set(nodes.map(({ params }) => params.name))
  for (const node of results) {
    const wanted = (node.title ?? 'result').slice(0, 60)
    let name = wanted
    for (let n = 2; taken.has(name); n++) name = `${wanted} ${n}`
    taken.add(name)
    node.params = { ...node.params, name }
  }
}
