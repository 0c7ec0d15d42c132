import { type BodyPlan, compile, type NodePlan } from '../flow/compile.ts'
import type { Flow } from '../flow/flow.ts'
import { duration, leastNothing, total, withdrawn } from './along.ts'
import { askingCost, isPractice, triesOf } from './asking.ts'
import { Assumptions } from './assumptions.ts'
import type { Estimate, EstimateOptions } from './facts.ts'
import { inputInto, listIn } from './lists.ts'
import { callsAs, measured } from './measured.ts'
import { type Choice, pathsOf } from './paths.ts'
import { type Cost, exactly, free, type Range, scaled } from './range.ts'
import { meanRounds, probed, retriesOf } from './rounds.ts'
import { choiceOf } from './ways.ts'
import { percent, round } from './words.ts'

const assumed = { items: 10, repeat: 0.5, late: 0.05 } as const

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
    items: null,
    flow,
    depth: 0,
  })
  const most = flow.settings.budget?.calls ?? Number.POSITIVE_INFINITY
  const capped = (n: number): number => Math.min(n, most)
  const { min, expected, max } = cost.calls
  return {
    ...cost,
    calls: { min: capped(min), expected: capped(expected), max: capped(max) },
    assumptions: estimator.assumptions.all,
    perNode: Object.fromEntries(nodes),
  }
}

interface Place {
  /** What nodes that name no model will use; of several, any. */
  readonly models: readonly string[]
  readonly inComposite: boolean
  /** Take every list for as long as it may be. */
  readonly fullPools: boolean
  /** How long the list is that reached the composite this is the inside of. */
  readonly items: Range | null
  readonly flow: Flow
  /** Calls of flows around it. */
  readonly depth: number
}
interface BodyCost {
  readonly cost: Cost
  readonly nodes: ReadonlyMap<string, Cost>
}

const none: ReadonlyMap<string, Cost> = new Map()

class Estimator {
  readonly assumptions: Assumptions
  readonly #options: EstimateOptions
  readonly #root: Flow
  /** By how deep the call lies. */
  readonly #callees = new Map<Flow, Cost[]>()

  constructor(root: Flow, options: EstimateOptions) {
    this.#root = root
    this.#options = options
    this.assumptions = new Assumptions({ ...root.settings.assumptions, ...options.assumptions }, options.history)
  }

