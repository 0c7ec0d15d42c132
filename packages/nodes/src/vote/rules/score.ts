import type { Rule, RuleOptions } from '../election.ts'
import { add, compare, type Fraction, over, times, whole, zero } from '../fraction.ts'
import { firstOf, groupBy, sums } from './group.ts'

/** Best mean, median or trimmed mean of the numbers given; who gave none has no opinion. */
export const score: Rule = {
  ballot: 'scores',
  firstPlaces: true,
  count(election, { scoreBy }) {
    const scores = election.candidates.map((_, candidate) => {
      const opinions = election.ballots.flatMap(({ scores, weight }) => {
        const value = scores?.get(candidate)
        return value && weight.n > 0n ? [{ value, weight }] : []
      })
      return opinions.length === 0 ? null : averages[scoreBy](opinions)
    })
    return { votes: sums(election, firstOf), scores, groups: groupBy(scores), decided: true }
  },
}

interface Opinion {
  readonly value: Fraction
  readonly weight: Fraction
}

const averages: Record<RuleOptions['scoreBy'], (opinions: readonly Opinion[]) => Fraction> = {
  mean,
  median(opinions) {
    const sorted = [...opinions].sort((a, b) => compare(a.value, b.value))
    const half = over(total(sorted), whole(2))
    let sum = zero
    for (const [i, { value, weight }] of sorted.entries()) {
      sum = add(sum, weight)
      const side = compare(sum, half)
      // Exactly half lies below: the median is between this opinion and the next.
      if (side === 0) return over(add(value, sorted[i + 1]?.value ?? value), whole(2))
      if (side > 0) return value
    }
    return zero
  },
  trimmedMean(opinions) {
    const sorted = [...opinions].sort((a, b) => compare(a.value, b.value))
    return mean(sorted.length < 3 ? sorted : sorted.slice(1, -1))
  },
}

const total = (opinions: readonly Opinion[]) => opinions.reduce((sum, { weight }) => add(sum, weight), zero)

export function mean(opinions: readonly Opinion[]): Fraction {
  const sum = opinions.reduce((so, { value, weight }) => add(so, times(value, weight)), zero)
  return over(sum, total(opinions))
}
