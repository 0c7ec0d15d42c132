import { randomOf } from '../random.ts'
import type { Ballot, Election, Rule, RuleOptions } from './election.ts'
import { compare, type Fraction, whole } from './fraction.ts'
import { firstOf, groupBy, sums } from './rules/group.ts'
import { prefers } from './rules/pairwise.ts'
import { mean } from './rules/score.ts'

export type TieBreak = 'chain' | 'index' | 'runoff' | 'sampleMore' | 'seededRandom' | 'shared' | 'escalate'

/** Ties at the top are left open: somebody else decides, or one more ballot is asked for. */
export const leavesTies = (tieBreak: TieBreak): boolean => tieBreak === 'escalate' || tieBreak === 'sampleMore'

interface Options extends RuleOptions {
  readonly rule: Rule
  readonly tieBreak: TieBreak
  readonly seed: number
}

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
  options: Options,
): { readonly order: readonly (readonly number[])[]; readonly by: string } {
  const steps = stepsOf(election, options)
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

function stepsOf(election: Election, options: Options): Step[] {
  const { rule, tieBreak, seed } = options
  const lowest: Step = { name: 'index', figures: (group) => group.map((candidate) => whole(-candidate)) }
  if (tieBreak === 'shared' || leavesTies(tieBreak)) return []
  if (tieBreak === 'runoff') return [runoff(election, options), lowest]
  if (tieBreak === 'index') return [lowest]
  if (tieBreak === 'seededRandom') return [lot(election, seed)]
  return [...(rule.firstPlaces ? [firstPlaces(election)] : []), headToHead(election), meanScore(election), lowest]
}

/** The same rule once more, on the same ballots, among those who are tied. */
function runoff(election: Election, options: Options): Step {
  return {
    name: 'runoff',
    figures(group) {
      const place = new Map(group.map((candidate, i) => [candidate, i]))
      const among = (list: Iterable<number>) => [...list].flatMap((candidate) => place.get(candidate) ?? [])
      const ballots = election.ballots.flatMap((ballot): Ballot[] => {
        const { ranking, choice, scores, approvals, among: shown, ...rest } = ballot
        const ranked = ranking && among(ranking)
        const chosen = ranked?.[0] ?? (choice === undefined ? undefined : place.get(choice))
        if (chosen === undefined && !scores && !approvals) return []
        return [
          {
            ...rest,
            ...(chosen === undefined ? {} : { choice: chosen }),
            ...(ranked ? { ranking: ranked } : {}),
            ...(scores
              ? { scores: new Map([...scores].flatMap(([c, v]) => among([c]).map((i) => [i, v] as const))) }
              : {}),
            ...(approvals ? { approvals: new Set(among(approvals)) } : {}),
            ...(shown ? { among: new Set(among(shown)) } : {}),
          },
        ]
      })
      const candidates = group.map((candidate) => election.candidates[candidate] ?? null)
      const { groups } = options.rule.count({ ...election, candidates, ballots }, options)
      const places = new Map(groups.flatMap((tied, rank) => tied.map((i) => [i, rank] as const)))
      return group.map((_, i) => whole(-(places.get(i) ?? groups.length)))
    },
  }
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
