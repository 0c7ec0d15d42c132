import { type Flow, type FlowFile, Flow as FlowSchema, hasBody, type NodeDefinition, portsOf } from '@quorum/engine'
import { readFlow, readStep, type StepRest } from './carried.ts'
import { guess, kindOfWords, unframed } from './guess.ts'
import { laidOut } from './layout.ts'
import { type DrawnEdge, type DrawnNode, scanMermaid } from './scan.ts'
import { kindOfShape } from './shapes.ts'

export type Find = (kind: string) => NodeDefinition | undefined
export type NodeDraft = FlowFile['nodes'][number] & { params: Record<string, unknown> }
export type EdgeDraft = FlowFile['edges'][number]

export interface Read {
  /** Null: it has more steps or connections than a flow may have. */
  readonly flow: Flow | null
  /** What of the text a flow cannot hold. */
  readonly lost: readonly string[]
  /** What a drawing made by people leaves open, and how it was taken. */
  readonly guessed: readonly string[]
}

/** A Mermaid flowchart as a flow. Never throws, whatever the text. */
export function readMermaid(text: string, find: Find): Read {
  const drawing = scanMermaid(text)
  const lost = new Set(drawing.lost)
  // A drawing made by people says nothing of kinds: then shapes and words count, and a start and an end are added.
  const ours = [...drawing.nodes.values()].some(({ kind }) => kind !== null && (kind === 'inside' || find(kind)))
  const inside = innerPorts(drawing.nodes)
  const shown = [...drawing.nodes.values()].filter(({ name }) => !inside.has(name))
  const { real, frames, drawn } = ours
    ? { real: shown, frames: [], drawn: drawing.edges }
    : unframed(shown, drawing.edges)
  const idOf = idsOf(real, drawing.ids)
  const ends = drawn.map((edge) => endsOf(edge, inside))
  const nodes = new Map<string, NodeDraft>()
  const insOf = counts(ends.map(({ target }) => target))
  const outsOf = counts(ends.map(({ source }) => source))
  for (const one of real) {
    if (one.kind !== null && !find(one.kind) && ours) lost.add(`The kind “${one.kind}”, which is not known here`)
    const kind = kindOf(one, insOf.get(one.name) ?? 0, outsOf.get(one.name) ?? 0, find)
    const json = drawing.rests.get(one.name)
    const rest = json === undefined ? {} : readStep(json)
    if (rest === null) lost.add(`The settings of “${one.text ?? one.name}”, which cannot be read`)
    nodes.set(one.name, draft(one, kind, rest ?? {}, idOf, find))
  }
  if (ours) nestBoxes(nodes, real, find, lost)

  const edges: EdgeDraft[] = []
  for (const { source, target, sourcePort, targetPort, label } of ends) {
    const from = nodes.get(source)
    const to = nodes.get(target)
    if (!from || !to) continue
    const said = ports(label)
    edges.push({
      id: `e${edges.length + 1}`,
      source: from.id,
      target: to.id,
      ...(sourcePort === null ? portFrom(from, said.from, find, ours) : { sourcePort }),
      ...(targetPort === null ? (said.to === null ? {} : { targetPort: said.to }) : { targetPort }),
      ...(said.rounds === null ? {} : { maxRounds: said.rounds }),
    })
  }
  const all = [...nodes.values()]
  const guessed = ours ? [] : guess(all, edges, find)
  const also = drawing.also === null ? {} : readFlow(drawing.also)
  if (also === null) lost.add('The settings of the flow, which cannot be read')
  const groups = frames.map(({ members, ...frame }) => ({ ...frame, nodes: members.map(idOf) }))
  const parsed = FlowSchema.safeParse({
    format: 'quorum.flow/1',
    name: (drawing.title ?? 'Imported drawing').slice(0, 200) || 'Imported drawing',
    ...(groups.length > 0 ? { groups } : {}),
    ...also,
    nodes: all.every(({ position }) => position) ? all : laidOut(all, edges),
    edges,
  })
  return { flow: parsed.success ? parsed.data : null, lost: [...lost], guessed }
}

function counts(names: readonly string[]): Map<string, number> {
  const found = new Map<string, number>()
  for (const name of names) found.set(name, (found.get(name) ?? 0) + 1)
  return found
}

