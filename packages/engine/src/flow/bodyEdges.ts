import { OUTSIDE } from '../node.ts'
import type { Edge, FlowNode } from './flow.ts'
import { firstPort } from './graph.ts'
import type { Ports } from './port.ts'

/** An edge between members of a body, by their numbers; -1 is the container. */
export interface BodyEdge {
  readonly id: string
  readonly source: number
  readonly sourcePort: string
  readonly target: number
  readonly targetPort: string
}

/**
 * The drawn edges between the members of a body, and from or to its container. `threads`: the body of a join that opens
 * threads, whose value may pass through untouched; any other body of one node is wired by itself (API.md §1).
 */
export function bodyEdges(
  drawn: readonly Edge[],
  members: readonly { readonly node: FlowNode; readonly ports: Ports }[],
  numbers: ReadonlyMap<string, number>,
  container: string | undefined,
  threads: boolean,
): BodyEdge[] {
  const outsideId = container ?? OUTSIDE
  const first = (member: number, side: 'inputs' | 'outputs', fallback: string): string =>
    firstPort(members[member]?.ports[side] ?? [], fallback)
  const found: BodyEdge[] = []
  for (const edge of drawn) {
    const from = edge.source === outsideId ? -1 : numbers.get(edge.source)
    const to = edge.target === outsideId ? -1 : numbers.get(edge.target)
    if (from === undefined || to === undefined || (from === -1 && to === -1 && !threads)) continue
    found.push({
      id: edge.id,
      source: from,
      sourcePort: edge.sourcePort ?? (from === -1 ? 'item' : first(from, 'outputs', 'out')),
      target: to,
      targetPort: edge.targetPort ?? (to === -1 ? 'result' : first(to, 'inputs', 'in')),
    })
  }
  if (container === undefined || threads || members.length !== 1) return found
  if (!found.some((edge) => edge.source === -1))
    found.unshift({ id: '@in', source: -1, sourcePort: 'item', target: 0, targetPort: first(0, 'inputs', 'in') })
  if (!found.some((edge) => edge.target === -1))
    found.push({ id: '@out', source: 0, sourcePort: first(0, 'outputs', 'out'), target: -1, targetPort: 'result' })
  return found
}
