import { conditionNames } from '../expr/condition.ts'
import { templateNames } from '../expr/template.ts'
import type { Kit } from '../node.ts'
import type { Edge, Flow, FlowNode } from './flow.ts'
import { portsOf } from './graph.ts'

/** Some steps of a flow as a flow of their own, and what calls it in their place. */
export interface Extracted {
  readonly ok: true
  /** Its input is what reached the steps, its output what they gave. */
  readonly flow: Flow
  /** Everything that goes: the steps with what lies in them. */
  readonly gone: ReadonlySet<string>
  /** Where the `call` node belongs. */
  readonly parent: string | undefined
  /** What feeds the call, and what it feeds; the call's own end has its first port. */
  readonly ins: readonly { readonly source: string; readonly sourcePort: string }[]
  readonly outs: readonly { readonly target: string; readonly targetPort: string; readonly maxRounds?: number }[]
}
export type Extraction = Extracted | { readonly ok: false; readonly reason: string; readonly fix: string }

type Definitions = Pick<Kit, 'definition'>

/**
 * Takes steps out of a flow to be called as one (CATALOGUE §1 `call`). They must be fed from one place and lead on from
 * one, because a call has one input and one output; and must not mention what stays behind. Pure.
 */
export function extract(flow: Flow, nodeIds: Iterable<string>, kit: Definitions, name: string): Extraction {
  const gone = withBodies(flow, nodeIds)
  const chosen = flow.nodes.filter(({ id }) => gone.has(id))
  const tops = chosen.filter(({ parent }) => parent === undefined || !gone.has(parent))
  const [first] = tops
  if (!first) return no('No step is selected.', 'Select the steps that shall become one.')
  const title = (id: string): string => titleOf(flow, kit, id)
  if (tops.some(({ parent }) => parent !== first.parent))
    return no('Some of these steps lie in a body and others do not.', 'Select steps of one level.')
  const end = chosen.find(({ kind }) => kit.definition(kind)?.input || kit.definition(kind)?.output)
  if (end)
    return no(`“${title(end.id)}” is where the workflow begins or ends.`, 'Leave it out: the new node gets its own.')

  const { entering, leaving } = crossing(flow, gone, kit)
  if (entering.size > 1)
    return no(
      `These steps are fed from ${entering.size} places: ${placesOf(entering, title)}.`,
      'Put a join before them, which makes one value of all, and connect only that to them.',
    )
  if (leaving.size > 1)
    return no(
      `These steps lead on from ${leaving.size} places: ${placesOf(leaving, title)}.`,
      'A node has one result: select so that one of them leads on, or put a join behind them.',
    )
  const strangers = strangersOf(flow, gone, kit)
  if (strangers)
    return no(
      `“${title(strangers.by)}” mentions ${strangers.what}, which stays outside.`,
      'Select that step too, or let the value come in as the input.',
    )

  const [enters] = [...entering.values()]
  const [leaves] = [...leaving.values()]
  const inside = flow.edges.filter(({ source, target }) => gone.has(source) && gone.has(target))
  return {
    ok: true,
    flow: calleeOf(flow, name, chosen, tops, inside, enters ?? [], leaves?.[0], kit),
    gone,
    parent: first.parent,
    ins: (enters ?? []).slice(0, 1).map((edge) => ({ source: edge.source, sourcePort: sourcePort(flow, kit, edge) })),
    outs: distinct(leaves ?? []).map((edge) => ({
      target: edge.target,
      targetPort: targetPort(flow, kit, edge),
      ...(edge.maxRounds === undefined ? {} : { maxRounds: edge.maxRounds }),
    })),
  }
}

const no = (reason: string, fix: string): Extraction => ({ ok: false, reason, fix })

function withBodies(flow: Flow, ids: Iterable<string>): ReadonlySet<string> {
  const all = new Set(ids)
  for (let size = -1; size !== all.size; ) {
    size = all.size
    for (const { id, parent } of flow.nodes) if (parent !== undefined && all.has(parent)) all.add(id)
  }
  return all
}

type Places = ReadonlyMap<string, readonly Edge[]>

/** Edges over the border, by the port they start at. */
function crossing(flow: Flow, gone: ReadonlySet<string>, kit: Definitions): { entering: Places; leaving: Places } {
  const entering = new Map<string, Edge[]>()
  const leaving = new Map<string, Edge[]>()
  for (const edge of flow.edges) {
    if (gone.has(edge.source) === gone.has(edge.target)) continue
    const places = gone.has(edge.target) ? entering : leaving
    const place = `${edge.source} ${sourcePort(flow, kit, edge)}`
    places.set(place, [...(places.get(place) ?? []), edge])
  }
  return { entering, leaving }
}

function placesOf(places: Places, title: (id: string) => string): string {
  const words = [...places.keys()].map((place) => {
    const [id = '', port = ''] = place.split(' ')
    return `“${title(id)}” (${port})`
  })
  return words.join(', ')
}

/** Several edges of one port to one port are one way. */
const distinct = (edges: readonly Edge[]): readonly Edge[] => [
  ...new Map(edges.map((edge) => [`${edge.target} ${edge.targetPort}`, edge])).values(),
]

const sourcePort = (flow: Flow, kit: Definitions, { source, sourcePort }: Edge): string =>
  sourcePort ?? portsById(flow, kit, source)?.outputs[0]?.id ?? 'out'