/** The round marks in a box that stand for the box's inner ports. */
function innerPorts(nodes: ReadonlyMap<string, DrawnNode>): Map<string, { box: string; port: string }> {
  const found = new Map<string, { box: string; port: string }>()
  for (const { name, kind, parent } of nodes.values()) {
    const port = kind === 'inside' ? /__([A-Za-z0-9_-]{1,64})$/.exec(name)?.[1] : undefined
    if (port !== undefined && parent !== null) found.set(name, { box: parent, port })
  }
  return found
}

function endsOf({ source, target, label }: DrawnEdge, inside: ReturnType<typeof innerPorts>) {
  const from = inside.get(source)
  const to = inside.get(target)
  return {
    source: from?.box ?? source,
    target: to?.box ?? target,
    sourcePort: from?.port ?? null,
    targetPort: to?.port ?? null,
    label,
  }
}

function idsOf(nodes: readonly DrawnNode[], given: ReadonlyMap<string, string>): (name: string) => string {
  const ids = new Map<string, string>()
  const taken = new Set<string>()
  for (const { name } of nodes) {
    const wanted = (given.get(name) ?? name).replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 60)
    const base = ['', '__proto__', 'constructor', 'prototype'].includes(wanted) ? 'step' : wanted
    let id = base
    for (let n = 2; taken.has(id); n++) id = `${base.slice(0, 54)}_${n}`
    taken.add(id)
    ids.set(name, id)
  }
  return (name) => ids.get(name) ?? name
}

function kindOf({ name, text, kind, shape, box }: DrawnNode, ins: number, outs: number, find: Find): string {
  if (kind !== null && find(kind)) return kind
  return box ? 'pool' : (kindOfWords(text ?? name, ins, outs) ?? kindOfShape(shape, ins, outs))
}

function draft(
  { name, text }: DrawnNode,
  kind: string,
  rest: StepRest,
  idOf: (name: string) => string,
  find: Find,
): NodeDraft {
  const title = (text ?? name).slice(0, 200)
  const named = title === '' || title === find(kind)?.title ? {} : { title }
  return { params: {}, ...rest, id: idOf(name), kind, ...named }
}

/** Boxes that are no containers only frame what is in them; that frame is lost. */
function nestBoxes(nodes: Map<string, NodeDraft>, drawn: readonly DrawnNode[], find: Find, lost: Set<string>): void {
  for (const { name, parent } of drawn) {
    const node = nodes.get(name)
    const around = parent === null ? undefined : nodes.get(parent)
    const definition = around && find(around.kind)
    if (!node || !around) continue
    if (definition && hasBody(definition)) node.parent = around.id
    else lost.add(`The frame “${around.title ?? around.id}” around some steps`)
  }
}

/** `pass`, `pass → criteria`, `fail ×3`, as the export writes them; any other text is the name of a port. */
function ports(label: string): { from: string | null; to: string | null; rounds: number | null } {
  const parts = /^(.*?)(?:\s*→\s*([^→]*?))?(?:\s*×(\d{1,5}))?$/s.exec(label)
  const clean = (text: string | undefined): string | null => text?.trim().slice(0, 64) || null
  const rounds = Number(parts?.[3] ?? 0)
  return { from: clean(parts?.[1]), to: clean(parts?.[2]), rounds: rounds >= 1 && rounds <= 10_000 ? rounds : null }
}

/**
 * The port a label means. Kinds whose ports people name get one of that name; elsewhere what people write at an arrow says
 * what flows there, and is no port.
 */
function portFrom(node: NodeDraft, said: string | null, find: Find, ours: boolean): { sourcePort?: string } {
  const definition = find(node.kind)
  if (said === null || !definition) return said === null ? {} : { sourcePort: said }
  const known = portsOf(FlowSchema.shape.nodes.element.parse(node), definition).outputs
  const same = (text: string): boolean => text.toLowerCase() === said.toLowerCase()
  const found = known.find(({ id }) => id === said) ?? known.find(({ id, label }) => same(id) || same(label))
  if (found) return { sourcePort: found.id }
  if (said === 'error') {
    node.policy = { onError: 'port' }
  } else if (node.kind === 'branch') {
    const cases = (node.params.cases ?? []) as object[]
    node.params.cases = [...cases, { id: said, label: said }]
  } else if (node.kind === 'fork') {
    node.params.branches = [...((node.params.branches ?? []) as string[]), said]
  } else if (!ours) return {}
  return { sourcePort: said }
}
