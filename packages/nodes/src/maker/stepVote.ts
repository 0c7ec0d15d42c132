import { completed, type ItemOutcome, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import { settled } from '../adaptive-vote/counting.ts'
import { asValue } from '../pattern/json.ts'
import { type Sameness, sameKey } from '../pattern/sameness.ts'
import { type RaceRule, type Sample, type Standing, standingOf } from '../vote/race.ts'
import type { Params } from './definition.ts'
import type { Answer } from './problems/problem.ts'
import type { MakerState } from './state.ts'

/** What one call gave: an answer, or why it is thrown away. */
export type Response = { readonly answer: Answer } | { readonly flag: string }

/** One response of a step, in the order drawn: what it is for, or why it is no vote. */
export type Cast = { readonly vote: string } | { readonly flag: string }

/** How a step ended, with all a report wants to know of it. */
export interface StepBallot {
  readonly answer: Answer | null
  readonly tally: Readonly<Record<string, number>>
  readonly casts: readonly Cast[]
  readonly samples: number
  readonly votes: number
  readonly agreed: number
  readonly collided: boolean
  readonly flagged: Standing['flagged']
  readonly without: Standing['without']
}

const ruleFor = ({ maxVotes, maxFlagged, dispatch }: Params, { k }: MakerState): RaceRule => ({
  stop: 'aheadByK',
  k,
  maxVotes,
  maxFlagged,
  dispatch,
})

function responseOf({ status, value }: ItemOutcome): Response {
  if (status !== 'ok') return { flag: 'call-failed' }
  return isRecord(value) ? (value as unknown as Response) : { flag: 'wrong-format' }
}

function sampleOf(outcome: ItemOutcome, sameness: Sameness): Sample {
  const response = responseOf(outcome)
  return 'flag' in response ? response : { key: sameKey(asValue(response.answer), sameness) }
}

const stateIn = (value: Value) => value as unknown as MakerState

export function makerRace(params: Params) {
  const read = (outcomes: readonly ItemOutcome[]) => outcomes.map((one) => sampleOf(one, params.equivalence))
  return {
    more: (outcomes: readonly ItemOutcome[], input: Value) =>
      standingOf(read(outcomes), ruleFor(params, stateIn(input))).need,
    tally: (outcomes: readonly ItemOutcome[], input: Value) =>
      namedVotes(standingOf(read(settled(outcomes)), ruleFor(params, stateIn(input))), outcomes, params),
  }
}

/** Names by what would be done: the same action with another state stays apart. */
export function namesOf<K>(actions: ReadonlyMap<K, Value>): Map<K, string> {
  const names = new Map<K, string>()
  const taken = new Map<string, number>()
  for (const [key, action] of actions) {
    const name = typeof action === 'object' ? JSON.stringify(action) : textOf(action)
    const before = taken.get(name) ?? 0
    taken.set(name, before + 1)
    names.set(key, before === 0 ? name : `${name} (another state${before === 1 ? '' : ` ${before}`})`)
  }
  return names
}

function candidates({ votes }: Standing, outcomes: readonly ItemOutcome[], { equivalence }: Params) {
  return namesOf(new Map([...votes.keys()].map((key) => [key, answerFor(outcomes, key, equivalence)?.action ?? null])))
}

function namedVotes(standing: Standing, outcomes: readonly ItemOutcome[], params: Params): Record<string, number> {
  const names = candidates(standing, outcomes, params)
  return Object.fromEntries([...standing.votes].map(([key, count]) => [names.get(key) ?? '', count]))
}

function answerFor(outcomes: readonly ItemOutcome[], key: string, sameness: Sameness): Answer | null {
  for (const outcome of outcomes) {
    const response = responseOf(outcome)
    if ('answer' in response && sameKey(asValue(response.answer), sameness) === key) return response.answer
  }
  return null
}

export const runStepVote: NodeBehaviour<Params> = {
  elect(params, outcomes, { value }) {
    const samples = outcomes.map((one) => sampleOf(one, params.equivalence))
    const standing = standingOf(samples, ruleFor(params, stateIn(value)))
    const leader = [...standing.votes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null
    const winner = standing.winner ?? (params.onUndecided === 'mostVotes' ? leader : null)
    const names = candidates(standing, outcomes, params)
    const keys = samples.slice(0, standing.used).flatMap((sample) => ('key' in sample ? [sample.key] : []))
    const ballot: StepBallot = {
      answer: winner === null ? null : answerFor(outcomes, winner, params.equivalence),
      tally: namedVotes(standing, outcomes, params),
      casts: samples
        .slice(0, standing.used)
        .map((sample) => ('key' in sample ? { vote: names.get(sample.key) ?? '' } : { flag: sample.flag })),
      samples: standing.used,
      votes: standing.valid,
      agreed: winner === null ? 0 : (standing.votes.get(winner) ?? 0),
      collided: keys.length > 1 && keys[0] !== winner && keys[1] !== winner,
      flagged: standing.flagged,
      without: winner === null ? standing.without : null,
    }
    return completed({ out: asValue(ballot) }, asValue(ballot))
  },
}
