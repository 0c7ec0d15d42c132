import type { FlowFile } from '@quorum/engine'

/** input → … → output, each node with one edge to the next. */
export function chain(
  nodes: readonly { readonly id: string; readonly kind: string; readonly params?: Record<string, unknown> }[],
): FlowFile {
  const all = [
    { id: 'q', kind: 'input', params: { fields: [{ name: 'question', type: 'text', required: true }] } },
    ...nodes,
    { id: 'a', kind: 'output' },
  ]
  return {
    format: 'quorum.flow/1',
    name: 'A chain',
    nodes: all.map((node, i) => ({ params: {}, ...node, position: { x: i * 300, y: 0 } })),
    edges: all.slice(1).map((node, i) => ({ id: `e${i}`, source: all[i]?.id ?? '', target: node.id })),
  }
}

export const echo = chain([{ id: 't', kind: 'template', params: { text: 'You asked: {{ input.question }}' } }])
export const asking = chain([{ id: 'ok', kind: 'approval', params: { message: 'Go on?' } }])
export const agent = chain([{ id: 'w', kind: 'agent', params: { model: 'simulated/fast' } }])
