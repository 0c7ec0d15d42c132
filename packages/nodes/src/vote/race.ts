/** A vote that draws samples until it knows enough (CATALOGUE §6 `firstToK`, `aheadByK`, X09; MAKER.md §2). */
export interface RaceRule {
  /** aheadByK: a lead of k over every other. firstToK: k votes. most: most of n, stopping when nobody can catch up. */
  readonly stop: 'aheadByK' | 'firstToK' | 'most'
  readonly k: number
  /** Votes after which it gives up; for `most` the n of them. */
  readonly maxVotes: number
  /** Flagged samples after which it gives up. */
  readonly maxFlagged: number
  /** waves: as many at once as are needed in any case. one: one after another. */
  readonly dispatch: 'waves' | 'one'
}

/** One sample in the order it was drawn: what it votes for, or why it is no vote. */
export type Sample = { readonly key: string } | { readonly flag: string }

export interface Standing {
  /** Candidates by first appearance, with their votes. */
  readonly votes: ReadonlyMap<string, number>
  readonly valid: number
  readonly flagged: Readonly<Record<string, number>>
  /** Samples that were looked at: those drawn after the decision do not count. */
  readonly used: number
  readonly winner: string | null
  /** Why it is over without a winner. */
  readonly without: 'undecided' | 'no-valid-response' | null
  /** How many more samples to draw at once; 0 when it is over. */
  readonly need: number
}

/** Where the race stands. Samples count in the order drawn, never in that of arrival. Pure. */
export function standingOf(samples: readonly Sample[], rule: RaceRule): Standing {
  const votes = new Map<string, number>()
  const flagged: Record<string, number> = {}
  let [valid, flags, used] = [0, 0, 0]
  const end = (winner: string | null, without: Standing['without'] = null): Standing => ({
    votes,
    valid,
    flagged,
    used,
    winner,
    without,
    need: 0,
  })
  for (const sample of samples) {
    used++
    if ('flag' in sample) {
      flagged[sample.flag] = (flagged[sample.flag] ?? 0) + 1
      if (++flags >= rule.maxFlagged) return end(null, valid === 0 ? 'no-valid-response' : 'undecided')
      continue
    }
    valid++
    votes.set(sample.key, (votes.get(sample.key) ?? 0) + 1)
    const { lead, first, leader } = leadOf(votes)
    if (rule.stop === 'aheadByK' && lead >= rule.k) return end(leader)
    if (rule.stop === 'firstToK' && first >= rule.k) return end(leader)
    if (rule.stop === 'most' && (lead > rule.maxVotes - valid || valid >= rule.maxVotes)) return end(leader)
    if (valid >= rule.maxVotes) return end(null, 'undecided')
  }
  const { lead, first } = leadOf(votes)
  const least =
    rule.stop === 'aheadByK'
      ? rule.k - lead
      : rule.stop === 'firstToK'
        ? rule.k - first
        : Math.floor((rule.maxVotes - valid - lead) / 2) + 1
  const need = rule.dispatch === 'one' ? 1 : Math.max(1, Math.min(least, rule.maxVotes - valid))
  return { ...end(null), need }
}

/** Of several with most votes the one that came up first leads, by nothing. */
function leadOf(votes: ReadonlyMap<string, number>): { lead: number; first: number; leader: string | null } {
  let [first, second] = [0, 0]
  let leader: string | null = null
  for (const [key, count] of votes) {
    if (count > first) {
      second = first
      first = count
      leader = key
    } else if (count > second) second = count
  }
  return { lead: first - second, first, leader }
}
