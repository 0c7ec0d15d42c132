import { type Flow, type FlowNode, type NodeDefinition, portsOf } from '@quorum/engine'
import { type Draft, wrap } from '../choose/compose.ts'
import { kindFor } from '../choose/kindFor.ts'
import { factsOf } from '../geometry/facts.ts'

/** A flow one step up, and what it is called. */
export interface Higher {
  readonly title: string
  readonly nodeId: string
  readonly flow: Flow
}

const healing = 'P20'
const sideBySide = 'P05'

/**
 * The next step up from a node (CATALOGUE §8.2): agents in a row work side by side, those become specialists, and what is
 * left gets somebody who heals it. Who works stays as it is. Null where there is none.
 */
export function stepUp(flow: Flow, nodeId: string): Higher | null {
  const node = flow.nodes.find(({ id }) => id === nodeId)
  const { definition, params } = node ? factsOf(node) : { definition: undefined, params: null }
  if (!node || !definition || definition.hidden) return null
  const row = definition.role ? rowOf(flow, node) : []
  if (row.length > 1) return gathered(flow, row)
  const next = definition.stepUp?.(params)
  const kind = next && kindFor(next.patternId)
  if (next && kind) return { title: kind.title, nodeId, flow: replaced(flow, node, kind, next.params) }
  return healed(flow, node, definition)
}

/** Where a step up is meant if nobody says: the first node that is a pattern or an agent. */
export const stepUpAt = (flow: Flow): string | null =>
  flow.nodes.find((node) => {
    const { definition } = factsOf(node)
    return definition !== undefined && (definition.stepUp || definition.role || definition.expand)
  })?.id ?? null

/** The agents in a row that a node is part of, first to last. */
function rowOf(flow: Flow, node: FlowNode): FlowNode[] {
  const byId = new Map(flow.nodes.map((one) => [one.id, one]))
  const only = (edges: Flow['edges'], end: 'source' | 'target'): FlowNode | undefined => {
    const [edge, second] = edges
    const other = edge && !second ? byId.get(edge[end]) : undefined
    return other && isPerson(other) && other.parent === node.parent ? other : undefined
  }
  const into = (id: string) => flow.edges.filter(({ target }) => target === id)
  const outOf = (id: string) => flow.edges.filter(({ source }) => source === id)
  const next = (at: FlowNode) => {
    const other = only(outOf(at.id), 'target')
    return other && into(other.id).length === 1 ? other : undefined
  }
  const before = (at: FlowNode) => {
    const other = only(into(at.id), 'source')
    return other && outOf(other.id).length === 1 ? other : undefined
  }
  if (!isPerson(node)) return []
  const row = [node]
  for (let at = before(node); at && !row.includes(at); at = before(at)) row.unshift(at)
  for (let at = next(node); at && !row.includes(at); at = next(at)) row.push(at)
  return row
}

/** Its words mean the same in a team: it asks only for what reaches it, and uses nothing else. */
function isPerson(node: FlowNode): boolean {
  const { role } = factsOf(node).definition ?? {}
  const { tools, schema } = node.params
  const plain = JSON.stringify(node.params).replaceAll(/\{\{\s*input\s*\}\}/g, '')
  return (
    role !== undefined && !plain.includes('{{') && !(Array.isArray(tools) && tools.length > 0) && schema === undefined
  )
}

/** One pattern in the place of the row, with its agents as members. */
function gathered(flow: Flow, row: readonly FlowNode[]): Higher | null {
  const kind = kindFor(sideBySide)
  const [first, last] = [row[0], row.at(-1)]
  if (!kind || !first || !last) return null
  const gone = new Set(row.map(({ id }) => id))
  const node: FlowNode = { ...first, kind: kind.kind, params: { branches: row.map(personOf) } }
  delete node.title
  delete node.policy
  const { inputs, outputs } = portsOf(node, kind)
  const edges = flow.edges.flatMap((edge) => {
    if (gone.has(edge.source) && gone.has(edge.target)) return []
    if (gone.has(edge.target)) return [{ ...edge, target: node.id, targetPort: inputs[0]?.id ?? 'in' }]
    return [gone.has(edge.source) ? { ...edge, source: node.id, sourcePort: outputs[0]?.id ?? 'out' } : edge]
  })
  const nodes = flow.nodes.flatMap((one) => (one.id === first.id ? [node] : gone.has(one.id) ? [] : [one]))
  return { title: kind.title, nodeId: node.id, flow: { ...flow, nodes, edges } }
}

function personOf(node: FlowNode): object {
  const { title, definition } = factsOf(node)
  const { model, prompt } = node.params
  const told = [node.params[definition?.role ?? ''], prompt]
    .filter((text): text is string => typeof text === 'string')
    .map((text) => text.replaceAll(/\{\{\s*input\s*\}\}/g, '').trim())
    .filter(Boolean)
  return { name: title.slice(0, 64), prompt: told.join('\n\n'), ...(model ? { model } : {}) }
}

/** The same node as another pattern. What came out of ports that are no more comes out of the first. */
function replaced(flow: Flow, node: FlowNode, kind: NodeDefinition, params: object): Flow {
  const before = factsOf(node).ports
  const after: FlowNode = { ...node, kind: kind.kind, params: { ...params } }
  const ports = portsOf(after, kind)
  const portFor = (id: string | undefined, side: 'inputs' | 'outputs'): string | null => {
    const own = id ?? before[side][0]?.id
    if (ports[side].some((port) => port.id === own)) return own ?? null
    return own === before[side][0]?.id ? (ports[side][0]?.id ?? null) : null
  }
  const edges = flow.edges.flatMap((edge) => {
    if (edge.target === node.id) {
      const targetPort = portFor(edge.targetPort, 'inputs')
      return targetPort === null ? [] : [{ ...edge, targetPort }]
    }
    if (edge.source !== node.id) return [edge]
    const sourcePort = portFor(edge.sourcePort, 'outputs')
    return sourcePort === null ? [] : [{ ...edge, sourcePort }]
  })
  return { ...flow, nodes: flow.nodes.map((one) => (one === node ? after : one)), edges }
}

/** Drawn inside something that checks and tries again, unless it is already. */
function healed(flow: Flow, node: FlowNode, definition: NodeDefinition): Higher | null {
  const kind = kindFor(healing)
  const around = flow.nodes.find(({ id }) => id === node.parent)
  const works = definition.role !== undefined || definition.expand !== undefined
  if (!kind || !works || definition.kind === kind.kind || node.parent !== undefined || around) return null
  const draft: Draft = { nodes: [...flow.nodes], edges: [...flow.edges] }
  const nodeId = wrap(draft, node.id, kind)
  return { title: kind.title, nodeId, flow: { ...flow, nodes: draft.nodes, edges: draft.edges } }
}
