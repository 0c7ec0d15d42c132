import type { Value } from '@quorum/engine'
import type { Fraction } from './fraction.ts'

/** A ballot that was read. Candidates are their indexes. */
export interface Ballot {
  readonly voter: string
  readonly weight: Fraction
  readonly choice?: number
  /** Best first; whoever is not named is tied last. */
  readonly ranking?: readonly number[]
  readonly scores?: ReadonlyMap<number, Fraction>
  readonly approvals?: ReadonlySet<number>
  /** Only these were shown to this voter; it has no opinion about others. All, if absent. */
  readonly among?: ReadonlySet<number>
}

export interface Election {
  /** In their fixed order; “lowest index” means this order. */
  readonly candidates: readonly Value[]
  readonly ballots: readonly Ballot[]
  readonly invalid: number
  readonly abstained: number
}

/** What a rule makes of an election. All lists by candidate. */
export interface Count {
  /** Votes, approvals or first places, by weight. */
  readonly votes: readonly Fraction[]
  /** The rule's own figure: points, mean, wins − losses. Null: nobody had an opinion. */
  readonly scores: readonly (Fraction | null)[]
  /** Tied groups of candidates, best first. */
  readonly groups: readonly (readonly number[])[]
  /** False: there is a first, but not by enough. */
  readonly decided: boolean
  /** If something else than the figures decided, such as a veto. */
  readonly by?: string
}

export interface RuleOptions {
  readonly base: 'valid' | 'cast' | 'eligible'
  readonly q: number | string
  readonly k: number
  readonly scoreBy: 'mean' | 'median' | 'trimmedMean'
  readonly veto: boolean | readonly string[]
}

export interface Rule {
  /** What it reads of a ballot; others are converted where that needs no guess, or invalid. */
  readonly ballot: 'choice' | 'ranking' | 'scores' | 'approvals'
  /** Its own second criterion is more first places. */
  readonly firstPlaces?: boolean
  /** Most candidates it can compare in a turn; pairwise rules grow with the cube. */
  readonly most?: number
  count(election: Election, options: RuleOptions): Count
}
