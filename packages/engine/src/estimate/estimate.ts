import { templateNames } from '../expr/template.ts'
import { type BodyPlan, compile, type NodePlan } from '../flow/compile.ts'
import type { Flow } from '../flow/flow.ts'
import type { Kit, Mishap } from '../node.ts'
import { isRecord, type Value } from '../value.ts'
import { type Choice, type Paths, pathsOf } from './paths.ts'
import { type Cost, combined, exactly, free, plus, type Range, scaled, sum, zero } from './range.ts'

/** What is known of a model before it is asked. */
export interface ModelFacts {
  /** US dollars per million tokens; null: not known. */
  readonly priceIn: number | null
  readonly priceOut: number | null
  /** Share of attempts that fail. */
  readonly failures: number
  /** One call. */
  readonly ms: Range
}

export interface EstimateOptions {
  readonly kit: Kit
  readonly input?: Value | undefined
  /** Takes the place of every node's model. */
  readonly model?: string | undefined
  /** For nodes and flows that name none. */
  readonly defaultModel: string
  facts(model: string): ModelFacts
  /** A flow that may be called. */
  flow(id: string): Flow | undefined
}

/** A figure that was taken for want of a better one; people may know better. */
export interface Assumption {
  readonly name: string
  readonly value: number
  /** In words. */
  readonly text: string
  readonly nodeId?: string
}

export interface Estimate extends Cost {
  readonly assumptions: readonly Assumption[]
  /** By the keys of the run view. */
  readonly perNode: Readonly<Record<string, Cost>>
}

const assumed = {
  items: 10,
  repeat: 0.5,
  late: 0.05,
  insertedTokens: { min: 1, expected: 300, max: 2_000 },
  answerTokens: { min: 1, expected: 300, max: 2_000 },
} as const

const almostSure = 1 - 1e-9

/**
 * What a run of this flow will cost (CATALOGUE §9). The least assumes that nothing fails; the most counts every retry.
 * @throws InvariantError when `validateFlow` finds errors in the flow.
 */
export function estimate(flow: Flow, options: EstimateOptions): Estimate {
  const estimator = new Estimator(flow, options)
  const { cost, nodes } = estimator.body(compile(flow, options.kit), {
    models: [options.model ?? (flow.settings.model || options.defaultModel)],
    inComposite: false,
    fullPools: false,
    flow,
    depth: 0,
  })
  const most = flow.settings.budget?.calls ?? Number.POSITIVE_INFINITY
  const capped = (n: number): number => Math.min(n, most)
  const { min, expected, max } = cost.calls
  return {
    ...cost,
    calls: { min: capped(min), expected: capped(expected), max: capped(max) },
    assumptions: [...estimator.assumptions.values()],
    perNode: Object.fromEntries(nodes),
  }
}

interface Place {
  /** What nodes that name no model will use; of several, any. */
  readonly models: readonly string[]
  readonly inComposite: boolean
  /** Take every list for as long as it may be. */
  readonly fullPools: boolean
  readonly flow: Flow
  /** Calls of flows around it. */
  readonly depth: number
}
interface BodyCost {
  readonly cost: Cost
  readonly nodes: ReadonlyMap<string, Cost>
}

class Estimator {
  readonly assumptions = new Map<string, Assumption>()
  readonly #options: EstimateOptions
  readonly #root: Flow
  /** By how deep the call lies. */
  readonly #callees = new Map<Flow, Cost[]>()

  constructor(root: Flow, options: EstimateOptions) {
    this.#root = root
    this.#options = options
  }

