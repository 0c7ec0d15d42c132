import type { Rule } from '../election.ts'
import { add, compare, type Fraction, times, whole, zero } from '../fraction.ts'
import { firstOf, groupBy, sums } from './group.ts'

/**
 * Instant runoff: whoever has the fewest first places leaves, all lowest together, until one has more than half of the
 * ballots that still name somebody. If all that are left are equal, they are tied. The score is the votes in a candidate's last round.
 */
export const irv: Rule = {
  ballot: 'ranking',
  count(election) {
    const scores: (Fraction | null)[] = election.candidates.map(() => null)
    let left = election.candidates.map((_, i) => i)
    const out: number[][] = []
    for (;;) {
      const staying = new Set(left)
      const votes = sums(election, ({ ranking }) => {
        const first = ranking?.find((candidate) => staying.has(candidate))
        return first === undefined ? [] : [first]
      })
      for (const candidate of left) scores[candidate] = votes[candidate] ?? zero
      const groups = groupBy(votes, left)
      const top = votes[groups[0]?.[0] ?? -1] ?? zero
      const continuing = left.reduce((sum, candidate) => add(sum, votes[candidate] ?? zero), zero)
      if (groups.length <= 1 || compare(times(top, whole(2)), continuing) > 0) {
        return { votes: sums(election, firstOf), scores, groups: [...groups, ...out], decided: true }
      }
      const lowest = groups.at(-1) ?? []
      out.unshift(lowest)
      left = left.filter((candidate) => !lowest.includes(candidate))
    }
  },
}
