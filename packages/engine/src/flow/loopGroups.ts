import type { EdgePlan, GroupPlan } from './compile.ts'
import type { Edge } from './flow.ts'

const DEFAULT_ROUNDS = 10

/** Group 0 is the body itself, the others are its loops of back edges. */
export function groupPlans(
  size: number,
  loops: readonly { head: number; members: readonly number[]; parent: number }[],
  groupOf: readonly number[],
  edges: readonly EdgePlan[],
  drawn: readonly Edge[],
): GroupPlan[] {
  const limitOf = new Map(drawn.map((edge) => [edge.id, edge.maxRounds]))
  const counts = new Array<number>(loops.length + 1).fill(0)
  for (const group of groupOf) counts[group] = (counts[group] as number) + 1
  const inner = (group: number) => loops.flatMap((loop, index) => (loop.parent + 1 === group ? [index + 1] : []))
  const all: { head: number; parent: number; members: readonly number[] }[] = [
    { head: -1, parent: -1, members: Array.from({ length: size }, (_, index) => index) },
    ...loops.map((loop) => ({ head: loop.head, parent: loop.parent + 1, members: loop.members })),
  ]
  return all.map((group, index) => {
    const back =
      index === 0
        ? []
        : edges.filter((edge) => edge.back && edge.target === group.head && group.members.includes(edge.source))
    return {
      ...group,
      inner: inner(index),
      size: (counts[index] as number) + inner(index).length,
      back,
      maxRounds: Math.min(...back.map((edge) => limitOf.get(edge.id) ?? DEFAULT_ROUNDS), ...(back.length ? [] : [1])),
    }
  })
}

/** What can reach nothing but the join (API.md rule 5): walk backwards, taking a node once all its forward edges lead into the region. */
export function cancelRegion(join: number, ins: readonly EdgePlan[][], outs: readonly EdgePlan[][]): number[] {
  const left = outs.map((edges) => edges.filter((edge) => !edge.back).length)
  const region: number[] = []
  const work = [join]
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    for (const edge of ins[node] ?? []) {
      if (edge.source < 0) continue
      left[edge.source] = (left[edge.source] as number) - 1
      if (left[edge.source] !== 0) continue
      region.push(edge.source)
      work.push(edge.source)
    }
  }
  return region
}

export function wholeGroups(region: readonly number[], groups: readonly GroupPlan[]): number[] {
  if (region.length === 0) return []
  const inside = new Set(region)
  return groups.flatMap((group, index) => (index > 0 && group.members.every((node) => inside.has(node)) ? [index] : []))
}
