import { Flow, FlowNode, isRecord } from '@quorum/engine'
import { checkShape } from '../http/body.ts'

/*
 * What a drawing cannot show stands in its comments, as JSON: `%% step <name> {…}` for a step, `%% also {…}` for the flow.
 * Mermaid passes over them, also where it shows the drawing; whoever deletes them gets what the drawing alone says.
 */

/** What a step has besides its kind, its title and its place in a box. */
const StepRest = FlowNode.omit({ id: true, kind: true, title: true, parent: true })
export type StepRest = Partial<Omit<FlowNode, 'id' | 'kind' | 'title' | 'parent'>>
const FlowRest = Flow.omit({ format: true, name: true, nodes: true, edges: true }).partial()
type FlowRest = Partial<Omit<Flow, 'format' | 'name' | 'nodes' | 'edges'>>

export function stepLine(
  name: string,
  { id: _id, kind: _kind, title: _title, parent: _parent, ...rest }: FlowNode,
): string {
  return `%% step ${name} ${asComment(rest)}`
}

export function flowLine(flow: Flow): string | null {
  const { format: _format, name: _name, nodes: _nodes, edges: _edges, ...rest } = flow
  const said = Object.entries(rest).filter(
    ([, value]) => (isRecord(value) ? Object.keys(value) : (value as string)).length > 0,
  )
  return said.length === 0 ? null : `%% also ${asComment(Object.fromEntries(said))}`
}

/** A directive begins with `%%{`, wherever it stands. */
const asComment = (value: unknown): string => JSON.stringify(value).replaceAll('%', '\\u0025')

/** Null: it cannot be read. */
export function readStep(json: string): StepRest | null {
  const value = parsed(json)
  const read = StepRest.partial().safeParse(value)
  return read.success && isRecord(value) ? (value as StepRest) : null
}

export function readFlow(json: string): FlowRest | null {
  const read = FlowRest.safeParse(parsed(json))
  return read.success ? (read.data as FlowRest) : null
}

function parsed(json: string): unknown {
  try {
    checkShape(json)
    return JSON.parse(json)
  } catch {
    return null
  }
}
