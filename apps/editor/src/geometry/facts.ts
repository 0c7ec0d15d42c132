import { type FlowNode, hasBody, type NodeDefinition, type Ports, port, portsOf } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'

export type Lookup = (kind: string) => NodeDefinition | undefined

/** Everything the picture says about a node that follows from the document alone. */
export interface NodeFacts {
  /** Absent for a kind this version does not know: the node is kept and drawn as a placeholder. */
  readonly definition: NodeDefinition | undefined
  readonly title: string
  readonly subtitle: string
  readonly rows: readonly { readonly label: string; readonly value: string }[]
  readonly ports: Ports
  readonly container: boolean
  /** The parsed parameters, or the defaults of the kind while the node's own do not parse. */
  readonly params: unknown
}

const unknownPorts: Ports = { inputs: [port('in')], outputs: [port('out')] }
// Nodes are never mutated, so a node object is its own cache key.
const cache = new WeakMap<FlowNode, NodeFacts>()

export function factsOf(node: FlowNode, lookup: Lookup = definitionOf): NodeFacts {
  const known = lookup === definitionOf ? cache.get(node) : undefined
  if (known) return known
  const facts = describe(node, lookup(node.kind))
  if (lookup === definitionOf) cache.set(node, facts)
  return facts
}

function describe(node: FlowNode, definition: NodeDefinition | undefined): NodeFacts {
  if (!definition) {
    const title = node.title ?? node.kind
    return {
      definition,
      title,
      subtitle: `Unknown kind “${node.kind}”`,
      rows: [],
      ports: unknownPorts,
      container: false,
      params: node.params,
    }
  }
  const params = paramsOf(node, definition)
  const fact = attempt(() => definition.fact(params), '')
  return {
    definition,
    title: node.title || definition.title,
    subtitle: fact ? `${definition.title} · ${fact}` : definition.title,
    rows: attempt(() => definition.rows(params), []).slice(0, 3),
    ports: portsOf(node, definition),
    container: hasBody(definition),
    params,
  }
}

/** Half-typed parameters must not take the node off the canvas: then the kind's defaults stand in. */
function paramsOf(node: FlowNode, definition: NodeDefinition): unknown {
  const parsed = definition.params.safeParse(node.params)
  if (parsed.success) return parsed.data
  const empty = definition.params.safeParse({})
  return empty.success ? empty.data : node.params
}

function attempt<T>(work: () => T, otherwise: T): T {
  try {
    return work()
  } catch {
    return otherwise
  }
}
