import type { Ballot, Election } from '../election.ts'
import { add, compare, type Fraction, zero } from '../fraction.ts'

/** Candidates by their figure, best first, equal ones together; without a figure they come last. */
export function groupBy(figures: readonly (Fraction | null)[], among = figures.map((_, i) => i)): number[][] {
  const order = (a: number, b: number) => {
    const [left, right] = [figures[a] ?? null, figures[b] ?? null]
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1
    return compare(right, left)
  }
  const groups: number[][] = []
  for (const candidate of [...among].sort((a, b) => order(a, b) || a - b)) {
    const last = groups.at(-1)
    const first = last?.[0]
    if (last && first !== undefined && order(first, candidate) === 0) last.push(candidate)
    else groups.push([candidate])
  }
  return groups
}

/** Sum of the weights by candidate; a ballot may name none, one or several. */
export function sums(election: Election, named: (ballot: Ballot) => Iterable<number>): Fraction[] {
  const totals = election.candidates.map(() => zero)
  for (const ballot of election.ballots) {
    for (const candidate of named(ballot)) totals[candidate] = add(totals[candidate] ?? zero, ballot.weight)
  }
  return totals
}

export const weightOf = (ballots: readonly Ballot[]): Fraction =>
  ballots.reduce((sum, { weight }) => add(sum, weight), zero)

/** Whom a ballot puts first, if one alone. */
export function firstOf({ choice, ranking, scores, approvals }: Ballot): number[] {
  if (ranking?.[0] !== undefined) return [ranking[0]]
  if (choice !== undefined) return [choice]
  if (scores) {
    const [best, second] = [...scores].sort(([, a], [, b]) => compare(b, a))
    return best && (!second || compare(best[1], second[1]) > 0) ? [best[0]] : []
  }
  return approvals?.size === 1 ? [...approvals] : []
}

/** The candidates a ballot has an opinion about. */
export const shownTo = ({ among }: Ballot, { candidates }: Election): number[] =>
  among ? [...among] : candidates.map((_, i) => i)
