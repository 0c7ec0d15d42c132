import type { NodeDefinition } from '../node.ts'
import type { Flow, FlowNode } from './flow.ts'
import { type Port, type Ports, port } from './port.ts'

/** The ports a node has in this very drawing: its kind's, `error` where its policy asks for it, `limit` where it may loop back. */
export function portsOf(node: FlowNode, definition: NodeDefinition): Ports {
  const parsed = definition.params.safeParse(node.params)
  let ports: Ports
  try {
    ports = definition.ports(parsed.success ? parsed.data : definition.params.parse({}))
  } catch {
    ports = { inputs: [port('in')], outputs: [port('out')] }
  }
  const outputs: Port[] = [...ports.outputs]
  if (definition.mayLoopBack) outputs.push(port('limit', 'limit reached'))
  if (node.policy?.onError === 'port') outputs.push(port('error', 'error', 'error'))
  return { ...ports, outputs }
}

/** The first port of a side is what an edge without a port name means. */
export const firstPort = (ports: readonly Port[], fallback: string): string => ports[0]?.id ?? fallback

/** Nodes by id; of two with one id the first counts (the second is an issue). */
export function nodesById(flow: Pick<Flow, 'nodes'>): Map<string, FlowNode> {
  const byId = new Map<string, FlowNode>()
  for (const node of flow.nodes) if (!byId.has(node.id)) byId.set(node.id, node)
  return byId
}

/** Does this kind hold other nodes on the canvas? */
export const hasBody = (definition: NodeDefinition): boolean =>
  definition.container !== undefined || definition.loop !== undefined || definition.sample !== undefined
