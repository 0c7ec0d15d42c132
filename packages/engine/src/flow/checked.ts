import type { NodeDefinition } from '../node.ts'
import type { Edge, Flow, FlowNode } from './flow.ts'
import type { Ports } from './port.ts'

/** Node, its kind, its parameters and its ports: what the checks work on. */
export interface CheckedNode {
  readonly node: FlowNode
  readonly place: string
  readonly definition: NodeDefinition
  readonly params: unknown
  readonly ports: Ports
}
export interface CheckedEdge {
  readonly edge: Edge
  readonly source: CheckedNode
  readonly target: CheckedNode
  readonly sourcePort: string
  readonly targetPort: string
  /** The container in whose body both ends are; undefined for the flow itself. */
  readonly scope: string | undefined
}
export interface Checked {
  readonly flow: Flow
  readonly nodes: ReadonlyMap<string, CheckedNode>
  readonly edges: readonly CheckedEdge[]
  /** Edges that go back to the first node of a loop. */
  readonly back: ReadonlySet<CheckedEdge>
  /** Of each node, the joins in whose threads it runs, outermost first; nodes that run in none are left out. */
  readonly around: ReadonlyMap<string, readonly string[]>
}

/** What people call a node. */
export const name = (node: FlowNode): string => node.title || node.id
