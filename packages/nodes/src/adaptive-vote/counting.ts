import { type ItemOutcome, isRecord, type Range, textOf, type Value } from '@quorum/engine'
import { isBlank } from '../pattern/json.ts'
import { type Sameness, sameKey } from '../pattern/sameness.ts'
import { type RaceRule, type Sample, type Standing, standingOf } from '../vote/race.ts'
import type { Params } from './definition.ts'

export const raceOf = ({ rule, k, maxVotes, maxFlagged, dispatch }: Params): RaceRule => ({
  stop: rule,
  k,
  maxVotes,
  maxFlagged,
  dispatch,
})

/** What a sample votes for: its value, or `{choice}`; nothing, a failure or `{flag: "why"}` is no vote. */
export function sampleOf({ status, value }: ItemOutcome, sameness: Sameness): Sample {
  if (status !== 'ok') return { flag: status === 'skipped' ? 'no-answer' : 'failed' }
  const given = value ?? null
  if (isRecord(given) && typeof given.flag === 'string') return { flag: given.flag }
  const choice = choiceOf(given)
  return isBlank(choice) ? { flag: 'no-answer' } : { key: sameKey(choice, sameness) }
}

const choiceOf = (given: Value): Value =>
  isRecord(given) && given.choice !== undefined ? (given.choice as Value) : given

/** What the engine asks while it samples. */
export function countedSamples(params: Params): {
  more(outcomes: readonly ItemOutcome[]): number
  tally(outcomes: readonly ItemOutcome[]): Readonly<Record<string, number>>
} {
  const rule = raceOf(params)
  const read = (outcomes: readonly ItemOutcome[]) => outcomes.map((one) => sampleOf(one, params.equivalence))
  return {
    more: (outcomes) => standingOf(read(outcomes), rule).need,
    tally: (outcomes) => shownVotes(standingOf(read(settled(outcomes)), rule), outcomes, params.equivalence),
  }
}

/** While a wave is out its gaps are no failures. */
export const settled = (outcomes: readonly ItemOutcome[]): ItemOutcome[] =>
  outcomes.filter(({ status }) => status !== 'cancelled')

/** Votes under the answers as they were first given. */
function shownVotes({ votes }: Standing, outcomes: readonly ItemOutcome[], sameness: Sameness): Record<string, number> {
  const shown: Record<string, number> = {}
  for (const [key, count] of votes) shown[textOf(firstAs(outcomes, key, sameness))] = count
  return shown
}

/** The answer of that key as it was first given. */
export function firstAs(outcomes: readonly ItemOutcome[], key: string, sameness: Sameness): Value {
  const found = outcomes.find((one) => {
    const sample = sampleOf(one, sameness)
    return 'key' in sample && sample.key === key
  })
  return choiceOf(found?.value ?? null)
}

/** How many samples a race takes: the least, about, the most. */
export function raceRange({ rule, k, maxVotes, maxFlagged }: Params): Range {
  const min = rule === 'most' ? Math.floor(maxVotes / 2) + 1 : Math.min(k, maxVotes)
  return { min, expected: Math.min(maxVotes, min * 1.3), max: maxVotes + maxFlagged - 1 }
}
