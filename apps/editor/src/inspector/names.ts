import type { Flow } from '@quorum/engine'
import { byId, upstreamOf, wireOf } from '../canvas/graph.ts'
import { factsOf } from '../geometry/facts.ts'

/** Something a template or condition may mention, as people pick it from a menu. */
export interface NameChoice {
  readonly group: string
  readonly label: string
  /** As written in a template, without the braces. */
  readonly path: string
}

/** What `nodeId` can mention: its input, the steps before it, and in a body the item. */
export function namesFor(flow: Flow, nodeId: string): readonly NameChoice[] {
  const nodes = byId(flow)
  const node = nodes.get(nodeId)
  if (!node) return []
  const choices: NameChoice[] = [{ group: 'What arrives', label: 'Input', path: 'input' }]
  const feeders = flow.edges.filter(({ target }) => target === nodeId).map((edge) => wireOf(nodes, edge))
  const [only] = feeders
  const feeder = feeders.length === 1 && only && !only.from.inner ? nodes.get(only.from.nodeId) : undefined
  for (const field of feeder ? fieldsOf(flow, feeder.id) : []) {
    choices.push({ group: 'What arrives', label: `Input: ${field}`, path: join('input', field) })
  }
  if (node.parent !== undefined) {
    choices.push(
      { group: 'This item', label: 'Item', path: 'item' },
      { group: 'This item', label: 'Index', path: 'index' },
    )
  }
  const before = new Set(upstreamOf(flow, nodeId))
  for (let up = node.parent; up !== undefined && nodes.has(up); up = nodes.get(up)?.parent) {
    for (const id of upstreamOf(flow, up)) before.add(id)
  }
  for (const other of flow.nodes) {
    if (!before.has(other.id) || other.id === nodeId) continue
    const { title } = factsOf(other)
    choices.push({ group: 'Steps before', label: title, path: join('nodes', other.id) })
    for (const field of fieldsOf(flow, other.id)) {
      choices.push({ group: 'Steps before', label: `${title}: ${field}`, path: join(join('nodes', other.id), field) })
    }
  }
  return [...choices, { group: 'Run', label: 'Id of the run', path: 'run.id' }]
}

function fieldsOf(flow: Flow, nodeId: string): readonly string[] {
  const node = flow.nodes.find(({ id }) => id === nodeId)
  if (!node) return []
  const { definition, params } = factsOf(node)
  try {
    return definition?.fields?.(params) ?? []
  } catch {
    return [] // parameters that do not parse yet
  }
}

const join = (path: string, name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`
