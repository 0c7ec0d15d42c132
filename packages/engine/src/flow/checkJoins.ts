import { type Checked, type CheckedEdge, name } from './checked.ts'
import type { FlowIssue } from './issue.ts'

/** Which choice a node hangs on, and the edges on which a choice is made. */
interface Choices {
  readonly nodes: ReadonlyMap<string, string>
  readonly edges: ReadonlySet<CheckedEdge>
}

/** Joins that can never fire, or that fire when their author does not expect it (CATALOGUE §2). */
export function checkJoins({ nodes, edges, back }: Checked, issues: FlowIssue[]): void {
  const feeders = new Map<string, CheckedEdge[]>()
  for (const edge of edges) {
    if (back.has(edge) || edge.scope === edge.target.node.id) continue
    const list = feeders.get(edge.edge.target)
    if (list) list.push(edge)
    else feeders.set(edge.edge.target, [edge])
  }
  const choices = choicesOf(nodes, feeders, choosing(edges))
  for (const { node, place, definition, params } of nodes.values()) {
    if (params === null) continue
    const rule = definition.activation(params)
    if (rule.type !== 'join') continue
    const at = { nodeId: node.id, path: place }
    const ins = feeders.get(node.id) ?? []
    if (rule.need === 'n' && (rule.n ?? 1) > ins.length)
      issues.push({
        code: 'join-needs-more',
        severity: 'error',
        message: `“${name(node)}” waits for ${rule.n ?? 1} inputs but has ${ins.length}. Connect more, or ask for fewer.`,
        ...at,
        fix: {
          title: `Wait for ${Math.max(1, ins.length)}`,
          type: 'setParam',
          nodeId: node.id,
          name: 'n',
          value: Math.max(1, ins.length),
        },
      })
    if (rule.need === 'n' && mostAtOnce(ins, choices) < Math.min(rule.n ?? 1, ins.length))
      issues.push({
        code: 'join-may-never-fire',
        severity: 'warning',
        message: `“${name(node)}” waits for ${rule.n ?? 1} inputs, but some of them come in place of each other. “All that come” waits for those that do.`,
        ...at,
        fix: { title: 'Wait for all that come', type: 'setParam', nodeId: node.id, name: 'need', value: 'live' },
      })
    if (rule.need === 'one' && together(ins, choices))
      issues.push({
        code: 'join-second-live',
        severity: 'warning',
        message: `“${name(node)}” expects exactly one of its inputs, but several of them come together, and the second fails the run. “All that come” takes them all, “the first 1” takes the first.`,
        ...at,
        fix: { title: 'Wait for all that come', type: 'setParam', nodeId: node.id, name: 'need', value: 'live' },
      })
    if (rule.need !== 'all') continue
    const kinds = new Set(ins.map((edge) => choiceOf(edge, choices)))
    if (kinds.size > 1)
      issues.push({
        code: 'join-may-never-fire',
        severity: 'warning',
        message: `“${name(node)}” waits for all its inputs, but some come only if a condition holds: then it is skipped. “All that come” waits for those that do.`,
        ...at,
        fix: { title: 'Wait for all that come', type: 'setParam', nodeId: node.id, name: 'need', value: 'live' },
      })
  }
}

/** Are two of these edges live whenever one of them is? */
function together(ins: readonly CheckedEdge[], choices: Choices): boolean {
  const kinds = ins.map((edge) => choiceOf(edge, choices))
  return new Set(kinds).size < kinds.length
}

/** How many of these edges can be live at the same time, if a choice takes one port. */
function mostAtOnce(ins: readonly CheckedEdge[], choices: Choices): number {
  const byPort = new Map<string, number>()
  for (const edge of ins) {
    const choice = choiceOf(edge, choices)
    byPort.set(choice, (byPort.get(choice) ?? 0) + 1)
  }
  const best = new Map<string, number>()
  for (const [choice, count] of byPort) {
    const chooser = choice.split(' ')[0] as string
    best.set(chooser, Math.max(best.get(chooser) ?? 0, count))
  }
  return [...best.values()].reduce((sum, count) => sum + count, 0)
}

const choiceOf = (edge: CheckedEdge, choices: Choices): string =>
  choices.edges.has(edge) ? `${edge.edge.source} ${edge.sourcePort}` : (choices.nodes.get(edge.edge.source) ?? '')

/** Edges that carry something only if another port of their source does not. */
function choosing(edges: readonly CheckedEdge[]): Set<CheckedEdge> {
  const connected = new Map<string, Set<string>>()
  for (const { edge, sourcePort } of edges)
    connected.set(edge.source, (connected.get(edge.source) ?? new Set()).add(sourcePort))
  return new Set(
    edges.filter(({ edge, source: { definition, params }, sourcePort }) => {
      if (definition.mayLoopBack) return true
      if (params === null || !definition.chances) return false
      const given = definition.chances(params, connected.get(edge.source) ?? new Set())
      return given.exclusive && (given.ports[sourcePort] ?? 1) < 1
    }),
  )
}

/** For each node the nearest choice it hangs on, '' if it always runs. In order of the graph, without recursion. */
function choicesOf(
  nodes: Checked['nodes'],
  feeders: ReadonlyMap<string, readonly CheckedEdge[]>,
  edges: ReadonlySet<CheckedEdge>,
): Choices {
  const left = new Map([...nodes.keys()].map((id) => [id, feeders.get(id)?.length ?? 0]))
  const next = new Map<string, string[]>()
  for (const ins of feeders.values())
    for (const { edge } of ins) {
      const list = next.get(edge.source)
      if (list) list.push(edge.target)
      else next.set(edge.source, [edge.target])
    }
  const found = new Map<string, string>()
  const choices: Choices = { nodes: found, edges }
  const work = [...left].filter(([, count]) => count === 0).map(([id]) => id)
  for (let id = work.pop(); id !== undefined; id = work.pop()) {
    const kinds = new Set((feeders.get(id) ?? []).map((edge) => choiceOf(edge, choices)))
    // Where several choices meet, the node runs as soon as one of them was made.
    found.set(id, kinds.size === 1 ? ([...kinds][0] as string) : '')
    for (const target of next.get(id) ?? []) {
      const count = (left.get(target) ?? 1) - 1
      left.set(target, count)
      if (count === 0) work.push(target)
    }
  }
  return choices
}
