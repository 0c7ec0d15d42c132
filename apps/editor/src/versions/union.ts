import type { Edge, Flow, FlowNode } from '@quorum/engine'

export type Mark = 'added' | 'removed' | 'changed'

/** Two versions in one picture: what each has, and what became of it from the first to the second. */
export interface Union {
  readonly flow: Flow
  readonly nodes: ReadonlyMap<string, Mark>
  readonly edges: ReadonlyMap<string, Mark>
}

/** `before` and `after` drawn together. What only `before` has stands where it stood. A move alone is no change. */
export function unionOf(before: Flow, after: Flow): Union {
  const old = new Map(before.nodes.map((node) => [node.id, node]))
  const now = new Map(after.nodes.map((node) => [node.id, node]))
  const nodes = new Map<string, Mark>()
  for (const node of after.nodes) {
    const was = old.get(node.id)
    if (!was) nodes.set(node.id, 'added')
    else if (meaning(was) !== meaning(node)) nodes.set(node.id, 'changed')
  }
  const gone = before.nodes.filter(({ id }) => !now.has(id))
  for (const { id } of gone) nodes.set(id, 'removed')
  const edges = new Map<string, Mark>()
  const had = new Map(before.edges.map((edge) => [ends(edge), edge]))
  const has = new Set(after.edges.map(ends))
  for (const edge of after.edges) {
    const was = had.get(ends(edge))
    if (!was) edges.set(edge.id, 'added')
    else if (was.maxRounds !== edge.maxRounds) edges.set(edge.id, 'changed')
  }
  const taken = new Set(after.edges.map(({ id }) => id))
  const lost = before.edges
    .filter((edge) => !has.has(ends(edge)))
    .map((edge): Edge => (taken.has(edge.id) ? { ...edge, id: `${edge.id}~` } : edge))
  for (const { id } of lost) edges.set(id, 'removed')
  return {
    flow: { ...after, groups: undefined, nodes: [...after.nodes, ...gone], edges: [...after.edges, ...lost] },
    nodes,
    edges,
  }
}

const meaning = ({ position: _place, size: _size, ...rest }: FlowNode): string => JSON.stringify(rest)
const ends = ({ source, sourcePort, target, targetPort }: Edge): string =>
  JSON.stringify([source, sourcePort ?? '', target, targetPort ?? ''])

/** Of many versions, which autosave makes every few seconds, the newest of each ten minutes. */
export function milestones<V extends { readonly revision: number; readonly createdAt: string }>(
  newestFirst: readonly V[],
): readonly V[] {
  const spanMs = 600_000
  let last = Number.NaN
  return newestFirst.filter(({ createdAt }) => {
    const span = Math.floor(Date.parse(createdAt) / spanMs)
    const first = span !== last
    last = span
    return first
  })
}
