import { limits } from '../limits.ts'
import type { Kit } from '../node.ts'
import { isRecord } from '../value.ts'
import { type Checked, type CheckedEdge, type CheckedNode, name } from './checked.ts'
import { checkJoins } from './checkJoins.ts'
import { checkNames } from './checkNames.ts'
import { checkShared } from './checkShared.ts'
import type { Flow, FlowNode } from './flow.ts'
import { hasBody, nodesById, portsOf } from './graph.ts'
import type { FlowIssue } from './issue.ts'
import { findLoops } from './loops.ts'
import { parseFlow, showJsonPath } from './parse.ts'
import { typeFits } from './port.ts'

/**
 * Everything that is wrong with a drawing, for people to mend. Runs in the editor while they type and in the server
 * before a run. Never throws, whatever JSON it is given; O(nodes + edges) but for nested loops.
 */
export function validateFlow(json: unknown, kit: Pick<Kit, 'definition'>): FlowIssue[] {
  const parsed = parseFlow(json)
  if (!parsed.ok) return parsed.issues
  const { flow } = parsed
  const issues: FlowIssue[] = []
  const nodes = checkNodes(flow, kit, issues)
  checkParents(flow, nodes, issues)
  const edges = checkEdges(flow, nodes, issues)
  const back = checkLoops(nodes, edges, issues)
  const checked: Checked = { flow, nodes, edges, back }
  checkBodies(checked, issues)
  checkEnds(checked, issues)
  if (!issues.some((issue) => issue.severity === 'error')) checkJoins(checked, issues)
  checkNames(checked, issues)
  checkShared(checked, issues)
  return issues
}

