import { type Edge, type Flow, type FlowNode, OUTSIDE, portsOf } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'

/** Ids of the two ends of an inside carry this: they are drawn, but no run knows them. */
export const END = '/@'

/**
 * The inside of a composite as a flow to look at. Ids are those of the run view (`council/chair`), so that its steps
 * show what they do; the composite's ports stand at both ends.
 */
export function insideFlow(node: FlowNode, path: string): Flow | null {
  const definition = definitionOf(node.kind)
  const parsed = definition?.params.safeParse(node.params)
  if (!definition?.expand || !parsed?.success) return null
  const body = definition.expand(parsed.data)
  const ports = portsOf(node, definition)
  const inner = (id: string): string => `${path}/${id}`
  const wires = body.edges as readonly Pick<Edge, 'source' | 'sourcePort' | 'target' | 'targetPort'>[]
  const known = new Set(ports.outputs.map(({ id }) => id))
  const starts = new Set(wires.flatMap(({ source, sourcePort }) => (source === OUTSIDE ? [sourcePort ?? 'in'] : [])))
  const ends = new Set(
    wires.flatMap(({ target, targetPort }) =>
      target === OUTSIDE && known.has(targetPort ?? '') ? [targetPort ?? ''] : [],
    ),
  )
  const end = (side: 'in' | 'out', port: string): string => `${path}${END}${side} ${port}`
  const label = (side: 'inputs' | 'outputs', id: string): string =>
    ports[side].find((port) => port.id === id)?.label ?? id
  const at = { x: 0, y: 0 }
  const edges = wires.flatMap(({ source, sourcePort, target, targetPort }, index): Edge[] => {
    if (target === OUTSIDE && !ends.has(targetPort ?? '')) return []
    const from =
      source === OUTSIDE
        ? { source: end('in', sourcePort ?? 'in'), sourcePort: 'out' }
        : { source: inner(source), ...(sourcePort ? { sourcePort } : {}) }
    const to =
      target === OUTSIDE
        ? { target: end('out', targetPort ?? ''), targetPort: 'in' }
        : { target: inner(target), ...(targetPort ? { targetPort } : {}) }
    return [{ id: `${path}/e${index}`, ...from, ...to }]
  })
  return {
    format: 'quorum.flow/1',
    name: node.title ?? definition.title,
    description: '',
    settings: {},
    notes: [],
    nodes: [
      ...[...starts].map(
        (port): FlowNode => ({
          id: end('in', port),
          kind: 'input',
          title: label('inputs', port),
          position: at,
          params: {},
        }),
      ),
      ...body.nodes.map(
        ({ parent, ...part }): FlowNode => ({
          ...part,
          id: inner(part.id),
          position: at,
          ...(parent === undefined ? {} : { parent: inner(parent) }),
        }),
      ),
      ...[...ends].map(
        (port): FlowNode => ({
          id: end('out', port),
          kind: 'output',
          title: label('outputs', port),
          position: at,
          params: { name: port },
        }),
      ),
    ],
    edges,
  }
}

/** The composite at the end of a path of inner ids: `['council']`, or deeper `['team', 'worker']`. */
export function compositeAt(flow: Flow, path: readonly string[]): FlowNode | null {
  const [first, ...rest] = path
  let node = flow.nodes.find(({ id }) => id === first)
  for (const id of rest) {
    const definition = node && definitionOf(node.kind)
    const parsed = definition?.params.safeParse(node?.params)
    if (!definition?.expand || !parsed?.success) return null
    const part = definition.expand(parsed.data).nodes.find((one) => one.id === id)
    node = part && { position: { x: 0, y: 0 }, ...part }
  }
  return node ?? null
}
