import { completed, failed, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { ballotBox, readElection } from './ballots.ts'
import type { vote } from './definition.ts'
import { ruleOf } from './rules/rules.ts'
import { type NoWinner, tallyOf } from './tally.ts'

/** The winner as it was given by `out`, or `{reason, tally}` by `undecided`; the tally in any case. */
export const runVote: NodeBehaviour<z.infer<typeof vote.params>> = {
  preview: (params, arrivals) => {
    const rule = ruleOf(params.rule)
    const { cast, candidates } = ballotBox(arrivals)
    if (!rule || cast.length === 0) return {}
    const fixed = (params.candidates as readonly Value[] | undefined) ?? candidates
    const election = readElection(cast, { rule, candidates: fixed, weights: params.weights ?? {} })
    if (rule.most !== undefined && election.candidates.length > rule.most) return {}
    const { tally } = tallyOf(election, { ...params, name: params.rule, rule, tieBreak: 'index', seed: 0 })
    return Object.fromEntries(tally.candidates.map(({ value, votes }) => [textOf(value), votes]))
  },
  inTurn(params, { arrivals, connected, seed }) {
    const rule = ruleOf(params.rule)
    const { tieBreak } = params
    if (!rule || tieBreak === 'runoff' || tieBreak === 'sampleMore' || tieBreak === 'escalate') {
      return failed('not-supported-yet', 'This way of voting cannot be run yet. Choose another rule or tie-break.')
    }
    const { cast, candidates } = ballotBox(arrivals)
    const fixed =
      params.rule === 'kOfN'
        ? ['approve', 'reject']
        : ((params.candidates as readonly Value[] | undefined) ?? candidates)
    const asked = params.rule === 'kOfN' ? cast.map(asApproval) : cast
    const election = readElection(asked, { rule, candidates: fixed, weights: params.weights ?? {} })
    if (rule.most !== undefined && election.candidates.length > rule.most) {
      const message = `“${params.rule}” compares at most ${rule.most} candidates; there are ${election.candidates.length}. Choose borda or irv.`
      return failed('too-many-candidates', message)
    }
    const { tally, without } = tallyOf(election, { ...params, name: params.rule, rule, tieBreak, seed })
    const record = tally as unknown as Value
    if (!without) return completed({ out: tally.winner, tally: record }, record)
    if (connected.has('undecided'))
      return completed({ undecided: { reason: without, tally: record }, tally: record }, record)
    return failed('undecided', `${because[without]} Connect the “undecided” port to say what then.`, record)
  },
}

/** A bare true or false is an approval or a rejection here. */
const asApproval = ({ voter, content }: { voter: string; content: Value }) =>
  typeof content === 'boolean' ? { voter, content: { approve: content } } : { voter, content }

const because: Record<NoWinner, string> = {
  'no-valid-ballot': 'There was no valid ballot.',
  'quorum-missed': 'Too few voters took part for the vote to count.',
  undecided: 'Nobody has as many votes as the rule asks for.',
}
