import { limits } from '../limits.ts'
import type { Kit } from '../node.ts'
import { type CheckedNode, name } from './checked.ts'
import type { Flow } from './flow.ts'
import { hasBody, nodesById, portsOf } from './graph.ts'
import type { FlowIssue } from './issue.ts'
import { showJsonPath } from './parse.ts'

/** Ids, kinds, parameters; what a kind checks by itself. */
export function checkNodes(flow: Flow, kit: Pick<Kit, 'definition'>, issues: FlowIssue[]): Map<string, CheckedNode> {
  const nodes = new Map<string, CheckedNode>()
  const seen = new Set<string>()
  flow.nodes.forEach((node, index) => {
    const place = `nodes[${index}]`
    const at = { nodeId: node.id, path: place }
    if (seen.has(node.id)) {
      issues.push({
        code: 'duplicate-id',
        severity: 'error',
        message: `Two nodes have the id “${node.id}”. Give one of them another id.`,
        ...at,
      })
      return
    }
    seen.add(node.id)
    const definition = kit.definition(node.kind)
    if (!definition) {
      issues.push({
        code: 'unknown-kind',
        severity: 'error',
        message: `“${name(node)}” is of the unknown kind “${node.kind}”. It keeps its settings, but cannot run: update Quorum or replace it.`,
        ...at,
      })
      return
    }
    const params = definition.params.safeParse(node.params)
    if (!params.success) {
      for (const issue of params.error.issues.slice(0, 20)) {
        const where = showJsonPath(issue.path)
        issues.push({
          code: 'invalid-params',
          severity: 'error',
          message: `“${name(node)}”, setting “${where || 'params'}”: ${issue.message}.`,
          nodeId: node.id,
          path: where ? `${place}.params.${where}` : `${place}.params`,
        })
      }
    }
    const ports = portsOf(node, definition)
    if (ports.inputs.length + ports.outputs.length > limits.portsPerNode)
      issues.push({
        code: 'too-many-ports',
        severity: 'error',
        message: `“${name(node)}” has more than ${limits.portsPerNode} ports.`,
        ...at,
      })
    const checked = { node, place, definition, ports, params: params.success ? params.data : null }
    nodes.set(node.id, checked)
    if (params.success)
      issues.push(...(definition.check?.(params.data, node) ?? []).map((issue) => ({ ...at, ...issue })))
  })
  return nodes
}

/** Nodes lie in bodies, and bodies not too deep in each other. */
export function checkParents(flow: Flow, nodes: ReadonlyMap<string, CheckedNode>, issues: FlowIssue[]): void {
  const byId = nodesById(flow)
  for (const { node, place } of nodes.values()) {
    if (node.parent === undefined) continue
    const at = { nodeId: node.id, path: `${place}.parent` }
    const parent = nodes.get(node.parent)
    if (!byId.has(node.parent))
      issues.push({
        code: 'unknown-parent',
        severity: 'error',
        message: `“${name(node)}” lies in “${node.parent}”, which does not exist.`,
        ...at,
      })
    else if (parent && !hasBody(parent.definition))
      issues.push({
        code: 'not-a-container',
        severity: 'error',
        message: `“${name(node)}” lies in “${name(parent.node)}”, which has no body. Move it out.`,
        ...at,
      })
    let depth = 0
    for (
      let up = byId.get(node.parent);
      up && depth <= limits.nesting;
      up = up.parent === undefined ? undefined : byId.get(up.parent)
    )
      depth++
    if (depth > limits.nesting)
      issues.push({
        code: 'nesting',
        severity: 'error',
        message: `“${name(node)}” is nested more than ${limits.nesting} deep, or lies in itself.`,
        ...at,
      })
  }
}