  body(plan: BodyPlan, place: Place): BodyCost {
    const paths = pathsOf(plan, (node) => this.#choiceOf(node, place))
    const parts = plan.nodes.map((node): BodyCost => {
      const { cost, nodes } = this.#node(node, plan, place)
      const rounds = this.#rounds(node, plan)
      return { cost: scaled(cost, rounds), nodes: new Map([...nodes].map(([key, one]) => [key, scaled(one, rounds)])) }
    })
    const own = parts.map(({ cost }) => cost)
    const never = withdrawn(plan, paths)
    const least = own.map((cost, index) => (never.has(index) ? { ...cost, ...leastNothing(cost) } : cost))
    const nodes = new Map<string, Cost>()
    plan.nodes.forEach((node, index) => {
      const runs: Range = { min: paths.certain[index] ? 1 : 0, expected: paths.chance[index] as number, max: 1 }
      nodes.set(node.key, scaled(least[index] as Cost, runs))
      for (const [key, one] of parts[index]?.nodes ?? []) nodes.set(key, scaled(one, runs))
    })
    return { cost: { ...total(paths, least, plan), ms: duration(paths, own) }, nodes }
  }

  /** One activation, with its retries. */
  #node(node: NodePlan, plan: BodyPlan, place: Place): BodyCost {
    const none = new Map<string, Cost>()
    if (node.callee) return { cost: this.#callee(node.callee, place), nodes: none }
    if (!node.body) return { cost: this.#asks(node, place), nodes: none }
    const named = node.definition.models(node.params)
    const composite = node.definition.expand !== undefined
    const models = composite && named.length > 0 && !this.#options.model ? [...named, ...place.models] : place.models
    const within = { ...place, models, inComposite: place.inComposite || composite }
    const told = node.definition.forecast?.(node.params, this.#inputOf(node, plan))
    if (told) {
      const { cost } = this.body(node.body, within)
      const each = (part: Range): Range => scaledBy(part, cost.calls, told)
      const usd = cost.usd && each(cost.usd)
      const { inputTokens, outputTokens, ms } = cost
      return {
        cost: { calls: told, inputTokens: each(inputTokens), outputTokens: each(outputTokens), usd, ms: each(ms) },
        nodes: none,
      }
    }
    const calls = node.definition.calls?.(node.params)
    if (calls !== undefined) {
      // What it says is also the least only where its lists are as long as they may be and it has no way around.
      const full = this.body(node.body, { ...within, fullPools: true }).cost
      const { cost } = full.calls.min === calls ? { cost: full } : this.body(node.body, { ...within, fullPools: false })
      const { min, max } = cost.calls
      return { cost: { ...cost, calls: { min, expected: Math.min(max, Math.max(min, calls)), max } }, nodes: none }
    }
    const inner = this.body(node.body, within)
    const count =
      node.threads !== null
        ? { min: 1, expected: node.threads, max: node.threads }
        : node.pool
          ? this.#items(node, plan, place)
          : node.loop
            ? this.#loopRounds(node)
            : exactly(1)
    const cost = scaled(inner.cost, count)
    const nodes = new Map([...inner.nodes].map(([key, one]) => [key, scaled(one, count)]))
    if (node.pool) {
      const lanes = Math.max(1, Math.min(node.pool.concurrency, place.flow.settings.concurrency ?? 10))
      const { ms } = inner.cost
      const side = (n: number, one: number): number => Math.ceil(n / lanes) * one
      const beside = { min: side(count.min, ms.min), expected: side(count.expected, ms.expected), max: cost.ms.max }
      return { cost: { ...cost, ms: beside }, nodes }
    }
    return { cost, nodes: composite ? none : nodes }
  }

  #asks(node: NodePlan, place: Place): Cost {
    const { definition, params, policy } = node
    const calls = definition.callsOut(params) && definition.category !== 'tool'
    const asks = definition.asks?.(params) ?? (calls ? { min: 1, expected: 1, max: 2 } : zero)
    if (asks.max === 0) return free
    const named = this.#options.model ? [] : definition.models(params)
    const facts = (named.length > 0 ? named : place.models).map((id) => this.#options.facts(id))
    const failures = mean(facts.map((one) => one.failures))
    const tries = failures >= 1 ? policy.attempts : (1 - failures ** policy.attempts) / (1 - failures)
    const often: Range = { min: asks.min, expected: asks.expected * tries, max: asks.max * policy.attempts }
    const input = this.#inputTokens(node)
    const output = this.#outputTokens(params)
    const usd = facts.some((one) => one.priceIn === null || one.priceOut === null)
      ? null
      : spread(facts.map((one) => priceOf(one, input, output)))
    const ms = spread(facts.map((one) => one.ms))
    return scaled({ calls: exactly(1), inputTokens: input, outputTokens: output, usd, ms }, often)
  }

  #inputTokens(node: NodePlan): Range {
    const templates = node.definition.templates(node.params)
    const chars = templates.reduce((all, { text }) => all + text.length, 0)
    const inserted = Math.max(1, ...templates.map(({ text }) => templateNames(text).length))
    const { min, expected, max } = assumed.insertedTokens
    this.#assume('insertedTokens', expected, `A value that is filled into a prompt has about ${expected} tokens.`)
    const written = Math.ceil(chars / 4)
    return { min: written + min, expected: written + inserted * expected, max: written + inserted * max }
  }

  #outputTokens(params: unknown): Range {
    const { min, expected, max } = assumed.answerTokens
    const limit = isRecord(params) && typeof params.maxOutputTokens === 'number' ? params.maxOutputTokens : null
    if (limit !== null) return { min, expected: Math.min(expected, limit), max: limit }
    this.#assume('answerTokens', expected, `An answer has about ${expected} tokens, and ${max} at the most.`)
    return { min, expected, max }
  }

  /** How often the body of a pool is begun. */
  #items(node: NodePlan, plan: BodyPlan, place: Place): Range {
    const { itemsOf, source, spendCap, until, attempts = 1, maxItems } = node.pool ?? { maxItems: 0 }
    const copies = itemsOf?.(null).length
    if (copies !== undefined) {
      this.#assume(`late ${node.id}`, assumed.late, 'One answer in twenty comes so late that it is asked for again.')
      return { min: 1, expected: 1 + assumed.late * (copies - 1), max: copies * attempts }
    }
    const { min, expected, max } = this.#listOf(node, plan, place)
    // A body may give more items; how many is not known, so they only count at the most.
    const most = source === 'open' ? maxItems : max
    const least = spendCap !== undefined ? 0 : until ? Math.min(1, min) : min
    return { min: least, expected, max: most * attempts }
  }

