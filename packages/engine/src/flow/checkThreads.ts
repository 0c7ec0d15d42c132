import { limits } from '../limits.ts'
import type { Activation } from '../node.ts'
import { type Checked, type CheckedEdge, type CheckedNode, name } from './checked.ts'
import type { FlowIssue } from './issue.ts'
import { findThreads } from './threads.ts'

type Around = Checked['around']

/** Joins that need `each` are closed by one that collects, and nothing leads in or out of their threads but through these. */
export function checkThreads(checked: Omit<Checked, 'around'>, issues: FlowIssue[]): Around {
  const around = new Map<string, readonly string[]>()
  const bodies = new Map<string | undefined, CheckedNode[]>()
  for (const node of checked.nodes.values()) {
    const { parent } = node.node
    const body = bodies.get(parent)
    if (body) body.push(node)
    else bodies.set(parent, [node])
  }
  for (const [container, members] of bodies)
    if (members.some(opens)) new Body(checked, container, members).check(issues, around)
  return around
}

const ruleOf = ({ definition, params }: CheckedNode): Activation =>
  params === null ? { type: 'feeders' } : definition.activation(params)
const needOf = (node: CheckedNode): string | null => {
  const rule = ruleOf(node)
  return rule.type === 'join' ? rule.need : null
}
const opens = (node: CheckedNode): boolean => needOf(node) === 'each' || needOf(node) === 'collect'

class Body {
  readonly #members: readonly CheckedNode[]
  readonly #edges: readonly CheckedEdge[]
  readonly #back: ReadonlySet<CheckedEdge>
  readonly #numbers: ReadonlyMap<string, number>

  constructor(
    { edges, back }: Omit<Checked, 'around'>,
    container: string | undefined,
    members: readonly CheckedNode[],
  ) {
    this.#members = members
    this.#edges = edges.filter((edge) => edge.scope === container)
    this.#back = back
    this.#numbers = new Map(members.map(({ node }, index) => [node.id, index]))
  }

  check(issues: FlowIssue[], found: Map<string, readonly string[]>): void {
    const { around, most, mixed, looped } = findThreads(
      this.#members.map(ruleOf),
      this.#edges.map(({ edge }): [number, number] => [this.#number(edge.source), this.#number(edge.target)]),
      (edge) => this.#back.has(this.#edges[edge] as CheckedEdge),
    )
    this.#members.forEach(({ node }, index) => {
      const joins = around[index] ?? []
      if (joins.length > 0)
        found.set(
          node.id,
          joins.map((join) => this.#at(join).node.id),
        )
    })
    for (const edge of mixed) issues.push(this.#mixed(this.#edges[edge] as CheckedEdge, found))
    for (const join of looped) issues.push(...this.#looped(this.#at(join)))
    for (const [join, count] of most) {
      const { node, place } = this.#at(join)
      if (count * this.#edges.length > limits.threadEdges)
        issues.push({
          code: 'too-many-threads',
          severity: 'error',
          message: `“${name(node)}” would go on with up to ${count} branches alone, which is too much for so large a flow. Use a pool over a list instead.`,
          nodeId: node.id,
          path: place,
        })
      else if (needOf(this.#at(join)) === 'each') this.#closed(join, around, issues)
    }
  }

  #number(id: string): number {
    return this.#numbers.get(id) ?? -1
  }

  #at(index: number): CheckedNode {
    return this.#members[index] as CheckedNode
  }

  #mixed({ edge, source, target }: CheckedEdge, found: Around): FlowIssue {
    const threads = found.get(source.node.id) ?? []
    const often = threads.length > 0 ? 'runs once per branch of an “each” join' : 'does not run once per branch of one'
    return {
      code: 'mixed-threads',
      severity: 'error',
      message: `“${name(target.node)}” gets inputs that do not belong together: “${name(source.node)}” ${often}. Put a join that collects between them, or remove the edge.`,
      nodeId: target.node.id,
      edgeId: edge.id,
      fix: { title: 'Remove the edge', type: 'removeEdge', edgeId: edge.id },
    }
  }

  #looped({ node }: CheckedNode): FlowIssue[] {
    return this.#edges
      .filter((edge) => this.#back.has(edge) && edge.target.node.id === node.id)
      .map(({ edge }) => ({
        code: 'loop-into-each',
        severity: 'error',
        message: `A loop goes back to “${name(node)}”, which goes on with every branch alone. Let it go back to a node before it.`,
        nodeId: node.id,
        edgeId: edge.id,
        fix: { title: 'Remove the edge', type: 'removeEdge', edgeId: edge.id },
      }))
  }

  /** It is closed by a join that collects, or by the end of its body: then nothing may come out of its threads. */
  #closed(join: number, around: readonly (readonly number[])[], issues: FlowIssue[]): void {
    const { node, place } = this.#at(join)
    const within = (index: number): boolean => index === join || (around[index]?.includes(join) ?? false)
    const inside = this.#members.filter((_, index) => index !== join && within(index))
    const leaving = this.#edges.filter(
      ({ edge }) => within(this.#number(edge.source)) && !within(this.#number(edge.target)),
    )
    const told =
      inside.some((one) => one.definition.output !== undefined) ||
      leaving.some(({ edge }) => this.#number(edge.target) < 0)
    if (!told && leaving.length > 0) return
    const next = inside.find((one) => needOf(one) === 'live' || needOf(one) === 'all')
    issues.push({
      code: 'each-not-closed',
      severity: told ? 'error' : 'warning',
      message: `“${name(node)}” goes on with every branch alone, and nothing puts the results together again. Add a join that waits for “collect” behind it, or let it wait for all that come.`,
      nodeId: node.id,
      path: place,
      fix: next
        ? {
            title: `Collect at “${name(next.node)}”`,
            type: 'setParam',
            nodeId: next.node.id,
            name: 'need',
            value: 'collect',
          }
        : { title: 'Wait for all that come', type: 'setParam', nodeId: node.id, name: 'need', value: 'live' },
    })
  }
}
