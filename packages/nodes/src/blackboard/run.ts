import {
  completed,
  evaluate,
  failed,
  type NodeBehaviour,
  reduce,
  StepFailure,
  textOf,
  type Value,
  type When,
} from '@quorum/engine'
import type { z } from 'zod'
import { orFailed } from '../outcome.ts'
import type { WorkItem } from '../pattern/body.ts'
import { asValue, fromPiece, namedOutcomes } from '../pattern/json.ts'
import type { askParams, closeParams, rules } from './pieces.ts'

type Rules = z.infer<typeof rules>
type Expert = Rules['experts'][number]
type Board = Readonly<Record<string, Value>>
type State = {
  readonly board: Board
  /** Everything that was ever written, in order. */
  readonly log: readonly { readonly by: string; readonly to: string; readonly text: string }[]
  /** By expert: how much of what it watches it has seen. */
  readonly seen: Readonly<Record<string, number>>
  /** Places of those who act next. */
  readonly next: readonly number[]
  readonly steps: number
  readonly heard: number
  readonly quiet: number
  readonly lastError: string
  /** Why it ended; empty while it goes on. */
  readonly why: '' | 'goal' | 'quiet' | 'steps'
}

const runBegin: NodeBehaviour<Rules> = {
  inTurn: (params, { value }) =>
    orFailed(() => {
      const facts = textOf(value)
      const state: State = {
        board: { facts },
        log: [{ by: '', to: 'facts', text: facts }],
        seen: {},
        next: [],
        steps: 0,
        heard: 0,
        quiet: 0,
        lastError: '',
        why: '',
      }
      const next = choose(state, params)
      return next.next.length === 0 && next.why === 'quiet'
        ? failed('nobody-acts', 'Nobody had what it needs on the board. Let an expert need “facts”, or nothing.')
        : completed({ state: asValue(next) }, recordOf(next))
    }),
}

const runAsk: NodeBehaviour<z.infer<typeof askParams>> = {
  inTurn({ experts }, { value }) {
    const { board, next } = fromPiece<State>(value)
    const shown = Object.entries(board)
      .map(([name, entry]) => `## ${name}\n${(Array.isArray(entry) ? entry : [entry]).map(textOf).join('\n\n')}`)
      .join('\n\n')
    const items = next.flatMap((at): WorkItem[] => {
      const expert = experts[at]
      if (!expert) return []
      const { name, model, prompt, writes } = expert
      const system = `${prompt}\n\nYou are ${name}. You and other experts share a board. Write only what is to be added under “${writes}”, in at most five sentences. If you have nothing new, write only: NOTHING`
      return [{ model, system, prompt: `The board:\n\n${shown}` }]
    })
    return completed({ items: asValue(items) })
  },
}

const runWrite: NodeBehaviour<Rules> = {
  inTurn: (params, { ports }) =>
    orFailed(() => {
      const before = fromPiece<State>(ports.state)
      const acting = before.next.flatMap((at) => params.experts[at] ?? [])
      const outcomes = namedOutcomes(
        ports.outcomes,
        acting.map(({ name }) => name),
      )
      const seen = Object.fromEntries(acting.map((expert) => [expert.name, watched(before, expert)]))
      let state: State = { ...before, seen: { ...before.seen, ...seen }, steps: before.steps + acting.length }
      for (const [i, expert] of acting.entries()) {
        const { status, value = null, error } = outcomes[i] ?? { status: 'failed' }
        state =
          status === 'ok'
            ? written({ ...state, heard: state.heard + 1 }, expert, textOf(value).trim())
            : { ...state, lastError: `${expert.name}: ${error?.message ?? 'It gave no answer.'}` }
      }
      const next = choose({ ...state, quiet: state.log.length > before.log.length ? 0 : state.quiet }, params)
      return completed({ state: asValue(next) }, recordOf(next))
    }),
}

/** The board with one entry more, unless there is nothing new in it. */
function written(state: State, { name, writes, how }: Expert, text: string): State {
  const known = state.log.some((one) => one.by === name && one.to === writes && one.text === text)
  if (known || /^\W*nothing\W*$/i.test(text)) return state
  const board = { ...state.board, [writes]: reduce(how, listIfAppended(state.board[writes], how), text) }
  return { ...state, board, log: [...state.log, { by: name, to: writes, text }] }
}

const listIfAppended = (value: Value | undefined, how: Expert['how']): Value | undefined =>
  how === 'append' && value !== undefined && !Array.isArray(value) ? [value] : value

/** How much others have written to what it watches: it acts again only when that has grown. */
const watched = ({ log }: State, { name, needs }: Expert): number =>
  log.filter(({ by, to }) => by !== name && (needs.length === 0 || needs.includes(to))).length

function choose(state: State, { experts, answer, goal, selection, maxSteps, quietRounds }: Rules): State {
  const { board, steps } = state
  if (goal === undefined ? Object.hasOwn(board, answer) : holds(goal, board)) return { ...state, next: [], why: 'goal' }
  if (steps >= maxSteps) return { ...state, next: [], why: 'steps' }
  const may = ({ needs, when }: Expert) =>
    needs.every((need) => Object.hasOwn(board, need)) && (when === undefined || holds(when, board))
  const able = experts.flatMap((expert, at) => (may(expert) ? [{ expert, at }] : []))
  const fresh = able.filter(({ expert }) => watched(state, expert) > (state.seen[expert.name] ?? -1))
  const quiet = state.quiet + (fresh.length === 0 ? 1 : 0)
  if (fresh.length === 0 && (able.length === 0 || quiet >= quietRounds))
    return { ...state, next: [], quiet, why: 'quiet' }
  // After a quiet round everybody who can is asked once more.
  const seen = fresh.length === 0 ? {} : state.seen
  const from = (fresh.length === 0 ? able : fresh).map(({ at }) => at)
  const next = from.slice(0, selection === 'all' ? maxSteps - steps : 1)
  return { ...state, seen, quiet, next }
}

/** What is not on the board yet may come. */
function holds(when: When, board: Board): boolean {
  try {
    return evaluate(when, { board })
  } catch (error) {
    if (error instanceof StepFailure && error.code === 'missing-value') return false
    throw error
  }
}

const recordOf = ({ log, steps, board, why }: State): Value => ({
  steps,
  entries: Object.keys(board).slice(0, 50),
  log: log
    .slice(1)
    .map(({ by, to, text }) => ({ by, to, text: text.slice(0, 200) }))
    .slice(-100),
  ...(why ? { why } : {}),
})

/** Without the goal it gives what was written last: a part of the answer. */
const runClose: NodeBehaviour<z.infer<typeof closeParams>> = {
  inTurn({ answer }, { value }) {
    const state = fromPiece<State>(value)
    const { board, log, heard, steps, lastError } = state
    if (steps > 0 && heard === 0) return failed('all-failed', `Nobody could be heard. ${lastError}`)
    const last = log.findLast(({ to }) => to === answer) ?? log.at(-1)
    return completed({ answer: last?.text ?? '', board: asValue(board), record: recordOf(state) })
  },
}

export const runners = {
  blackboard: {},
  'blackboard-begin': runBegin,
  'blackboard-ask': runAsk,
  'blackboard-write': runWrite,
  'blackboard-close': runClose,
}