const targetPort = (flow: Flow, kit: Definitions, { target, targetPort }: Edge): string =>
  targetPort ?? portsById(flow, kit, target)?.inputs[0]?.id ?? 'in'

function portsById(flow: Pick<Flow, 'nodes'>, kit: Definitions, id: string) {
  const node = flow.nodes.find((one) => one.id === id)
  const definition = node && kit.definition(node.kind)
  return node && definition ? portsOf(node, definition) : undefined
}

function titleOf(flow: Flow, kit: Definitions, id: string): string {
  const node = flow.nodes.find((one) => one.id === id)
  return node?.title || (node && kit.definition(node.kind)?.title) || id
}

/** Names that only exist around the steps: other nodes, the item of a body they leave. */
function strangersOf(flow: Flow, gone: ReadonlySet<string>, kit: Definitions): { by: string; what: string } | null {
  const known = new Set(flow.nodes.flatMap(({ id, title }) => (gone.has(id) ? [id, ...(title ? [title] : [])] : [])))
  for (const node of flow.nodes) {
    const definition = kit.definition(node.kind)
    const parsed = definition?.params.safeParse(node.params)
    if (!definition || !parsed?.success) continue
    const names = [
      ...definition.templates(parsed.data).flatMap(({ text }) => templateNames(text)),
      ...definition.conditions(parsed.data).flatMap(({ when }) => conditionNames(when)),
    ]
    const mentioned = names.flatMap(([root, name]) => (root === 'nodes' && name !== undefined ? [name] : []))
    if (!gone.has(node.id)) {
      const lost = mentioned.find((name) => known.has(name))
      // What stays outside may not mention what goes: only the result of the whole is there.
      if (lost !== undefined) return { by: node.id, what: `“${titleOf(flow, kit, lost)}”` }
      continue
    }
    const stranger = mentioned.find((name) => !known.has(name))
    if (stranger !== undefined) return { by: node.id, what: `“${titleOf(flow, kit, stranger)}”` }
    if (node.parent !== undefined && gone.has(node.parent)) continue
    const around = names.find(([root]) => root === 'item' || root === 'index' || root === 'state')
    if (around) return { by: node.id, what: `the ${around[0]} of the body around it` }
  }
  return null
}

const GAP = 304

function calleeOf(
  flow: Flow,
  name: string,
  chosen: readonly FlowNode[],
  tops: readonly FlowNode[],
  inside: readonly Edge[],
  enters: readonly Edge[],
  leaves: Edge | undefined,
  kit: Definitions,
): Flow {
  const taken = new Set(chosen.map(({ id }) => id))
  const fresh = (stem: string): string => {
    let id = stem
    for (let n = 2; taken.has(id); n++) id = `${stem}_${n}`
    taken.add(id)
    return id
  }
  const [start, end] = [fresh('start'), fresh('result')]
  const topIds = new Set(tops.map(({ id }) => id))
  const left = Math.min(...tops.map(({ position }) => position.x))
  const top = Math.min(...tops.map(({ position }) => position.y))
  const right = Math.max(...tops.map(({ position }) => position.x))
  const nodes = chosen.map((node): FlowNode => {
    if (!topIds.has(node.id)) return node
    const { parent: _outside, ...rest } = node
    return { ...rest, position: { x: node.position.x - left + GAP, y: node.position.y - top } }
  })
  const at = (x: number) => ({ x, y: 0 })
  const fed = new Set(inside.map(({ target }) => target))
  // Without an edge that enters, what begins by itself begins with the input.
  const first: readonly Pick<Edge, 'target' | 'targetPort'>[] =
    enters.length > 0
      ? distinct(enters)
      : tops
          .filter(({ id }) => !fed.has(id) && (portsById(flow, kit, id)?.inputs.length ?? 0) > 0)
          .map(({ id }) => ({ target: id, targetPort: portsById(flow, kit, id)?.inputs[0]?.id }))
  const lasts = tops.filter(({ id }) => !inside.some(({ source }) => source === id))
  const [last] = lasts
  const lead =
    leaves ??
    (lasts.length === 1 && last ? { source: last.id, sourcePort: portsById(flow, kit, last.id)?.outputs[0]?.id } : null)
  let next = 1
  const edgeIds = new Set(inside.map(({ id }) => id))
  const edgeId = (): string => {
    while (edgeIds.has(`e_${next}`)) next++
    return `e_${next++}`
  }
  const edges: Edge[] = [
    ...first.map(({ target, targetPort }) => ({
      id: edgeId(),
      source: start,
      sourcePort: 'out',
      target,
      ...(targetPort ? { targetPort } : {}),
    })),
    ...inside,
    ...(lead
      ? [
          {
            id: edgeId(),
            source: lead.source,
            ...(lead.sourcePort ? { sourcePort: lead.sourcePort } : {}),
            target: end,
            targetPort: 'in',
          },
        ]
      : []),
  ]
  const { model } = flow.settings
  return {
    format: 'quorum.flow/1',
    name,
    description: '',
    settings: model === undefined ? {} : { model },
    nodes: [
      { id: start, kind: 'input', title: 'Start', position: at(0), params: {} },
      ...nodes,
      ...(lead
        ? [
            {
              id: end,
              kind: 'output',
              title: 'Result',
              position: at(right - left + 2 * GAP),
              params: { name: 'result' },
            },
          ]
        : []),
    ],
    edges,
    notes: [],
  }
}