  #listOf(node: NodePlan, plan: BodyPlan, place: Place): Range {
    const most = node.pool?.maxItems ?? 0
    const enough = (n: number): number => Math.min(n, node.pool?.enough ?? n)
    if (place.fullPools) return exactly(most)
    const list = this.#listInto(node, plan)
    if (list !== null) return { min: enough(list), expected: list, max: list }
    const expected = Math.min(listIn(this.#options.input) ?? assumed.items, most)
    if (!place.inComposite)
      this.#assume(`items ${node.id}`, expected, `“${node.title}” gets about ${expected} items.`, node.id)
    return { min: 0, expected, max: most }
  }

  /** How long the list is that the run's input gives this pool; null where only the run will tell. */
  #listInto(node: NodePlan, plan: BodyPlan): number | null {
    const { input } = this.#options
    const [edge, second] = node.ins
    if (input === undefined || !edge || second || edge.targetPort !== node.firstInput) return null
    return plan.nodes[edge.source]?.definition.input && Array.isArray(input) ? input.length : null
  }

  /** The run's input, where it reaches this node as it is. */
  #inputOf(node: NodePlan, plan: BodyPlan): Value | undefined {
    const [edge] = node.ins
    return edge && plan.nodes[edge.source]?.definition.input ? this.#options.input : undefined
  }

  #loopRounds(node: NodePlan): Range {
    const stated = node.loop?.rounds ?? probed(node)
    const known = { ...stated, max: stated.max * (1 + retriesOf(node)) }
    if (stated.min === stated.max) return { ...known, expected: stated.min }
    const expected = Math.max(known.min, this.#repeated(stated.max, node))
    return { ...known, expected }
  }

  #rounds(node: NodePlan, plan: BodyPlan): Range {
    let rounds = exactly(1)
    for (let at = node.group; at > 0; at = plan.groups[at]?.parent ?? 0) {
      const most = plan.groups[at]?.maxRounds ?? 1
      rounds = { min: 1, expected: rounds.expected * this.#repeated(most, node), max: rounds.max * most }
    }
    return rounds
  }

  /** Mean rounds of a loop that repeats with the assumed probability. */
  #repeated(most: number, node: NodePlan): number {
    const q = assumed.repeat
    this.#assume(
      `repeat ${node.id}`,
      q,
      `The loop around “${node.title}” goes on after a round with probability ${q}.`,
      node.id,
    )
    return (1 - q ** most) / (1 - q)
  }

  #choiceOf(node: NodePlan, place: Place): Choice {
    const { definition, params, connected } = node
    const given = definition.chances?.(params, connected)
    const outputs = definition.ports(params).outputs.map(({ id }) => id)
    // Of a kind with several ways out that says nothing of them, none is sure.
    const likely = outputs.length > 1 ? outputs.map((id): [string, number] => [id, almostSure]) : []
    if (!given && !definition.mayLoopBack) return { exclusive: false, ports: new Map(likely) }
    const all = given ?? equalShares(outputs)
    const ports = new Map(Object.entries(all.ports))
    if (node.group > 0 && connected.has('limit')) ports.set('limit', 0.05)
    const open = [...ports].filter(([, chance]) => chance < 1)
    // What a composite does inside is not for people to know better.
    if (open.length > 0 && !place.inComposite) {
      const words = open.map(([port, chance]) => `${port} ${Math.round(chance * 100)} %`).join(', ')
      this.#assume(`ways ${node.id}`, open[0]?.[1] ?? 0, `“${node.title}” sends on by ${words}.`, node.id)
    }
    return { exclusive: all.exclusive, ports }
  }

  #callee({ flowId, maxDepth, maxNodes }: NonNullable<NodePlan['callee']>, place: Place): Cost {
    const flow = flowId === null ? place.flow : this.#options.flow(flowId)
    const depth = place.depth + 1
    if (!flow || depth > maxDepth) return free
    const known = this.#callees.get(flow)?.[depth]
    if (known) return known
    const models = [
      this.#options.model ?? (flow.settings.model || this.#root.settings.model || this.#options.defaultModel),
    ]
    const { cost } = this.body(compile(flow, this.#options.kit), {
      models,
      inComposite: false,
      fullPools: false,
      flow,
      depth,
    })
    const byDepth = this.#callees.get(flow) ?? []
    byDepth[depth] = cost
    this.#callees.set(flow, byDepth)
    this.#assume('calls', maxNodes, `A run makes at most ${maxNodes} calls of flows.`)
    return cost
  }

  #assume(name: string, value: number, text: string, nodeId?: string): void {
    if (!this.assumptions.has(name))
      this.assumptions.set(name, { name: name.split(' ')[0] ?? name, value, text, ...(nodeId ? { nodeId } : {}) })
  }
}