  body(plan: BodyPlan, place: Place): BodyCost {
    const choices = plan.nodes.map((node) => choiceOf(node, plan, this.#isNamed(place), this.assumptions))
    const paths = pathsOf(plan, (node) => choices[node.index] as Choice)
    const parts = plan.nodes.map((node): BodyCost => {
      const { cost, nodes } = this.#node(node, plan, place)
      const rounds = this.#rounds(node, plan, choices, place)
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
    if (node.callee) return { cost: this.#callee(node.callee, place), nodes: none }
    const named = { models: place.models, named: this.#isNamed(place) }
    if (!node.body) return { cost: askingCost(node, named, this.#options, this.assumptions), nodes: none }
    if (node.definition.expand !== undefined)
      return { cost: this.#composite(node, node.body, plan, place), nodes: none }
    const inner = this.body(node.body, { ...place, items: null })
    const count = this.#count(node, plan, place)
    const cost = scaled(inner.cost, count)
    const nodes = new Map([...inner.nodes].map(([key, one]) => [key, scaled(one, count)]))
    if (!node.pool) return { cost, nodes }
    const lanes = Math.max(1, Math.min(node.pool.concurrency, place.flow.settings.concurrency ?? 10))
    const { ms } = inner.cost
    const side = (n: number, one: number): number => Math.ceil(n / lanes) * one
    const beside = { min: side(count.min, ms.min), expected: side(count.expected, ms.expected), max: cost.ms.max }
    return { cost: { ...cost, ms: beside }, nodes }
  }

  #composite(node: NodePlan, inside: BodyPlan, plan: BodyPlan, place: Place): Cost {
    const own = node.definition.models(node.params)
    const models = own.length > 0 && !this.#options.model ? [...own, ...place.models] : place.models
    const most = Number.MAX_SAFE_INTEGER
    const items = takesList(node) ? this.#listOf(node, plan, place, most) : null
    const cost = this.#inside(node, inside, { ...place, models, inComposite: true, items })
    const told = node.definition.forecast?.(node.params, {
      input: inputInto(node, plan, this.#options.input),
      items,
      attempts: mostAttempts(inside),
    })
    // Earlier runs know best what is to be expected of a pattern.
    const simulated = isPractice(models.map((id) => this.#options.facts(id)))
    const past = this.#isNamed(place) ? this.assumptions.history(node.id, simulated) : undefined
    return measured(node, told ? callsAs(cost, { ...cost.calls, ...told }) : cost, past, this.assumptions)
  }

  /** What the parts of a composite come to; how many calls are to be expected it may say itself. */
  #inside(node: NodePlan, inside: BodyPlan, place: Place): Cost {
    const calls = node.definition.calls?.(node.params)
    if (calls === undefined) return this.body(inside, place).cost
    // What it says is also the least only where its lists are as long as they may be and it has no way around.
    const full = this.body(inside, { ...place, fullPools: true }).cost
    const cost = full.calls.min === calls ? full : this.body(inside, place).cost
    const facts = place.models.map((id) => this.#options.facts(id))
    return callsAs(cost, {
      ...cost.calls,
      expected: calls * triesOf(facts, undefined, mostAttempts(inside), this.assumptions),
    })
  }

  /** Steps people see by their names: only they have figures of their own. */
  #isNamed = (place: Place): boolean => !place.inComposite && place.depth === 0

  /** How often the body of a container runs. */
  #count(node: NodePlan, plan: BodyPlan, place: Place): Range {
    if (node.threads !== null) return { min: 1, expected: node.threads, max: node.threads }
    if (node.pool) return this.#items(node, plan, place)
    return node.loop ? this.#loopRounds(node, place) : exactly(1)
  }

  /** How often the body of a pool is begun. */
  #items(node: NodePlan, plan: BodyPlan, place: Place): Range {
    const { itemsOf, source, spendCap, until, facts, attempts = 1, maxItems } = node.pool ?? { maxItems: 0 }
    const copies = itemsOf?.(null).length
    if (copies !== undefined) {
      const late = this.assumptions.take({
        name: 'late',
        node: this.#isNamed(place) ? node : undefined,
        own: this.#isNamed(place),
        unit: 'share',
        fallback: assumed.late,
        text: (share) => `${percent(share)} of answers come so late that they are asked for again.`,
      })
      return { min: 1, expected: 1 + late * (copies - 1), max: copies * attempts }
    }
    const { min, expected, max } = this.#listOf(node, plan, place, maxItems)
    // A body may give more items; how many is not known, so they only count at the most.
    const most = source === 'open' ? maxItems : max
    // Tasks may be one and the same, or wait for others in vain.
    const least = spendCap !== undefined ? 0 : until || facts ? Math.min(1, min) : min
    return { min: least, expected, max: most * attempts }
  }

  #listOf(node: NodePlan, plan: BodyPlan, place: Place, most: number): Range {
    const enough = (n: number): number => Math.min(n, node.pool?.enough ?? n)
    const known = (n: number): Range => ({ min: enough(n), expected: enough(n), max: n })
    if (place.fullPools) return exactly(most)
    const given = this.#isNamed(place) ? this.assumptions.given('items', node.id) : undefined
    const list = inputInto(node, plan, this.#options.input)
    if (Array.isArray(list) && given === undefined) return known(list.length)
    const [edge] = node.ins
    if (place.items && edge && edge.source < 0) return { ...place.items, max: Math.min(most, place.items.max) }
    const fallback = Math.min(listIn(this.#options.input) ?? assumed.items, most)
    if (place.inComposite) return { min: 0, expected: fallback, max: most }
    const expected = this.assumptions.take({
      name: 'items',
      node,
      own: true,
      unit: 'items',
      fallback,
      measured: this.#isNamed(place) ? this.assumptions.history(node.id, true)?.items : undefined,
      text: (items) => `“${node.title}” gets about ${round(items)} items.`,
    })
    const items = Math.min(most, expected)
    return given === undefined ? { min: 0, expected: enough(items), max: most } : known(items)
  }

  #loopRounds(node: NodePlan, place: Place): Range {
    const stated = node.loop?.rounds ?? probed(node)
    const known = { ...stated, max: stated.max * (1 + retriesOf(node)) }
    // Of one round at most there is nothing to repeat.
    if (stated.min === stated.max || stated.max <= 1) return { ...known, expected: stated.max }
    const expected = Math.max(known.min, meanRounds(this.#repeats(node, place), stated.max))
    return { ...known, expected }
  }

  #rounds(node: NodePlan, plan: BodyPlan, choices: readonly Choice[], place: Place): Range {
    let rounds = exactly(1)
    for (let at = node.group; at > 0; at = plan.groups[at]?.parent ?? 0) {
      const group = plan.groups[at]
      const most = group?.maxRounds ?? 1
      const [back, second] = group?.back ?? []
      const from = back && plan.nodes[back.source]
      const choice = back && choices[back.source]
      // Who draws one way back has said with its ways how often it is taken.
      const told = second === undefined && choice?.exclusive ? choice.ports.get(back?.sourcePort ?? '') : undefined
      const q = told ?? this.#repeats(from ?? node, place)
      rounds = { min: 1, expected: rounds.expected * meanRounds(q, most), max: rounds.max * most }
    }
    return rounds
  }

  /** How probable it is that a loop goes on after a round. */
  #repeats(node: NodePlan, place: Place): number {
    return this.assumptions.take({
      name: 'repeat',
      node: this.#isNamed(place) ? node : undefined,
      own: this.#isNamed(place),
      unit: 'share',
      fallback: assumed.repeat,
      text: (q) =>
        this.#isNamed(place)
          ? `The loop of “${node.title}” goes on after a round in ${percent(q)} of cases.`
          : `Loops inside patterns go on after a round in ${percent(q)} of cases.`,
    })
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
      ...{ models, flow, depth },
      ...{ inComposite: false, fullPools: false, items: null },
    })
    const byDepth = this.#callees.get(flow) ?? []
    byDepth[depth] = cost
    this.#callees.set(flow, byDepth)
    this.assumptions.take({
      name: 'flowCalls',
      unit: 'calls',
      fallback: maxNodes,
      fixed: true,
      text: (most) => `A run makes at most ${most} calls of flows.`,
    })
    return cost
  }
}

/** Of any step inside. */
const mostAttempts = (plan: BodyPlan): number =>
  Math.max(1, ...plan.nodes.map(({ policy, body }) => (body ? mostAttempts(body) : policy.attempts)))

/** A composite that works through a list that reaches it. */
const takesList = ({ definition, params }: NodePlan): boolean => definition.ports(params).inputs[0]?.type === 'list'
