import { completed, failed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { asValue, fromPiece, isBlank } from '../pattern/json.ts'
import { grouped, normalized } from '../pattern/judging.ts'
import { extracted } from './extracted.ts'
import type { box, wave } from './pieces.ts'

type Plan = z.infer<typeof wave.params>
type State = {
  readonly question: string
  /** In the order they were asked; null for one that failed or could not be read. */
  readonly answers: readonly (string | null)[]
  readonly done: boolean
}

export const runBegin: NodeBehaviour = {
  inTurn: (_, { value }) => completed({ state: asValue({ question: textOf(value), answers: [], done: false }) }),
}

/** So many must be readable for it to count. */
const neededOf = (samples: number) => Math.ceil(samples / 2)
const validIn = (answers: readonly (string | null)[]) => answers.filter((answer) => answer !== null).length

/**
 * How many more samples it takes at the least until the leader cannot be caught, if all of them are for the leader, and
 * until enough could be read.
 */
function nextWave(answers: readonly (string | null)[], { samples, earlyStop }: Plan): number {
  const left = samples - answers.length
  if (!earlyStop) return left
  const [lead = 0, second = 0] = grouped(answers, normalized).map(({ members }) => members.length)
  const toDecide = Math.floor((left - (lead - second)) / 2) + 1
  return Math.max(0, Math.min(left, Math.max(toDecide, neededOf(samples) - validIn(answers))))
}

export const runWave: NodeBehaviour<Plan> = {
  inTurn(plan, { value }) {
    const { question, answers } = fromPiece<State>(value)
    return completed({ items: new Array<string>(nextWave(answers, plan)).fill(question) })
  },
}

export const runFold: NodeBehaviour<Plan> = {
  inTurn(plan, { ports }) {
    const state = fromPiece<State>(ports.state)
    const outcomes = fromPiece<readonly { status: string; value?: Value }[]>(ports.outcomes)
    const read = outcomes.map(({ status, value }) =>
      status === 'ok' && !isBlank(value) ? extracted(textOf(value), plan.extract) : null,
    )
    const answers = [...state.answers, ...read]
    return completed({ state: asValue({ ...state, answers, done: nextWave(answers, plan) === 0 }) })
  },
}

export const runBox: NodeBehaviour<z.infer<typeof box.params>> = {
  inTurn({ samples }, { value }) {
    const { answers } = fromPiece<State>(value)
    const valid = validIn(answers)
    const needed = neededOf(samples)
    if (valid < needed)
      return failed(
        'too-few-answers',
        `Only ${valid} of ${answers.length} samples could be read; at least ${needed} must. Look at one of them, or change what counts.`,
      )
    const groups = grouped(answers, normalized)
    const name = (answer: string) =>
      groups.find((group) => normalized(group.value) === normalized(answer))?.value ?? answer
    const ballots = answers.flatMap((answer) => (answer === null ? [] : [{ choice: name(answer) }]))
    // Candidates in the order in which they first came up: a tie goes to the earlier one.
    const candidates = [...new Set(ballots.map(({ choice }) => choice))]
    return completed({ ballots: asValue({ candidates, ballots }) })
  },
}

export const runClose: NodeBehaviour = {
  inTurn(_, { ports }) {
    const tally = isRecord(ports.tally) ? (ports.tally as Record<string, Value>) : {}
    const { answers } = fromPiece<State>(ports.state)
    const winner = textOf(tally.winner)
    const valid = answers.filter((answer) => answer !== null)
    const agreement =
      valid.filter((answer) => normalized(answer) === normalized(winner)).length / Math.max(1, valid.length)
    return completed({ answer: winner, tally, agreement, record: { ...tally, agreement, asked: answers.length } })
  },
}
