import type { Edge, FlowNode } from './flow.ts'

/** A change to the document that mends an issue; the editor applies it as one undoable edit. */
export type Fix = { readonly title: string } & (
  | { readonly type: 'setParam'; readonly nodeId: string; readonly name: string; readonly value: unknown }
  | { readonly type: 'removeEdge'; readonly edgeId: string }
  | { readonly type: 'addEdge'; readonly edge: Omit<Edge, 'id'> }
  | { readonly type: 'updateEdge'; readonly edgeId: string; readonly patch: Partial<Edge> }
  | { readonly type: 'setNode'; readonly nodeId: string; readonly patch: Partial<FlowNode> }
)

/** Something about the drawing that its author should know. Only `error` blocks a run (API.md rule 14). */
export interface FlowIssue {
  /** Stable, kebab-case. */
  readonly code: string
  readonly severity: 'error' | 'warning' | 'info'
  /** What is wrong and what to do, in one or two plain sentences. */
  readonly message: string
  readonly nodeId?: string
  readonly edgeId?: string
  readonly port?: string
  /** Where in the document, e.g. `nodes[3].params.cases[0].when`. */
  readonly path?: string
  readonly fix?: Fix
}
