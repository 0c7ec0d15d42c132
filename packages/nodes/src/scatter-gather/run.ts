import { completed, failed, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { asValue, errorOf, fromPiece, type PartOutcome, reasonsOf } from '../pattern/json.ts'
import { canonical, grouped, normalized, readRanking, shown } from '../pattern/judging.ts'
import type { allFailed, ballot, consensus, race } from './pieces.ts'

export const runAllFailed: NodeBehaviour<z.infer<typeof allFailed.params>> = {
  inTurn({ members }, { ports }) {
    const outcomes = members.map((name, i): PartOutcome => ({ name, status: 'failed', error: errorOf(ports[`e${i}`]) }))
    return completed({ out: asValue(outcomes) })
  },
}

/** The first success wins: a failure does not end the race (CATALOGUE §10). */
export const runRace: NodeBehaviour<z.infer<typeof race.params>> = {
  inTurn({ members }, { ports }) {
    if (ports.lost !== undefined) {
      const lost = fromPiece<readonly PartOutcome[]>(ports.lost)
      return failed('all-failed', `All ${lost.length} agents failed. ${reasonsOf(lost)}`, { all: asValue(lost) })
    }
    const won = members.findIndex((_, i) => ports[`m${i}`] !== undefined)
    const value = ports[`m${won}`] ?? null
    const all = members.map(
      (name, i): PartOutcome => (i === won ? { name, status: 'ok', value } : { name, status: 'skipped' }),
    )
    return completed({
      result: value,
      all: asValue(all),
      agreement: 1 / members.length,
      record: { winner: members[won] ?? '', agreement: 1 / members.length },
    })
  },
}

function tooFew(outcomes: readonly PartOutcome[], minAnswers: number) {
  const answered = outcomes.filter(({ status }) => status === 'ok').length
  if (answered >= Math.max(1, minAnswers)) return null
  if (answered === 0) return failed('all-failed', `All ${outcomes.length} agents failed. ${reasonsOf(outcomes)}`)
  return failed(
    'too-few-answers',
    `${answered} of ${outcomes.length} agents answered; at least ${minAnswers} must. ${reasonsOf(outcomes)}`,
  )
}

export const runBallot: NodeBehaviour<z.infer<typeof ballot.params>> = {
  inTurn({ minAnswers }, { ports }) {
    const outcomes = fromPiece<readonly PartOutcome[]>(ports.outcomes)
    const few = tooFew(outcomes, minAnswers)
    if (few) return few
    const alone = outcomes.filter(({ status }) => status === 'ok').length === 1
    return alone
      ? completed({ alone: true })
      : completed({ prompt: `Request:\n${textOf(ports.request)}\n\n---\n\n${shown(outcomes)}` })
  },
}

/** A judge that fails does not cost the answers: the first in order counts, and the record says so. */
export const runBest: NodeBehaviour = {
  inTurn(_, { ports }) {
    const outcomes = fromPiece<readonly PartOutcome[]>(ports.outcomes)
    const ranking = readRanking(ports.judged, outcomes)
    const first = outcomes[ranking[0] ?? -1]
    const names = ranking.map((place) => outcomes[place]?.name ?? '')
    const agreement = ranking.length / Math.max(1, outcomes.length)
    return completed({
      result: first?.value ?? null,
      agreement,
      record: { winner: first?.name ?? '', ranking: names, judged: ports.judged ?? null, agreement },
    })
  },
}

export const runConsensus: NodeBehaviour<z.infer<typeof consensus.params>> = {
  inTurn({ minAnswers, quorum, equivalence, onNoConsensus }, { value }) {
    const outcomes = fromPiece<readonly PartOutcome[]>(value)
    const few = tooFew(outcomes, minAnswers)
    if (few) return few
    const groups = grouped(
      outcomes.map(({ status, value: said = null }) => (status === 'ok' ? said : null)),
      equivalence === 'canonical' ? canonical : normalized,
    )
    const [largest] = groups
    const agreement = (largest?.members.length ?? 0) / outcomes.length
    // Of those asked, not of those who answered: one that fails never makes a consensus.
    const reached = agreement > quorum || agreement === 1
    const candidates = groups.map((group): Value => ({ value: group.value, votes: group.members.length }))
    const record = { candidates, agreement, reached }
    if (!reached && onNoConsensus === 'fail') {
      const message = `Only ${largest?.members.length ?? 0} of ${outcomes.length} agree; more than ${Math.round(quorum * 100)} % must. Lower the quorum, or take what most say.`
      return failed('no-consensus', message, record)
    }
    return completed({ result: largest?.value ?? null, agreement, record })
  },
}
