import { type CheckedEdge, type CheckedNode, name } from './checked.ts'
import type { Flow, FlowNode } from './flow.ts'
import { nodesById } from './graph.ts'
import type { Fix, FlowIssue } from './issue.ts'
import { type Port, type PortType, typeFits } from './port.ts'

/** Both ends there, in one body, on ports that exist. Gives the edges that are. */
export function checkEdges(flow: Flow, nodes: ReadonlyMap<string, CheckedNode>, issues: FlowIssue[]): CheckedEdge[] {
  const edges: CheckedEdge[] = []
  const seen = new Set<string>()
  const drawn = new Set<string>()
  const byId = nodesById(flow)
  flow.edges.forEach((edge, index) => {
    const at = { edgeId: edge.id, path: `edges[${index}]` }
    if (seen.has(edge.id))
      issues.push({ code: 'duplicate-id', severity: 'error', message: `Two edges have the id “${edge.id}”.`, ...at })
    seen.add(edge.id)
    for (const end of ['source', 'target'] as const)
      if (!byId.has(edge[end]))
        issues.push({
          code: 'unknown-node',
          severity: 'error',
          message: `An edge ${end === 'source' ? 'comes from' : 'goes to'} “${edge[end]}”, which does not exist. Remove the edge.`,
          ...at,
          fix: { title: 'Remove the edge', type: 'removeEdge', edgeId: edge.id },
        })
    const source = nodes.get(edge.source)
    const target = nodes.get(edge.target)
    if (!source || !target) return
    const fromInside = source.node.id === target.node.parent
    const toInside = target.node.id === source.node.parent
    if (!fromInside && !toInside && source.node.parent !== target.node.parent) {
      issues.push({
        code: 'crosses-border',
        severity: 'error',
        message: `An edge crosses the border of a body, from “${name(source.node)}” to “${name(target.node)}”. Go through the ports of the container.`,
        ...at,
        fix: { title: 'Remove the edge', type: 'removeEdge', edgeId: edge.id },
      })
      return
    }
    const outputs = (fromInside ? source.ports.inner?.outputs : source.ports.outputs) ?? []
    const inputs = (toInside ? target.ports.inner?.inputs : target.ports.inputs) ?? []
    const sourcePort = edge.sourcePort ?? outputs[0]?.id ?? 'out'
    const targetPort = edge.targetPort ?? inputs[0]?.id ?? 'in'
    const from = outputs.find((port) => port.id === sourcePort)
    const to = inputs.find((port) => port.id === targetPort)
    if (!from)
      issues.push(
        unknownPort(
          source.node,
          sourcePort,
          'output',
          outputs.map((port) => port.id),
          at,
        ),
      )
    if (!to)
      issues.push(
        unknownPort(
          target.node,
          targetPort,
          'input',
          inputs.map((port) => port.id),
          at,
        ),
      )
    if (!from || !to) return
    const same = `${edge.source} ${sourcePort} ${edge.target} ${targetPort}`
    if (drawn.has(same))
      issues.push({
        code: 'duplicate-edge',
        severity: 'warning',
        message: `“${name(source.node)}” and “${name(target.node)}” are connected twice. One edge is enough.`,
        ...at,
        fix: { title: 'Remove the second edge', type: 'removeEdge', edgeId: edge.id },
      })
    drawn.add(same)
    if (!typeFits(from.type, to.type))
      issues.push({
        code: 'port-type',
        severity: 'warning',
        message: `“${name(source.node)}” gives ${from.type} where “${name(target.node)}” expects ${to.type}. Put a code or template node between them if that is not meant.`,
        ...at,
        nodeId: target.node.id,
        port: targetPort,
        fix: fixOfType(edge.id, to.type, outputs),
      })
    edges.push({
      edge,
      source,
      target,
      sourcePort,
      targetPort,
      scope: fromInside ? source.node.id : toInside ? target.node.id : source.node.parent,
    })
  })
  return edges
}

/** What the target wants may leave the source by another port: of an input, a list has one of its own. */
function fixOfType(edgeId: string, wanted: PortType, outputs: readonly Port[]): Fix {
  const fitting = outputs.find(({ type }) => type === wanted)
  return fitting
    ? { title: `Take “${fitting.label}”`, type: 'updateEdge', edgeId, patch: { sourcePort: fitting.id } }
    : { title: 'Remove the edge', type: 'removeEdge', edgeId }
}

function unknownPort(
  node: FlowNode,
  port: string,
  side: 'input' | 'output',
  known: readonly string[],
  at: { edgeId: string; path: string },
): FlowIssue {
  const list = known.length > 0 ? `It has ${known.map((id) => `“${id}”`).join(', ')}.` : `It has no ${side}s.`
  return {
    code: 'unknown-port',
    severity: 'error',
    message: `“${name(node)}” has no ${side} “${port}”. ${list}`,
    nodeId: node.id,
    port,
    ...at,
    fix: { title: 'Remove the edge', type: 'removeEdge', edgeId: at.edgeId },
  }
}
