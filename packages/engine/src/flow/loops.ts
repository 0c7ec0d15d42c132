/** A directed graph over node numbers; `edges[i]` goes from `edges[i][0]` to `edges[i][1]`. */
export interface Digraph {
  readonly size: number
  readonly edges: readonly (readonly [number, number])[]
}

/** A natural loop: one entry (`head`), its members (the head and inner loops' members included), the edges that go back to the head. */
export interface Loop {
  readonly head: number
  readonly members: readonly number[]
  readonly back: readonly number[]
  /** Index of the enclosing loop in the list, or -1. An enclosing loop always comes first. */
  readonly parent: number
}

export interface LoopForest {
  readonly loops: readonly Loop[]
  /** Cycles that can be entered at several places, or at none: no loop can be made of them. */
  readonly irreducible: readonly { readonly members: readonly number[]; readonly entries: readonly number[] }[]
}

/**
 * Finds the loops of a reducible graph from outside in: a strongly connected component with one entry is a loop, and
 * without the edges back to its head the same holds for what is inside it (the loop nesting forest of Steensgaard, 1993).
 */
export function findLoops(graph: Digraph): LoopForest {
  const loops: Loop[] = []
  const irreducible: { members: number[]; entries: number[] }[] = []
  const all = Array.from({ length: graph.size }, (_, node) => node)
  const work: { members: number[]; cut: Set<number>; parent: number }[] = [{ members: all, cut: new Set(), parent: -1 }]
  for (let item = work.pop(); item; item = work.pop()) {
    const { members, cut, parent } = item
    const inside = new Set(members)
    const edges = edgesWithin(graph, inside).filter((edge) => !cut.has(edge))
    for (const component of cyclicComponents(graph, members, edges)) {
      const set = new Set(component)
      const entered = new Set<number>()
      graph.edges.forEach(([from, to], edge) => {
        if (set.has(to) && !set.has(from) && !cut.has(edge)) entered.add(to)
      })
      // The head of the enclosing loop is entered from outside of it, too.
      if (parent >= 0) for (const node of component) if (node === loops[parent]?.head) entered.add(node)
      const head = [...entered][0]
      if (entered.size !== 1 || head === undefined) {
        irreducible.push({ members: component, entries: [...entered] })
        continue
      }
      const back = edges.filter((edge) => graph.edges[edge]?.[1] === head && set.has(graph.edges[edge]?.[0] ?? -1))
      loops.push({ head, members: component, back, parent })
      work.push({ members: component, cut: new Set([...cut, ...back]), parent: loops.length - 1 })
    }
  }
  return { loops, irreducible }
}

function edgesWithin(graph: Digraph, inside: ReadonlySet<number>): number[] {
  const found: number[] = []
  graph.edges.forEach(([from, to], edge) => {
    if (inside.has(from) && inside.has(to)) found.push(edge)
  })
  return found
}

/** Strongly connected components that hold a cycle. Tarjan's algorithm with an explicit stack: flows may be 10,000 nodes long. */
function cyclicComponents(graph: Digraph, members: readonly number[], edges: readonly number[]): number[][] {
  const next = new Map<number, number[]>()
  const selfLoops = new Set<number>()
  for (const edge of edges) {
    const [from, to] = graph.edges[edge] as readonly [number, number]
    if (from === to) selfLoops.add(from)
    const list = next.get(from)
    if (list) list.push(to)
    else next.set(from, [to])
  }
  const order = new Map<number, number>()
  const low = new Map<number, number>()
  const onStack = new Set<number>()
  const stack: number[] = []
  const components: number[][] = []
  for (const start of members) {
    if (order.has(start)) continue
    const calls: { node: number; at: number }[] = [{ node: start, at: 0 }]
    while (calls.length > 0) {
      const call = calls[calls.length - 1] as { node: number; at: number }
      const { node } = call
      if (call.at === 0) {
        order.set(node, order.size)
        low.set(node, order.size - 1)
        stack.push(node)
        onStack.add(node)
      }
      const targets = next.get(node) ?? []
      let descended = false
      while (call.at < targets.length) {
        const target = targets[call.at++] as number
        if (!order.has(target)) {
          calls.push({ node: target, at: 0 })
          descended = true
          break
        }
        if (onStack.has(target)) low.set(node, Math.min(low.get(node) as number, order.get(target) as number))
      }
      if (descended) continue
      if (call.at === 0) call.at = 1
      calls.pop()
      const above = calls[calls.length - 1]
      if (above) low.set(above.node, Math.min(low.get(above.node) as number, low.get(node) as number))
      if (low.get(node) !== order.get(node)) continue
      const component: number[] = []
      for (let popped = stack.pop(); popped !== undefined; popped = stack.pop()) {
        onStack.delete(popped)
        component.push(popped)
        if (popped === node) break
      }
      if (component.length > 1 || selfLoops.has(node)) components.push(component)
    }
  }
  return components
}