const mean = (numbers: readonly number[]): number =>
  numbers.length === 0 ? 0 : numbers.reduce((all, one) => all + one, 0) / numbers.length

/** Of several that may be meant, each as probable as the others. */
const spread = (ranges: readonly Range[]): Range => ({
  min: Math.min(...ranges.map((one) => one.min)),
  expected: mean(ranges.map((one) => one.expected)),
  max: Math.max(...ranges.map((one) => one.max)),
})

function priceOf({ priceIn, priceOut }: ModelFacts, input: Range, output: Range): Range {
  const of = (side: keyof Range): number => (input[side] * (priceIn ?? 0) + output[side] * (priceOut ?? 0)) / 1e6
  return { min: of('min'), expected: of('expected'), max: of('max') }
}

function equalShares(ports: readonly string[]) {
  const open = ports.filter((port) => port !== 'limit' && port !== 'error')
  return { exclusive: true, ports: Object.fromEntries(open.map((port) => [port, 1 / open.length])) }
}

/** The longest list among the fields of the run's input: probably what a pool works through. */
function listIn(input: Value | undefined): number | null {
  const lengths = Object.values(isRecord(input) ? input : {}).map((value) => (Array.isArray(value) ? value.length : 0))
  const longest = Math.max(0, ...lengths)
  return longest > 0 ? longest : null
}

/** How often a loop goes on after a round that failed. */
function retriesOf({ loop }: NodePlan): number {
  const most = 1_000
  const error = { code: 'server', message: '' }
  const mishaps: Mishap[] = []
  let round = 1
  try {
    while (round <= most) {
      const again = loop?.onError?.({ round, error, mishaps, chance: 0 })
      if (!again) break
      mishaps.push({ ...error, round, action: again.action ?? '', at: 0 })
      round++
    }
  } catch {
    return most
  }
  return round - 1
}

/** Rounds of a loop that tells nothing of itself: as long as it wants to go on with nothing in hand. */
function probed({ loop, definition, params }: NodePlan): { min: number; max: number } {
  const most = 10_000
  let round = 1
  try {
    while (round <= most && loop?.again({ state: null, round, names: {}, still: () => false }) === 'next') round++
  } catch {
    return { min: 0, max: definition.calls?.(params) ?? most }
  }
  return { min: round - 1, max: round - 1 }
}

const leastNothing = ({ calls, inputTokens, outputTokens, usd }: Cost) => {
  const none = (range: Range): Range => ({ ...range, min: 0 })
  return { calls: none(calls), inputTokens: none(inputTokens), outputTokens: none(outputTokens), usd: usd && none(usd) }
}

/** Nodes that may be stopped before their call: losers of a race, and whatever is not on the way to an end of everything. */
function withdrawn(plan: BodyPlan, paths: Paths): Set<number> {
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
function total(paths: Paths, own: readonly Cost[], plan: BodyPlan): Cost {
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
function duration(paths: Paths, own: readonly Cost[]): Range {
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

/** What so many calls need, where the body was worked out for others: by the call. */
function scaledBy(part: Range, from: Range, to: Range): Range {
  const one = (value: number, calls: number, wanted: number) => (calls === 0 ? 0 : (value / calls) * wanted)
  return {
    min: one(part.min, from.min, to.min),
    expected: one(part.expected, from.expected, to.expected),
    max: one(part.max, from.max, to.max),
  }
}
