import { templateNames } from '../expr/template.ts'
import type { NodePlan } from '../flow/compile.ts'
import { isRecord } from '../value.ts'
import type { Assumptions } from './assumptions.ts'
import type { EstimateOptions, ModelFacts, NodeHistory } from './facts.ts'
import { type Cost, exactly, free, type Range, scaled, zero } from './range.ts'
import { percent } from './words.ts'

/** What a text that nobody has seen yet is taken for, in tokens. */
const unseen = { min: 1, expected: 300, max: 2_000 } as const

const filledIn = /\{\{.*?\}\}/g

/** Whom a node asks, and whether its figures may be told and learnt by its own name. */
export interface Asked {
  readonly models: readonly string[]
  readonly named: boolean
}

/** One activation of a node that asks models by itself, with its retries. */
export function askingCost(node: NodePlan, asked: Asked, options: EstimateOptions, assumptions: Assumptions): Cost {
  const { definition, params, policy } = node
  const calls = definition.callsOut(params) && definition.category !== 'tool'
  const asks = definition.asks?.(params) ?? (calls ? { min: 1, expected: 1, max: 2 } : zero)
  if (asks.max === 0) return free
  const own = options.model ? [] : definition.models(params)
  const facts = (own.length > 0 ? own : asked.models).map((id) => options.facts(id))
  const past = asked.named ? assumptions.history(node.id, isPractice(facts)) : undefined
  const of = asked.named ? node : undefined

  const tries = triesOf(facts, of, policy.attempts, assumptions)
  const measured = past?.calls
  const most = asks.max * policy.attempts
  const often: Range = { min: asks.min, expected: within(measured ?? asks.expected * tries, asks.min, most), max: most }
  const input = inputTokens(node, of, past, assumptions)
  const output = outputTokens(node, of, past, assumptions)
  const ms = callMs(facts, of, past, assumptions)
  const usd = facts.some((one) => one.priceIn === null || one.priceOut === null)
    ? null
    : spread(facts.map((one) => priceOf(one, input, output)))
  // An attempt that fails is a call, but nothing is written and nothing charged for it.
  const paid: Range = { min: asks.min, expected: often.expected / tries, max: most }
  const one = scaled({ calls: exactly(1), inputTokens: input, outputTokens: output, usd, ms }, paid)
  return { ...one, calls: often, ms: { ...one.ms, expected: ms.expected * often.expected } }
}

/** Mean attempts at a call. */
export function triesOf(facts: readonly ModelFacts[], node: Named, attempts: number, assumptions: Assumptions): number {
  const failures = assumptions.take({
    name: 'failures',
    node,
    unit: 'share',
    fallback: mean(facts.map((one) => one.failures)),
    text: (share) => `${percent(share)} of all calls fail and are tried again.`,
  })
  return failures >= 1 ? attempts : (1 - failures ** attempts) / (1 - failures)
}

export const isPractice = (facts: readonly ModelFacts[]): boolean => facts.every((one) => one.simulated)

type Named = Pick<NodePlan, 'id' | 'title'> | undefined

function inputTokens(node: NodePlan, of: Named, past: NodeHistory | undefined, assumptions: Assumptions): Range {
  const templates = node.definition.templates(node.params).filter(({ path }) => !/(^|\.)model$/.test(path))
  const written = Math.ceil(templates.reduce((all, { text }) => all + text.replace(filledIn, '').length, 0) / 4)
  const inserted = Math.max(1, ...templates.map(({ text }) => templateNames(text).length))
  const known = of && (assumptions.given('inputTokens', of.id) ?? past?.inputTokens)
  if (known !== undefined) {
    const expected = assumptions.take({
      name: 'inputTokens',
      node: of,
      own: true,
      unit: 'tokens',
      fallback: known,
      measured: past?.inputTokens,
      text: (tokens) => `A prompt of “${node.title}” has about ${Math.round(tokens)} tokens.`,
    })
    const least = Math.min(written + unseen.min, expected)
    return { min: least, expected, max: Math.max(written + inserted * unseen.max, expected) }
  }
  const expected = assumptions.take({
    name: 'insertedTokens',
    unit: 'tokens',
    fallback: unseen.expected,
    text: (tokens) => `A value that is filled into a prompt has about ${Math.round(tokens)} tokens.`,
  })
  const most = Math.max(unseen.max, expected)
  return { min: written + unseen.min, expected: written + inserted * expected, max: written + inserted * most }
}

function outputTokens(node: NodePlan, of: Named, past: NodeHistory | undefined, assumptions: Assumptions): Range {
  const { params } = node
  const limit = isRecord(params) && typeof params.maxOutputTokens === 'number' ? params.maxOutputTokens : null
  const expected = assumptions.take({
    name: 'answerTokens',
    node: of,
    unit: 'tokens',
    fallback: unseen.expected,
    measured: past?.outputTokens,
    text: (tokens) =>
      `An answer has about ${Math.round(tokens)} tokens, and ${Math.max(unseen.max, Math.round(tokens))} at the most.`,
  })
  const most = limit ?? Math.max(unseen.max, expected)
  return { min: unseen.min, expected: Math.min(expected, most), max: most }
}

function callMs(
  facts: readonly ModelFacts[],
  of: Named,
  past: NodeHistory | undefined,
  assumptions: Assumptions,
): Range {
  const known = spread(facts.map((one) => one.ms))
  const expected = assumptions.take({
    name: 'callMs',
    node: of,
    unit: 'ms',
    fallback: known.expected,
    measured: past?.ms === undefined || !past.calls ? undefined : past.ms / past.calls,
    text: (ms) => `A call takes about ${(ms / 1_000).toFixed(1)} s.`,
  })
  return { min: Math.min(known.min, expected), expected, max: Math.max(known.max, expected) }
}

export const within = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value))

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
