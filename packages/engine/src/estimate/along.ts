import type { BodyPlan } from '../flow/compile.ts'
import type { Paths } from './paths.ts'
import { type Cost, combined, free, plus, type Range, sum, zero } from './range.ts'

/** The same, but it need not happen at all. */
export const leastNothing = ({ calls, inputTokens, outputTokens, usd }: Cost) => {
  const none = (range: Range): Range => ({ ...range, min: 0 })
  return { calls: none(calls), inputTokens: none(inputTokens), outputTokens: none(outputTokens), usd: usd && none(usd) }
}

/** Nodes that may be stopped before their call: losers of a race, and whatever is not on the way to an end of everything. */
export function withdrawn(plan: BodyPlan, paths: Paths): Set<number> {
  const found = new Set(plan.nodes.flatMap((node) => node.region))
  for (const node of plan.nodes) {
    if (node.definition.output?.(node.params).terminate !== 'all') continue
    const needed = new Set<number>()
    for (let at = node.index; at !== paths.root; at = paths.parent[at] as number) needed.add(at)
    for (const other of plan.nodes) if (!needed.has(other.index)) found.add(other.index)
  }
  return found
}

/** Sums up the tree from its leaves: of exclusive ways the cheapest counts at least and the dearest at most. */
export function total(paths: Paths, own: readonly Cost[], plan: BodyPlan): Cost {
  const below: Cost[] = own.map((cost) => cost)
  const at = (place: number): Cost => below[place] ?? free
  for (const place of [...paths.order].reverse()) {
    const options = paths.options.get(place) ?? []
    const others = (paths.children[place] ?? []).filter((child) => !options.includes(child))
    const parts = [own[place] ?? free, ...others.map((child) => counted(at(child), paths, child))]
    if (options.length > 0) {
      const looping = (plan.nodes[place]?.group ?? 0) > 0
      parts.push(combined(options.map(at), (ranges) => oneOf(ranges, looping)))
    }
    below[place] = combined(parts, sum)
  }
  const expected = expectedOf(paths, own)
  const whole = at(paths.root)
  const put = (range: Range, value: number): Range => ({
    ...range,
    expected: Math.min(range.max, Math.max(range.min, value)),
  })
  return {
    calls: put(whole.calls, expected.calls),
    inputTokens: put(whole.inputTokens, expected.inputTokens),
    outputTokens: put(whole.outputTokens, expected.outputTokens),
    usd: whole.usd && put(whole.usd, expected.usd),
    ms: whole.ms,
  }
}

const counted = (cost: Cost, paths: Paths, place: number): Cost =>
  paths.sure[place] ? cost : { ...cost, ...leastNothing(cost), ms: { ...cost.ms, min: 0 } }

/** In a loop one round may go one way and the next another. */
const oneOf = (ranges: readonly Range[], looping: boolean): Range => ({
  min: Math.min(...ranges.map((range) => range.min)),
  expected: sum(ranges).expected,
  max: looping ? sum(ranges).max : Math.max(...ranges.map((range) => range.max)),
})

function expectedOf(paths: Paths, own: readonly Cost[]) {
  const expected = { calls: 0, inputTokens: 0, outputTokens: 0, usd: 0 }
  own.forEach((cost, index) => {
    const chance = paths.chance[index] as number
    expected.calls += cost.calls.expected * chance
    expected.inputTokens += cost.inputTokens.expected * chance
    expected.outputTokens += cost.outputTokens.expected * chance
    expected.usd += (cost.usd?.expected ?? 0) * chance
  })
  return expected
}

/** The longest way through, as all that can runs side by side; at most, everything in turn. */
export function duration(paths: Paths, own: readonly Cost[]): Range {
  const ends = own.map(() => ({ min: 0, expected: 0 }))
  let whole: Range = zero
  for (const place of paths.order) {
    const cost = own[place]
    const end = ends[place]
    if (!cost || !end) continue
    for (const feeder of paths.feeders[place] ?? []) {
      const before = ends[feeder]
      if (!before) continue
      end.min = Math.max(end.min, before.min)
      end.expected = Math.max(end.expected, before.expected)
    }
    if (paths.certain[place]) end.min += cost.ms.min
    end.expected += cost.ms.expected * (paths.chance[place] as number)
    whole = plus(
      { ...whole, min: 0, expected: 0 },
      {
        min: Math.max(whole.min, paths.certain[place] ? end.min : 0),
        expected: Math.max(whole.expected, end.expected),
        max: cost.ms.max,
      },
    )
  }
  return whole
}
