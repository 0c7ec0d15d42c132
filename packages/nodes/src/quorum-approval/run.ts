import { completed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import type { WorkItem } from '../pattern/body.ts'
import { asValue, fromPiece } from '../pattern/json.ts'
import type { wave } from './pieces.ts'

type Plan = z.infer<typeof wave.params>
export type Vote = {
  readonly voter: string
  readonly decision: 'approve' | 'reject' | 'abstain'
  readonly reason: string
}
type State = {
  readonly task: string
  readonly votes: readonly Vote[]
  /** Places of those asked next. */
  readonly asked: readonly number[]
  readonly done: boolean
}

/** Who must be asked next, by place; none: it is decided. Nobody is asked whose vote cannot change the outcome. */
function nextToAsk({ reviewers, approvals, stopEarly }: Plan, votes: readonly Vote[]): readonly number[] {
  const left = reviewers.flatMap(({ name }, i) => (votes.some(({ voter }) => voter === name) ? [] : [i]))
  if (!stopEarly) return left
  const yes = votes.filter(({ decision }) => decision === 'approve').length
  if (vetoed(reviewers, votes) || yes + left.length < approvals) return []
  const needed = left.slice(0, Math.max(0, approvals - yes))
  return left.filter((i) => needed.includes(i) || reviewers[i]?.veto)
}

const vetoed = (reviewers: Plan['reviewers'], votes: readonly Vote[]): boolean =>
  votes.some(
    ({ voter, decision }) => decision === 'reject' && reviewers.some(({ name, veto }) => veto && name === voter),
  )

function isApproved({ reviewers, approvals }: Plan, votes: readonly Vote[]): boolean {
  return votes.filter(({ decision }) => decision === 'approve').length >= approvals && !vetoed(reviewers, votes)
}

export const runBegin: NodeBehaviour = {
  inTurn: (_, { value }) => completed({ state: asValue({ task: textOf(value), votes: [], done: false }) }),
}

export const runWave: NodeBehaviour<Plan> = {
  inTurn(plan, { value }) {
    const { task, votes } = fromPiece<State>(value)
    const items = nextToAsk(plan, votes).map((i): WorkItem => {
      const { prompt = '', model = '' } = plan.reviewers[i] ?? {}
      const system = `${prompt} Decide whether to approve what you are shown, reject it, or abstain. Give your reason in a sentence.`
      return { system, model, prompt: task }
    })
    return completed({ items: asValue(items) })
  },
}

export const runFold: NodeBehaviour<Plan> = {
  inTurn(plan, { ports }) {
    const state = fromPiece<State>(ports.state)
    const outcomes = fromPiece<readonly { value?: Value }[]>(ports.outcomes)
    const asked = nextToAsk(plan, state.votes)
    const votes = [
      ...state.votes,
      ...asked.map((place, i) => voteOf(plan.reviewers[place]?.name ?? '', outcomes[i]?.value)),
    ]
    return completed({ state: asValue({ ...state, votes, done: nextToAsk(plan, votes).length === 0 }) })
  },
}

/** Somebody who failed, or cannot be understood, has abstained. */
function voteOf(voter: string, value: Value | undefined): Vote {
  const said = isRecord(value) ? value : {}
  const decision = said.decision === 'approve' || said.decision === 'reject' ? said.decision : 'abstain'
  return { voter, decision, reason: typeof said.reason === 'string' ? said.reason : 'No vote came.' }
}

export const runClose: NodeBehaviour<Plan> = {
  inTurn(plan, { ports }) {
    const { votes } = fromPiece<State>(ports.state)
    const approved = isApproved(plan, votes)
    const record = { approved, votes, needed: plan.approvals, of: plan.reviewers.length }
    return completed({
      [approved ? 'approved' : 'rejected']: ports.item ?? null,
      votes: asValue(votes),
      record: asValue(record),
    })
  },
}
