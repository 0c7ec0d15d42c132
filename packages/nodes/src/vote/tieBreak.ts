import { randomOf } from '../random.ts'
import type { Election, Rule } from './election.ts'
import { compare, type Fraction, whole } from './fraction.ts'
import { firstOf, groupBy, sums } from './rules/group.ts'
import { prefers } from './rules/pairwise.ts'
import { mean } from './rules/score.ts'

export type TieBreak = 'chain' | 'index' | 'seededRandom' | 'shared'

interface Step {
  readonly name: string
  /** Higher is better; all equal or null: this step cannot tell them apart. */
  figures(group: readonly number[]): readonly (Fraction | null)[]
}

/**
 * Puts tied candidates in order. Never by time of arrival (CATALOGUE §6).
 * @returns groups of candidates, best first, single ones unless ties are shared; and the step that decided who is first.
 */
export function settle(
  election: Election,
  groups: readonly (readonly number[])[],
  rule: Rule,
  tieBreak: TieBreak,
  seed: number,
): { readonly order: readonly (readonly number[])[]; readonly by: string } {
  const steps = stepsOf(election, rule, tieBreak, seed)
  const settled = groups.map((group) => refine(group, steps))
  return { order: settled.flatMap(({ order }) => order), by: settled[0]?.by ?? 'rule' }
}

function refine(
  group: readonly number[],
  steps: readonly Step[],
  by = 'rule',
): { order: (readonly number[])[]; by: string } {
  const [step, ...later] = steps
  if (group.length === 1) return { order: [group], by }
  if (!step) return { order: [group], by: 'shared' }
  const figures = step.figures(group)
  const parts = groupBy(
    figures,
    group.map((_, i) => i),
  ).map((part) => part.map((i) => group[i] ?? 0))
  if (parts.length === 1) return refine(group, later, by)
  const settled = parts.map((part) => refine(part, later, step.name))
  return { order: settled.flatMap(({ order }) => order), by: settled[0]?.by ?? step.name }
}

function stepsOf(election: Election, rule: Rule, tieBreak: TieBreak, seed: number): Step[] {
  const lowest: Step = { name: 'index', figures: (group) => group.map((candidate) => whole(-candidate)) }
  if (tieBreak === 'shared') return []
  if (tieBreak === 'index') return [lowest]
  if (tieBreak === 'seededRandom') return [lot(election, seed)]
  return [...(rule.firstPlaces ? [firstPlaces(election)] : []), headToHead(election), meanScore(election), lowest]
}

/** One number per candidate, drawn in their fixed order: the same in every replay. */
function lot(election: Election, seed: number): Step {
  const random = randomOf(seed)
  const drawn = election.candidates.map(() => whole(Math.floor(random() * 2 ** 32)))
  return { name: 'seededRandom', figures: (group) => group.map((candidate) => drawn[candidate] ?? null) }
}

function firstPlaces(election: Election): Step {
  const firsts = sums(election, firstOf)
  return { name: 'first-places', figures: (group) => group.map((candidate) => firsts[candidate] ?? null) }
}

/** Wins less losses within the group, so that a circle of three stays a tie. */
function headToHead(election: Election): Step {
  const votes = (a: number, b: number) =>
    sums({ ...election, candidates: [null] }, (ballot) => (prefers(ballot, a, b) ? [0] : []))[0] ?? whole(0)
  return {
    name: 'head-to-head',
    figures: (group) =>
      // Each pair is counted anew: beyond some twenty equal candidates that takes longer than it tells.
      group.length > 20
        ? group.map(() => null)
        : group.map((a) => whole(group.reduce((sum, b) => sum + (a === b ? 0 : compare(votes(a, b), votes(b, a))), 0))),
  }
}

function meanScore(election: Election): Step {
  return {
    name: 'mean-score',
    figures: (group) =>
      group.map((candidate) => {
        const opinions = election.ballots.flatMap(({ scores, weight }) => {
          const value = scores?.get(candidate)
          return value && weight.n > 0n ? [{ value, weight }] : []
        })
        return opinions.length === 0 ? null : mean(opinions)
      }),
  }
}
