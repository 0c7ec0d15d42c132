import { completed, failed, type NodeBehaviour, type Value } from '@quorum/engine'
import { asValue } from '../pattern/json.ts'
import { standingOf } from '../vote/race.ts'
import { firstAs, raceOf, sampleOf } from './counting.ts'
import type { Params } from './definition.ts'

const because = {
  undecided: 'No answer came far enough ahead of the others.',
  'no-valid-response': 'None of the answers could be used.',
}

/** The winner as it was first given, or `{reason, tally}` by `undecided`; the tally in any case. */
export const runAdaptiveVote: NodeBehaviour<Params> = {
  elect(params, outcomes, { connected }) {
    const standing = standingOf(
      outcomes.map((one) => sampleOf(one, params.equivalence)),
      raceOf(params),
    )
    const { winner, without, flagged, used, valid } = standing
    const entries = [...standing.votes]
    const order = [...entries].sort((a, b) => (a[0] === winner ? -1 : b[0] === winner ? 1 : b[1] - a[1]))
    const tally = asValue({
      rule: params.rule === 'most' ? 'plurality' : params.rule,
      winner: winner === null ? null : firstAs(outcomes, winner, params.equivalence),
      decidedBy: winner === null ? null : 'rule',
      candidates: entries.map(([key, votes], index) => ({
        value: firstAs(outcomes, key, params.equivalence),
        index,
        votes,
        score: votes,
        rank: order.findIndex(([other]) => other === key) + 1,
      })),
      ballots: { valid, invalid: used - valid, abstained: 0 },
      quorum: { needed: 0, met: true },
      samples: used,
      flagged,
    }) as Record<string, Value>
    if (winner !== null) return completed({ out: tally.winner ?? null, tally }, tally)
    const reason = without ?? 'undecided'
    if (connected.has('undecided')) return completed({ undecided: { reason, tally }, tally }, tally)
    return failed(
      reason,
      `${because[reason]} Connect the “undecided” port to say what then, or allow more votes.`,
      tally,
    )
  },
}
