import type { Ballot, Election, Rule } from '../election.ts'
import { add, type Fraction, over, times, whole, zero } from '../fraction.ts'
import { firstOf, groupBy, shownTo, sums } from './group.ts'

/**
 * Points by place: first of m gets m − 1, last 0; who is not named shares the average of the open places.
 * Where voters were shown different candidates, those are compared by points per ballot, so that nobody gains by being shown more often.
 */
export const borda: Rule = {
  ballot: 'ranking',
  firstPlaces: true,
  count(election) {
    const { points, shown } = placed(election, (place, m) => ({ n: BigInt(m - 1) * 2n - place.n, d: 2n }))
    const means = points.map((sum, i) => perBallot(sum, shown[i]))
    return { votes: sums(election, firstOf), scores: points, groups: groupBy(means), decided: true }
  },
}

/** Smallest mean place, counted from 1, with the same care for candidates that are not named. */
export const averageRank: Rule = {
  ballot: 'ranking',
  firstPlaces: true,
  count(election) {
    const { points, shown } = placed(election, (place) => ({ n: place.n + 2n, d: 2n }))
    const means = points.map((sum, i) => perBallot(sum, shown[i]))
    const better = means.map((mean) => mean && { n: -mean.n, d: mean.d })
    return { votes: sums(election, firstOf), scores: means, groups: groupBy(better), decided: true }
  },
}

const perBallot = (sum: Fraction, weight: Fraction | undefined) => (weight && weight.n > 0n ? over(sum, weight) : null)

/** Sums `worth` over all ballots. A place is twice the distance from the top, as a whole number, over 2. */
function placed(election: Election, worth: (place: Fraction, m: number) => Fraction) {
  const points = election.candidates.map(() => zero)
  const shown = election.candidates.map(() => zero)
  for (const ballot of election.ballots) {
    const places = placesOf(ballot, election)
    for (const [candidate, place] of places) {
      points[candidate] = add(points[candidate] ?? zero, times(worth(place, places.size), ballot.weight))
      shown[candidate] = add(shown[candidate] ?? zero, ballot.weight)
    }
  }
  return { points, shown }
}

/** Place from 0, in halves (`d` is 2): tied last share the average of what is left. */
function placesOf(ballot: Ballot, election: Election): Map<number, Fraction> {
  const ranking = ballot.ranking ?? []
  const candidates = shownTo(ballot, election)
  const places = new Map(ranking.map((candidate, i) => [candidate, { ...whole(2 * i), d: 2n }]))
  const shared = { ...whole(ranking.length + candidates.length - 1), d: 2n }
  for (const candidate of candidates) if (!places.has(candidate)) places.set(candidate, shared)
  return places
}
