import { completed, failed, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { normalized } from '../pattern/judging.ts'
import { extracted } from '../self-consistency/extracted.ts'
import { ballotBox, readElection } from './ballots.ts'
import type { vote } from './definition.ts'
import { judge } from './judge.ts'
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
    // A judge is a model: it has to be asked.
    if (!rule) return null
    const { cast, candidates } = ballotBox(arrivals)
    const fixed =
      params.rule === 'kOfN'
        ? ['approve', 'reject']
        : ((params.candidates as readonly Value[] | undefined) ?? candidates)
    const asked = cast.map(readings[params.rule] ?? ((one) => one))
    const election = readElection(asked, { rule, candidates: fixed, weights: params.weights ?? {} })
    if (rule.most !== undefined && election.candidates.length > rule.most) {
      const message = `“${params.rule}” compares at most ${rule.most} candidates; there are ${election.candidates.length}. Choose borda or irv.`
      return failed('too-many-candidates', message)
    }
    const { tally, without } = tallyOf(election, { ...params, name: params.rule, rule, seed })
    const record = tally as unknown as Value
    if (!without) return completed({ out: tally.winner, tally: record }, record)
    if (connected.has('undecided'))
      return completed({ undecided: { reason: without, tally: record }, tally: record }, record)
    return failed('undecided', `${because[without]} Connect the “undecided” port to say what then.`, record)
  },
  task: judge,
}

interface Cast {
  readonly voter: string
  readonly content: Value
}
/** What a rule makes of a ballot before it is read. */
const readings: Partial<Record<string, (cast: Cast) => Cast>> = {
  /** A bare true or false is an approval or a rejection here. */
  kOfN: ({ voter, content }) =>
    typeof content === 'boolean' ? { voter, content: { approve: content } } : { voter, content },
  /** Of a whole answer only its end counts: what follows “Answer:”, compared without case and marks. */
  selfConsistency: ({ voter, content }) =>
    typeof content === 'string' && content.trim() !== ''
      ? { voter, content: { choice: normalized(extracted(content, 'answer') ?? '') || null } }
      : { voter, content },
}

const because: Record<NoWinner, string> = {
  'no-valid-ballot': 'There was no valid ballot.',
  tie: 'The best are tied, and the tie is left to others.',
  'quorum-missed': 'Too few voters took part for the vote to count.',
  undecided: 'Nobody has as many votes as the rule asks for.',
}
