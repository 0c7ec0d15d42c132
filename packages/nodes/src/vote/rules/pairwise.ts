import type { Ballot, Election, Rule } from '../election.ts'
import { add, compare, type Fraction, whole, zero } from '../fraction.ts'
import { firstOf, groupBy, shownTo, sums } from './group.ts'

/** Whether the ballot puts `a` before `b`; false too where it says nothing about one of them. */
export function prefers(ballot: Ballot, a: number, b: number): boolean {
  if (ballot.among && !(ballot.among.has(a) && ballot.among.has(b))) return false
  if (ballot.ranking) {
    const [i, j] = [ballot.ranking.indexOf(a), ballot.ranking.indexOf(b)]
    return i !== -1 && (j === -1 || i < j)
  }
  if (ballot.choice !== undefined) return ballot.choice === a
  const [left, right] = [ballot.scores?.get(a), ballot.scores?.get(b)]
  if (left && right) return compare(left, right) > 0
  return Boolean(ballot.approvals?.has(a) && !ballot.approvals.has(b))
}

/** `[a][b]`: weight of the ballots that put a before b. */
function preferences(election: Election): Fraction[][] {
  const table = election.candidates.map(() => election.candidates.map(() => zero))
  for (const ballot of election.ballots) {
    const ranking = ballot.ranking ?? []
    const rest = shownTo(ballot, election).filter((candidate) => !ranking.includes(candidate))
    for (const [i, a] of ranking.entries()) {
      const row = table[a] ?? []
      for (const b of [...ranking.slice(i + 1), ...rest]) row[b] = add(row[b] ?? zero, ballot.weight)
    }
  }
  return table
}

const at = (table: readonly (readonly Fraction[])[], a: number, b: number) => table[a]?.[b] ?? zero

/** Most candidates beaten, less those that beat it. */
export const copeland: Rule = {
  ballot: 'ranking',
  most: 100,
  count(election) {
    const table = preferences(election)
    const indexes = election.candidates.map((_, i) => i)
    const scores = indexes.map((a) =>
      whole(indexes.reduce((sum, b) => sum + compare(at(table, a, b), at(table, b, a)), 0)),
    )
    return { votes: sums(election, firstOf), scores, groups: groupBy(scores), decided: true }
  },
}

/**
 * Strongest paths by winning votes (Schulze 2011). The score is how many candidates a path beats.
 * Groups are layers of the order: those nobody left beats.
 */
export const schulze: Rule = {
  ballot: 'ranking',
  most: 100,
  count(election) {
    const paths = strongestPaths(preferences(election))
    const indexes = election.candidates.map((_, i) => i)
    const beats = (a: number, b: number) => compare(at(paths, a, b), at(paths, b, a)) > 0
    const scores = indexes.map((a) => whole(indexes.filter((b) => beats(a, b)).length))
    const groups: number[][] = []
    let left = indexes
    while (left.length > 0) {
      const unbeaten = left.filter((a) => !left.some((b) => beats(b, a)))
      groups.push(unbeaten)
      left = left.filter((a) => !unbeaten.includes(a))
    }
    return { votes: sums(election, firstOf), scores, groups, decided: true }
  },
}

function strongestPaths(table: readonly (readonly Fraction[])[]): Fraction[][] {
  const n = table.length
  const paths = table.map((row, a) =>
    row.map((votes, b) => (a !== b && compare(votes, at(table, b, a)) > 0 ? votes : zero)),
  )
  for (let via = 0; via < n; via++) {
    for (let a = 0; a < n; a++) {
      const row = paths[a] ?? []
      const first = at(paths, a, via)
      if (a === via || first.n === 0n) continue
      for (let b = 0; b < n; b++) {
        if (b === a || b === via) continue
        const second = at(paths, via, b)
        const weakest = compare(first, second) < 0 ? first : second
        if (compare(weakest, at(paths, a, b)) > 0) row[b] = weakest
      }
    }
  }
  return paths
}
