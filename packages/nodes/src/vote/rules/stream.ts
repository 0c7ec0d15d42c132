import type { Count, Election, Rule } from '../election.ts'
import { add, compare, type Fraction, minus, whole, zero } from '../fraction.ts'
import { groupBy } from './group.ts'

/**
 * Ballots are counted one by one, in their order, and the count stops as soon as `done` holds: what comes later is not
 * counted. Only whoever was just voted for can win.
 */
function inOrder(done: (votes: readonly Fraction[], just: number, k: Fraction) => boolean): Rule {
  return {
    ballot: 'choice',
    count({ candidates, ballots }: Election, { k }): Count {
      const votes = candidates.map(() => zero)
      const needed = whole(k)
      const ending = (decided: boolean): Count => ({ votes, scores: votes, groups: groupBy(votes), decided })
      for (const { choice, weight } of ballots) {
        if (choice === undefined) continue
        votes[choice] = add(votes[choice] ?? zero, weight)
        if (done(votes, choice, needed)) return ending(true)
      }
      return ending(false)
    },
  }
}

/** The first candidate with k votes. */
export const firstToK = inOrder((votes, just, k) => compare(votes[just] ?? zero, k) >= 0)

/** The first candidate that is k votes ahead of every other one (MAKER.md §2). */
export const aheadByK = inOrder((votes, just, k) => {
  const lead = minus(votes[just] ?? zero, k)
  return votes.every((other, index) => index === just || compare(lead, other) >= 0) && compare(lead, zero) >= 0
})
