import type { Value } from '@quorum/engine'
import type { Election, Rule, RuleOptions } from './election.ts'
import { ceiling, share, times, toNumber, whole, zero } from './fraction.ts'
import { leavesTies, settle, type TieBreak } from './tieBreak.ts'

/** As API.md has it. `winner` is null if there is none; with shared ties it is the list of those who share. */
export interface Tally {
  readonly rule: string
  readonly winner: Value
  /** Which step decided: `rule`, `veto`, a step of the tie-break, or null if nothing did. */
  readonly decidedBy: string | null
  readonly candidates: readonly {
    readonly value: Value
    readonly index: number
    readonly votes: number
    readonly score: number | null
    readonly rank: number
  }[]
  readonly ballots: { readonly valid: number; readonly invalid: number; readonly abstained: number }
  readonly quorum: { readonly needed: number; readonly met: boolean }
}

export interface TallyOptions extends RuleOptions {
  readonly name: string
  readonly rule: Rule
  readonly quorum: number
  readonly tieBreak: TieBreak
  readonly seed: number
}

export type NoWinner = 'no-valid-ballot' | 'quorum-missed' | 'undecided' | 'tie'

/** Counts an election. Pure: the same ballots give the same tally, whatever order they came in. */
export function tallyOf(
  election: Election,
  options: TallyOptions,
): { readonly tally: Tally; readonly without: NoWinner | null } {
  const count = options.rule.count(election, options)
  const { order, by } = settle(election, count.groups, options)
  const needed = quorumOf(election, options.quorum)
  const met = election.ballots.length >= needed
  const tied = leavesTies(options.tieBreak) && (order[0]?.length ?? 0) > 1
  const without =
    election.ballots.length === 0
      ? 'no-valid-ballot'
      : !met
        ? 'quorum-missed'
        : count.decided
          ? tied
            ? 'tie'
            : null
          : 'undecided'
  const ranks = ranksOf(order)
  const first = (order[0] ?? []).map((index) => election.candidates[index] ?? null)
  const tally: Tally = {
    rule: options.name,
    winner: without ? null : first.length > 1 ? first : (first[0] ?? null),
    decidedBy: without ? null : (count.by ?? by),
    candidates: election.candidates.map((value, index) => {
      const score = count.scores[index] ?? null
      return {
        value,
        index,
        votes: toNumber(count.votes[index] ?? zero),
        score: score && toNumber(score),
        rank: ranks.get(index) ?? election.candidates.length,
      }
    }),
    ballots: { valid: election.ballots.length, invalid: election.invalid, abstained: election.abstained },
    quorum: { needed, met },
  }
  return { tally, without }
}

/** A number of voters, or below 1 a share of everyone who could have voted. Only valid ballots count towards it. */
function quorumOf({ ballots, invalid, abstained }: Election, quorum: number): number {
  if (quorum >= 1 || quorum === 0) return quorum
  return ceiling(times(share(quorum), whole(ballots.length + invalid + abstained)))
}

/** Who shares a place has the same rank; the next one counts on from there. */
function ranksOf(order: readonly (readonly number[])[]): Map<number, number> {
  const ranks = new Map<number, number>()
  for (const group of order) {
    const rank = ranks.size + 1
    for (const index of group) ranks.set(index, rank)
  }
  return ranks
}
