import { type Flow, idleNode, type NodeView, type RunView } from '@quorum/engine'
import { factsOf } from '../../geometry/facts.ts'
import { elapsedMs, tokensOf } from '../figures.ts'

export interface NodePair {
  readonly id: string
  readonly title: string
  /** Null: that version has no such step. */
  readonly a: NodeView | null
  readonly b: NodeView | null
  readonly differs: readonly ('step' | 'state' | 'result' | 'tokens')[]
}

interface Side {
  readonly flow: Pick<Flow, 'nodes'>
  readonly view: Pick<RunView, 'nodes'>
}

/** The steps of both runs side by side, those that differ first. Times always differ a little, so they do not count. */
export function compareNodes(a: Side, b: Side): readonly NodePair[] {
  const nodes = new Map([...a.flow.nodes, ...b.flow.nodes].map((node) => [node.id, node]))
  const viewOf = ({ flow, view }: Side, id: string): NodeView | null =>
    flow.nodes.some((node) => node.id === id) ? (view.nodes[id] ?? idleNode) : null
  const pairs = [...nodes].map(([id, node]): NodePair => {
    const [first, second] = [viewOf(a, id), viewOf(b, id)]
    return { id, title: factsOf(node).title, a: first, b: second, differs: difference(first, second) }
  })
  return pairs.sort((one, other) => Number(other.differs.length > 0) - Number(one.differs.length > 0))
}

function difference(a: NodeView | null, b: NodeView | null): NodePair['differs'] {
  if (!a || !b) return ['step']
  const differs: NodePair['differs'][number][] = []
  if (a.status !== b.status) differs.push('state')
  if (a.text !== b.text || JSON.stringify(a.detail) !== JSON.stringify(b.detail)) differs.push('result')
  if (tokensOf(a.usage) !== tokensOf(b.usage)) differs.push('tokens')
  return differs
}

export const timeOf = ({ startedAt, endedAt }: Pick<NodeView, 'startedAt' | 'endedAt'>): number =>
  startedAt === null ? 0 : elapsedMs(startedAt, endedAt ?? startedAt)
