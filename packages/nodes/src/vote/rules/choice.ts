import type { Count, Election, Rule, RuleOptions } from '../election.ts'
import { add, compare, type Fraction, over, share, whole, zero } from '../fraction.ts'
import { groupBy, sums, weightOf } from './group.ts'

type Enough = (first: Fraction, base: Fraction, options: RuleOptions) => boolean

/** Most votes; `enough` says whether that also wins. */
function byVotes(enough: Enough): Rule {
  return {
    ballot: 'choice',
    count(election, options): Count {
      const votes = sums(election, ({ choice }) => (choice === undefined ? [] : [choice]))
      const groups = groupBy(votes)
      const first = votes[groups[0]?.[0] ?? -1] ?? zero
      return { votes, scores: votes, groups, decided: enough(first, baseOf(election, options), options) }
    },
  }
}

/** What a share is a share of. Ballots that could not be read have no weight to go by and count as one. */
function baseOf({ ballots, invalid, abstained }: Election, { base }: RuleOptions): Fraction {
  const others = base === 'valid' ? 0 : base === 'cast' ? invalid : invalid + abstained
  return add(weightOf(ballots), whole(others))
}

const half: Fraction = { n: 1n, d: 2n }
const shareOf = (first: Fraction, base: Fraction) => (base.n === 0n ? zero : over(first, base))

export const plurality = byVotes(() => true)
export const weighted = plurality
export const majority = byVotes((first, base) => compare(shareOf(first, base), half) > 0)
export const supermajority = byVotes((first, base, { q }) => compare(shareOf(first, base), share(q)) >= 0)
export const unanimity = byVotes((first, base) => compare(shareOf(first, base), whole(1)) === 0)

export const approval: Rule = {
  ballot: 'approvals',
  count(election) {
    const votes = sums(election, ({ approvals }) => approvals ?? [])
    return { votes, scores: votes, groups: groupBy(votes), decided: true }
  },
}