function checkNodes(flow: Flow, kit: Pick<Kit, 'definition'>, issues: FlowIssue[]): Map<string, CheckedNode> {
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

function checkParents(flow: Flow, nodes: ReadonlyMap<string, CheckedNode>, issues: FlowIssue[]): void {
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

function checkEdges(flow: Flow, nodes: ReadonlyMap<string, CheckedNode>, issues: FlowIssue[]): CheckedEdge[] {
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
        fix: { title: 'Remove the edge', type: 'removeEdge', edgeId: edge.id },
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

/** Loops are drawn by edges that go back from a gate, branch or approval to the one place where the loop is entered. */
function checkLoops(
  nodes: ReadonlyMap<string, CheckedNode>,
  edges: readonly CheckedEdge[],
  issues: FlowIssue[],
): Set<CheckedEdge> {
  const back = new Set<CheckedEdge>()
  const numbers = new Map([...nodes.keys()].map((id, index) => [id, index]))
  const list = [...nodes.values()]
  // What a container sends enters a loop in its body as anything else does; what it gets leads nowhere inside.
  const inner = edges.filter(({ source, target }) => source.node.parent !== target.node.id)
  const { loops, irreducible } = findLoops({
    size: list.length,
    edges: [
      ...inner.map(({ edge }) => [numbers.get(edge.source) ?? 0, numbers.get(edge.target) ?? 0] as const),
      ...wiredByThemselves(list, inner).map(
        ({ node }) => [numbers.get(node.parent ?? '') ?? 0, numbers.get(node.id) ?? 0] as const,
      ),
    ],
  })
  const title = (index: number) => `“${name((list[index] as CheckedNode).node)}”`
  for (const { members, entries } of irreducible) {
    const entered = entries.length > 1 ? `is entered at ${entries.map(title).join(' and ')}` : 'has no way in'
    issues.push({
      code: entries.length > 1 ? 'loop-two-entries' : 'loop-no-entry',
      severity: 'error',
      message: `The loop through ${members.slice(0, 6).map(title).join(', ')} ${entered}. A loop needs exactly one node where it is entered and where the edge goes back to.`,
      nodeId: (list[entries[0] ?? members[0] ?? 0] as CheckedNode).node.id,
    })
  }
  for (const loop of loops) {
    const inside = new Set(loop.members)
    for (const index of loop.back) {
      const checked = inner[index] as CheckedEdge
      back.add(checked)
      if (checked.source.definition.mayLoopBack) continue
      issues.push({
        code: 'cycle',
        severity: 'error',
        message: `The edge from “${name(checked.source.node)}” back to “${name(checked.target.node)}” makes an endless loop. Only a gate, a branch or an approval may send work back.`,
        edgeId: checked.edge.id,
        nodeId: checked.source.node.id,
        fix: { title: 'Remove the edge', type: 'removeEdge', edgeId: checked.edge.id },
      })
    }
    // The limit of a loop further in, or of a loop container, may well lead to something in this one.
    const goesBack = new Set(loop.back.map((index) => (inner[index] as CheckedEdge).edge.source))
    for (const checked of inner)
      if (
        checked.sourcePort === 'limit' &&
        goesBack.has(checked.edge.source) &&
        inside.has(numbers.get(checked.edge.target) ?? -1)
      )
        issues.push({
          code: 'limit-inside-loop',
          severity: 'error',
          message: `The “limit” port of “${name(checked.source.node)}” leads back into its own loop. Connect it to a node outside of the loop.`,
          edgeId: checked.edge.id,
        })
  }
  return back
}

/** A body of one node without an edge from its container gets it by itself (API.md §1). */
function wiredByThemselves(nodes: readonly CheckedNode[], edges: readonly CheckedEdge[]): CheckedNode[] {
  const members = new Map<string, CheckedNode[]>()
  for (const checked of nodes) {
    const { parent } = checked.node
    if (parent === undefined) continue
    const inside = members.get(parent)
    if (inside) inside.push(checked)
    else members.set(parent, [checked])
  }
  const fed = new Set(
    edges.flatMap(({ source, target }) => (source.node.id === target.node.parent ? [source.node.id] : [])),
  )
  return [...members].flatMap(([parent, inside]) => (inside.length === 1 && !fed.has(parent) ? inside : []))
}

function checkBodies({ nodes, edges }: Checked, issues: FlowIssue[]): void {
  const members = new Map<string, number>()
  for (const { node } of nodes.values())
    if (node.parent !== undefined) members.set(node.parent, (members.get(node.parent) ?? 0) + 1)
  const answered = new Set(
    edges.filter(({ source, target }) => source.node.parent === target.node.id).map(({ target }) => target.node.id),
  )
  for (const { node, place, definition } of nodes.values()) {
    const at = { nodeId: node.id, path: place }
    if (!hasBody(definition)) continue
    const count = members.get(node.id) ?? 0
    if (count === 0)
      issues.push({
        code: 'empty-body',
        severity: 'error',
        message: `“${name(node)}” has nothing to do: drop a node into its body.`,
        ...at,
      })
    else if (count > 1 && !answered.has(node.id))
      issues.push({
        code: 'body-without-result',
        severity: 'warning',
        message: `Nothing in “${name(node)}” is connected to its “result” port, so its results are empty.`,
        ...at,
      })
  }
}

function checkEnds({ flow, nodes, edges }: Checked, issues: FlowIssue[]): void {
  const outputs = new Map<string, string>()
  const fed = new Set(edges.map(({ edge }) => edge.target))
  const connected = new Set(edges.map(({ edge, sourcePort }) => `${edge.source} ${sourcePort}`))
  const onlyChild = new Map<string, number>()
  for (const { node } of nodes.values())
    if (node.parent !== undefined) onlyChild.set(node.parent, (onlyChild.get(node.parent) ?? 0) + 1)
  for (const { node, place, definition, params, ports } of nodes.values()) {
    const at = { nodeId: node.id, path: place }
    const output = params === null ? undefined : definition.output?.(params)
    if (output) {
      const before = outputs.get(output.name)
      if (before !== undefined)
        issues.push({
          code: 'duplicate-output',
          severity: 'error',
          message: `Two outputs are called “${output.name}”. Give one of them another name.`,
          ...at,
          path: `${place}.params.name`,
          fix: {
            title: `Call it “${output.name}-2”`,
            type: 'setParam',
            nodeId: node.id,
            name: 'name',
            value: `${output.name}-2`,
          },
        })
      outputs.set(output.name, node.id)
    }
    if ((definition.output || definition.input) && node.parent !== undefined)
      issues.push({
        code: 'end-in-body',
        severity: 'error',
        message: `“${name(node)}” must stand outside of bodies: move it out of “${node.parent}”.`,
        ...at,
      })
    if (node.policy?.onError === 'port' && !connected.has(`${node.id} error`))
      issues.push({
        code: 'error-port-unconnected',
        severity: 'warning',
        message: `“${name(node)}” sends its errors to its error port, but nobody is connected there: an error will fail the run.`,
        ...at,
        port: 'error',
      })
    const wired = fed.has(node.id) || (node.parent !== undefined && onlyChild.get(node.parent) === 1)
    if (ports.inputs.length > 0 && !wired)
      issues.push({
        code: 'no-input',
        severity: 'warning',
        message: `Nothing is connected to “${name(node)}”. It will run with an empty input.`,
        ...at,
      })
  }
  if (outputs.size === 0 && isRecord(flow) && flow.nodes.length > 0)
    issues.push({
      code: 'no-output',
      severity: 'info',
      message: 'The flow has no output: a run ends without a result to show.',
    })
}
