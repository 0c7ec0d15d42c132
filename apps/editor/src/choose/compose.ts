import { type Edge, type FlowFile, type FlowNode, hasBody, type NodeDefinition, portsOf } from '@quorum/engine'
import type { Template } from '../api/types.ts'
import { flowGeometry } from '../geometry/geometry.ts'

/** What an add-on does to a flow depends on its shape alone: a container goes around the pattern, anything else behind it. */
export interface Wish {
  readonly definition: NodeDefinition
  /** A working example of the pattern, if there is one. */
  readonly template: Template | undefined
  readonly addOns: readonly NodeDefinition[]
  readonly title: string
  /** Why it was chosen, and what the alternative was. */
  readonly note: string
}

export type Draft = { nodes: FlowNode[]; edges: Edge[] }

const pad = { x: 40, top: 130, bottom: 40 }
const gap = 96

/** The flow a person gets: the example of the pattern, with what they asked for around and behind it. */
export function compose({ definition, template, addOns, title, note }: Wish): FlowFile {
  const base = template?.flow ?? around(definition, title)
  const draft: Draft = {
    nodes: (base.nodes ?? []).map((node) => ({ ...node })) as FlowNode[],
    edges: (base.edges ?? []).map((edge) => ({ ...edge })) as Edge[],
  }
  const main = draft.nodes.find((node) => node.kind === definition.kind && node.parent === undefined)
  let last = main?.id
  for (const addOn of addOns) {
    if (last === undefined) break
    if (!hasBody(addOn)) last = append(draft, last, addOn)
    else if (mayBeWrapped(definition)) last = wrap(draft, last, addOn)
  }
  const top = Math.min(...draft.nodes.filter(({ parent }) => parent === undefined).map(({ position }) => position.y))
  return {
    ...base,
    name: title,
    nodes: draft.nodes,
    edges: draft.edges,
    notes: [...(base.notes ?? []), { id: 'why-this', text: note, position: { x: 0, y: top - 160 } }],
  }
}

/** The smallest flow with the pattern in it: an input, the pattern, an output for its main result. */
function around(definition: NodeDefinition, name: string): FlowFile {
  const node: FlowNode = { id: 'pattern', kind: definition.kind, params: {}, position: { x: 296, y: 0 } }
  const ports = portsOf(node, definition)
  return {
    format: 'quorum.flow/1',
    name,
    nodes: [
      {
        id: 'asked',
        kind: 'input',
        position: { x: 0, y: 40 },
        params: { fields: [{ name: 'task', label: 'Task', type: 'text', required: true }] },
      },
      node,
      { id: 'result', kind: 'output', position: { x: 296 + definition.width + gap, y: 40 }, params: {} },
    ],
    edges: [
      edge('in', 'asked', 'out', node.id, ports.inputs[0]?.id ?? 'in'),
      edge('out', node.id, ports.outputs[0]?.id ?? 'out', 'result', 'in'),
    ],
  }
}

const edge = (id: string, source: string, sourcePort: string, target: string, targetPort: string): Edge => ({
  id,
  source,
  sourcePort,
  target,
  targetPort,
})

const sizeOf = ({ nodes, edges }: Draft, { id }: FlowNode) =>
  flowGeometry({ nodes, edges }).get(id) ?? { width: 0, height: 0 }

/** A way out among several cannot go through a box with one exit. */
export const mayBeWrapped = (definition: NodeDefinition): boolean =>
  definition.chances?.(definition.params.parse({}), new Set(['limit'])).exclusive !== true

function freeId(draft: Draft, wanted: string): string {
  const taken = new Set(draft.nodes.map(({ id }) => id))
  for (let n = 1; ; n++) {
    const id = n === 1 ? wanted : `${wanted}-${n}`
    if (!taken.has(id)) return id
  }
}

/** The container takes the place of the node; only its main result leaves it, so other outputs of the node fall away. */
export function wrap(draft: Draft, inner: string, addOn: NodeDefinition): string {
  const node = draft.nodes.find(({ id }) => id === inner)
  if (!node) return inner
  const id = freeId(draft, addOn.kind)
  const size = sizeOf(draft, node)
  const container: FlowNode = {
    id,
    kind: addOn.kind,
    params: {},
    position: node.position,
    size: { width: size.width + 2 * pad.x, height: size.height + pad.top + pad.bottom },
  }
  const ports = portsOf(container, addOn)
  const [firstIn = 'in', firstOut = 'out'] = [ports.inputs[0]?.id, ports.outputs[0]?.id]
  // A container of its own keeps what goes on inside it.
  const body = new Set(draft.nodes.flatMap((one) => (one.parent === inner ? [one.id] : [])))
  const leaving = draft.edges.filter(({ source, target }) => source === inner && !body.has(target))
  const lost = leaving.filter(({ sourcePort }) => sourcePort !== leaving[0]?.sourcePort)
  const orphans = new Set(lost.map(({ target }) => target))
  draft.edges = draft.edges
    .filter((one) => !lost.includes(one))
    .map((one) => {
      if (one.target === inner && !body.has(one.source)) return { ...one, target: id, targetPort: firstIn }
      return leaving.includes(one) ? { ...one, source: id, sourcePort: firstOut } : one
    })
  const fed = new Set(draft.edges.map(({ target }) => target))
  const index = draft.nodes.indexOf(node)
  draft.nodes.splice(index, 1, container, { ...node, parent: id, position: { x: pad.x, y: pad.top } })
  draft.nodes = draft.nodes.filter((one) => !orphans.has(one.id) || fed.has(one.id))
  // What stands behind makes room for what the container takes more.
  shift(draft, id, node.position.x, 2 * pad.x)
  return id
}

/** The node goes on the way from the pattern to what takes its main result. */
function append(draft: Draft, after: string, addOn: NodeDefinition): string {
  const before = draft.nodes.find(({ id }) => id === after)
  const body = new Set(draft.nodes.flatMap((one) => (one.parent === after ? [one.id] : [])))
  const way = draft.edges.find(({ source, target }) => source === after && !body.has(target))
  if (!before || !way) return after
  const id = freeId(draft, addOn.kind)
  const x = before.position.x + sizeOf(draft, before).width + gap
  const node: FlowNode = { id, kind: addOn.kind, params: {}, position: { x, y: before.position.y } }
  const ports = portsOf(node, addOn)
  const moved = { ...way, source: id, sourcePort: ports.outputs[0]?.id ?? 'out' }
  draft.edges = draft.edges.map((one) => (one === way ? moved : one))
  draft.edges.push({ ...way, id: `${way.id}-${id}`, target: id, targetPort: ports.inputs[0]?.id ?? 'in' })
  shift(draft, after, before.position.x, addOn.width + gap)
  draft.nodes.push(node)
  return id
}

function shift(draft: Draft, but: string, from: number, by: number): void {
  draft.nodes = draft.nodes.map((node) =>
    node.parent === undefined && node.id !== but && node.position.x > from
      ? { ...node, position: { ...node.position, x: node.position.x + by } }
      : node,
  )
}
