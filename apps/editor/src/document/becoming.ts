import type { Flow } from '@quorum/engine'
import type { Command } from './commands.ts'

/** The edit that makes one drawing of another: one step of undo, however much it changes. */
export function becoming(before: Flow, after: Flow, name: string): Command {
  const nodes = changesOf(before.nodes, after.nodes)
  const edges = changesOf(before.edges, after.edges)
  const fields = (old: object, next: object): object =>
    Object.fromEntries(
      [...Object.keys(old), ...Object.keys(next)].map((key) => [key, (next as Record<string, unknown>)[key]]),
    )
  return {
    type: 'compound',
    name,
    commands: [
      { type: 'disconnect', edgeIds: [...edges.gone, ...edges.changed].map(({ id }) => id) },
      { type: 'removeNodes', nodeIds: nodes.gone.map(({ id }) => id) },
      { type: 'addNodes', nodes: nodes.fresh },
      ...nodes.changed.map(
        (node): Command => ({
          type: 'setNode',
          nodeId: node.id,
          patch: fields(before.nodes.find(({ id }) => id === node.id) ?? {}, node),
        }),
      ),
      { type: 'addNodes', nodes: [], edges: [...edges.changed, ...edges.fresh] },
    ],
  }
}

function changesOf<T extends { readonly id: string }>(before: readonly T[], after: readonly T[]) {
  const old = new Map(before.map((one) => [one.id, one]))
  const kept = new Set(after.map(({ id }) => id))
  return {
    gone: before.filter(({ id }) => !kept.has(id)),
    fresh: after.filter(({ id }) => !old.has(id)),
    changed: after.filter((one) => old.has(one.id) && old.get(one.id) !== one),
  }
}
