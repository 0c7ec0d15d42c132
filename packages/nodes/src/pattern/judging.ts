import { isRecord, textOf, type Value } from '@quorum/engine'
import type { PartOutcome } from './json.ts'

/** A, B, C, … Z, AA, AB: what a judge sees in the place of a name. */
export function labelAt(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : labelAt(Math.floor(index / 26) - 1) + letter
}
export const labelsOf = (n: number): string[] => Array.from({ length: n }, (_, i) => labelAt(i))

/** The answers under their labels. A label belongs to a place in the list, whoever else failed. */
export const shown = (outcomes: readonly PartOutcome[]): string =>
  outcomes
    .flatMap(({ status, value }, i) => (status === 'ok' ? [`Answer ${labelAt(i)}:\n${textOf(value)}`] : []))
    .join('\n\n---\n\n')

export const rankingSchema = (labels: readonly string[]) => ({
  type: 'object',
  properties: {
    ranking: { type: 'array', items: { type: 'string', enum: labels }, description: 'The labels shown, best first' },
    reason: { type: 'string', description: 'Why the first is the best' },
  },
  required: ['ranking', 'reason'],
  additionalProperties: false,
})

/** Places in the list, best first. What was not shown does not count; what the judge left out comes last, in order. */
export function readRanking(judged: Value | undefined, outcomes: readonly PartOutcome[]): number[] {
  const places = outcomes.flatMap(({ status }, i) => (status === 'ok' ? [i] : []))
  const named =
    isRecord(judged) && Array.isArray(judged.ranking)
      ? judged.ranking.map((label) => textOf(label).trim().toUpperCase())
      : []
  const ranked = named.flatMap((label) => places.filter((place) => labelAt(place) === label))
  return [...new Set([...ranked, ...places])]
}

export const scoreSchema = {
  type: 'object',
  properties: {
    score: { type: 'number', minimum: 0, maximum: 1, description: '0 is useless, 1 could not be better' },
    reasons: { type: 'array', items: { type: 'string' }, description: 'What to change, one sentence each' },
  },
  required: ['score', 'reasons'],
  additionalProperties: false,
}

/** A score as it was given, null if it cannot be read or lies outside of 0 to 1. */
export const scoreIn = (judged: Value | undefined): number | null =>
  isRecord(judged) && typeof judged.score === 'number' && judged.score >= 0 && judged.score <= 1 ? judged.score : null

export const reasonsIn = (judged: Value | undefined): string[] =>
  isRecord(judged) && Array.isArray(judged.reasons)
    ? judged.reasons.map(textOf).filter((text) => text.trim() !== '')
    : []

/** One form for answers that say the same. */
export const canonical = (value: Value): string => (typeof value === 'string' ? value.trim() : JSON.stringify(value))
export const normalized = (value: Value): string =>
  canonical(value)
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, ' ')
    .trim()

export interface Group {
  /** As the first of them said it. */
  readonly value: Value
  readonly members: readonly number[]
}

/** Answers that say the same, the largest group first; of equal ones that of the lowest place. */
export function grouped(answers: readonly (Value | null)[], same: (value: Value) => string): Group[] {
  const groups = new Map<string, { value: Value; members: number[] }>()
  for (const [place, value] of answers.entries()) {
    if (value === null) continue
    const group = groups.get(same(value))
    if (group) group.members.push(place)
    else groups.set(same(value), { value, members: [place] })
  }
  return [...groups.values()].sort((a, b) => b.members.length - a.members.length)
}
