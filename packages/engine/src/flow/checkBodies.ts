import { isRecord } from '../value.ts'
import { type Checked, name } from './checked.ts'
import type { FlowNode } from './flow.ts'
import { hasBody } from './graph.ts'
import type { FlowIssue } from './issue.ts'

/** A body has something in it, and gives something. */
export function checkBodies({ nodes, edges }: Checked, issues: FlowIssue[]): void {
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

/** Where a flow begins and ends, and what nothing leads to. */
export function checkEnds({ flow, nodes, edges }: Checked, issues: FlowIssue[]): void {
  const outputs = new Map<string, string>()
  const fed = new Set(edges.map(({ edge }) => edge.target))
  const sources = new Set(edges.map(({ edge }) => edge.source))
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
        ...connectFix(node, nodes, sources),
      })
  }
  if (outputs.size === 0 && isRecord(flow) && flow.nodes.length > 0)
    issues.push({
      code: 'no-output',
      severity: 'info',
      message: 'The flow has no output: a run ends without a result to show.',
    })
}

/**
 * The likeliest thing to work on: in a body what the body works on, else what the nearest node to the left makes that
 * nobody takes yet, else what the flow was given.
 */
function connectFix(node: FlowNode, nodes: Checked['nodes'], sources: ReadonlySet<string>): Pick<FlowIssue, 'fix'> {
  const tops = [...nodes.values()].filter((one) => one.node.parent === undefined)
  const away = (one: FlowNode): number => Math.hypot(node.position.x - one.position.x, node.position.y - one.position.y)
  const loose = tops
    .filter((one) => one.ports.outputs.length > 0 && !sources.has(one.node.id))
    .filter((one) => one.node.position.x < node.position.x)
    .toSorted((a, b) => away(a.node) - away(b.node))
  const from =
    node.parent === undefined ? (loose[0] ?? tops.find((one) => one.definition.input)) : nodes.get(node.parent)
  if (!from) return {}
  const title = `Connect it to “${name(from.node)}”`
  const sourcePort = node.parent === undefined ? undefined : from.ports.inner?.outputs[0]?.id
  return {
    fix: {
      title,
      type: 'addEdge',
      edge: { source: from.node.id, target: node.id, ...(sourcePort === undefined ? {} : { sourcePort }) },
    },
  }
}
