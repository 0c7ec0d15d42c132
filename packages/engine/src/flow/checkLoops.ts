import { type CheckedEdge, type CheckedNode, name } from './checked.ts'
import type { FlowIssue } from './issue.ts'
import { findLoops } from './loops.ts'

/** Loops are drawn by edges that go back from a gate, branch or approval to the one place where the loop is entered. */
export function checkLoops(
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
  /** Where something may go back to one entry, another is given up; else the loop is cut. */
  const fixOf = (members: readonly number[], entries: readonly number[]): Pick<FlowIssue, 'fix'> => {
    const inside = new Set(members)
    const at = (id: string): number => numbers.get(id) ?? -1
    const within = inner.filter(({ edge }) => inside.has(at(edge.source)) && inside.has(at(edge.target)))
    const back = within.filter(({ source }) => source.definition.mayLoopBack)
    const kept = back.find(({ edge }) => entries.includes(at(edge.target)))
    const removed =
      entries.length === 0
        ? (back[0] ?? within[0])
        : kept
          ? inner.findLast(
              ({ edge }) =>
                at(edge.target) !== at(kept.edge.target) &&
                entries.includes(at(edge.target)) &&
                !inside.has(at(edge.source)),
            )
          : within.findLast(({ edge }) => entries.includes(at(edge.target)))
    if (!removed) return {}
    const title = `Remove the edge from “${name(removed.source.node)}” to “${name(removed.target.node)}”`
    return { fix: { title, type: 'removeEdge', edgeId: removed.edge.id } }
  }
  for (const { members, entries } of irreducible) {
    const entered = entries.length > 1 ? `is entered at ${entries.map(title).join(' and ')}` : 'has no way in'
    issues.push({
      code: entries.length > 1 ? 'loop-two-entries' : 'loop-no-entry',
      severity: 'error',
      message: `The loop through ${members.slice(0, 6).map(title).join(', ')} ${entered}. A loop needs exactly one node where it is entered and where the edge goes back to.`,
      nodeId: (list[entries[0] ?? Math.min(...members)] as CheckedNode).node.id,
      ...fixOf(members, entries),
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
          nodeId: checked.source.node.id,
          edgeId: checked.edge.id,
          fix: { title: 'Remove the edge', type: 'removeEdge', edgeId: checked.edge.id },
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
