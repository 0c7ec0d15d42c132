import type { Activation } from '../node.ts'

/**
 * Where parts of a body run several times side by side (API.md rule 7). A join that needs `each` opens a thread per
 * arrival, a `collect` that may fill several batches one per batch; what follows lies in these threads up to the next `collect`.
 */
export interface Threads {
  /** Of each node, the joins in whose threads it lies, outermost first. */
  readonly around: readonly (readonly number[])[]
  /** How many threads a join opens at most. */
  readonly most: ReadonlyMap<number, number>
  /** Edges whose source lies in other threads than the rest of what feeds their target. */
  readonly mixed: readonly number[]
  /** Joins that open threads although a loop goes back to them. */
  readonly looped: readonly number[]
}

const OUTSIDE: readonly number[] = []

/** Edges are pairs of node numbers, -1 is the container; `back` says which of them go back. In one pass along the edges. */
export function findThreads(
  rules: readonly Activation[],
  edges: readonly (readonly [number, number])[],
  back: (edge: number) => boolean,
): Threads {
  const size = rules.length
  const ins: number[][] = Array.from({ length: size }, () => [])
  const outs: number[][] = Array.from({ length: size }, () => [])
  edges.forEach(([from, to], edge) => {
    if (back(edge)) return
    if (to >= 0) ins[to]?.push(edge)
    if (from >= 0) outs[from]?.push(edge)
  })
  const around: (readonly number[])[] = rules.map(() => OUTSIDE)
  const fed: (readonly number[])[] = rules.map(() => OUTSIDE)
  const most = new Map<number, number>()
  const mixed: number[] = []
  const given = (edge: number): readonly number[] => {
    const from = edges[edge]?.[0] ?? -1
    if (from < 0) return OUTSIDE
    return most.has(from) ? [...(around[from] as readonly number[]), from] : (around[from] as readonly number[])
  }
  const left = ins.map((list) => list.filter((edge) => (edges[edge]?.[0] ?? -1) >= 0).length)
  const work = left.flatMap((count, node) => (count === 0 ? [node] : []))
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    const into = ins[node] as number[]
    const scopes = into.map(given)
    // Where scopes meet, the deepest is what the node lies in; the others are said to be wrong.
    const scope = scopes.reduce((deepest, one) => (one.length > deepest.length ? one : deepest), OUTSIDE)
    into.forEach((edge, index) => {
      if (!same(scopes[index] as readonly number[], scope)) mixed.push(edge)
    })
    fed[node] = scope
    const rule = rules[node]
    const need = rule?.type === 'join' ? rule.need : null
    const closes = need === 'collect' ? scope.at(-1) : undefined
    around[node] = closes === undefined ? scope : scope.slice(0, -1)
    const arrivals = into.length * (closes === undefined ? 1 : (most.get(closes) ?? 1))
    if (need === 'each') most.set(node, arrivals)
    if (need === 'collect' && rule?.type === 'join' && rule.n !== undefined && arrivals > rule.n)
      most.set(node, Math.ceil(arrivals / rule.n))
    for (const edge of outs[node] as number[]) {
      const to = edges[edge]?.[1] ?? -1
      if (to < 0) continue
      left[to] = (left[to] as number) - 1
      if (left[to] === 0) work.push(to)
    }
  }
  const looped = new Set<number>()
  edges.forEach(([, to], edge) => {
    if (!back(edge) || to < 0) return
    if (!same(given(edge), fed[to] as readonly number[])) mixed.push(edge)
    if (most.has(to)) looped.add(to)
  })
  return { around, most, mixed, looped: [...looped] }
}

const same = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((node, index) => node === other[index])
