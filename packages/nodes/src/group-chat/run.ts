import { completed, failed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { asValue, emptyAnswer, errorOf, fromPiece, isBlank } from '../pattern/json.ts'
import { type Asked, type Said, threadText } from '../pattern/turns.ts'
import type { closeParams, nextParams, noteParams, seatParams } from './pieces.ts'

type State = {
  readonly topic: string
  readonly thread: readonly Said[]
  /** Turns so far, silent ones included. */
  readonly turns: number
  /** Place of the present speaker, then of the last one; -1 before the first. */
  readonly at: number
  /** Turns in a row in which nobody could be heard. */
  readonly silent: number
  readonly lastError: string
  readonly done: boolean
  readonly why?: 'agreed' | 'turns'
}
type Person = z.infer<typeof nextParams>['people'][number]
type Rules = Pick<z.infer<typeof nextParams>, 'stop' | 'phrase'>

const runBegin: NodeBehaviour = {
  inTurn(_, { value }) {
    const state: State = { topic: textOf(value), thread: [], turns: 0, at: -1, silent: 0, lastError: '', done: false }
    return completed({ state: asValue(state) })
  },
}

const told = ({ topic, thread }: State): string => `Topic:\n${topic}\n\nThe thread so far:\n${threadText(thread)}`

function askOf(state: State, people: readonly Person[], at: number, { stop, phrase }: Rules): Asked {
  const { name, model, prompt } = people[at] as Person
  const others = people.filter((_, i) => i !== at).map((one) => one.name)
  const ending = stop === 'turns' ? '' : ` If you think it is settled, end your message with ${phrase}.`
  const system = `${prompt}\n\nYou are ${name}, in a conversation with ${others.join(', ')}. Answer what was said, in at most five sentences, and do not repeat others.${ending}`
  return { model, system, prompt: `${told(state)}\n\nIt is your turn, ${name}.` }
}

const runNext: NodeBehaviour<z.infer<typeof nextParams>> = {
  inTurn({ people, chosen, ...rules }, { value }) {
    const state = fromPiece<State>(value)
    if (chosen) return completed({ question: `${told(state)}\n\nWho speaks next?` })
    const at = (state.at + 1) % people.length
    return completed({ ask: askOf(state, people, at, rules), state: asValue({ ...state, at }) })
  },
}

/** Whoever was chosen; who may not, or a choice that cannot be read, is passed over for the next in order. */
const runSeat: NodeBehaviour<z.infer<typeof seatParams>> = {
  inTurn({ people, allowRepeat, ...rules }, { ports }) {
    const state = fromPiece<State>(ports.state)
    const name = isRecord(ports.choice) ? textOf(ports.choice.speaker as Value) : ''
    const wanted = people.findIndex((one) => one.name === name)
    const at = wanted < 0 || (wanted === state.at && !allowRepeat) ? (state.at + 1) % people.length : wanted
    return completed({ ask: askOf(state, people, at, rules), state: asValue({ ...state, at }) })
  },
}

const runNote: NodeBehaviour<z.infer<typeof noteParams>> = {
  inTurn({ names, maxTurns, ...rules }, { ports }) {
    const state = fromPiece<State>(ports.state)
    const turns = state.turns + 1
    const heard = !isBlank(ports.said)
    const lastError = heard ? '' : (ports.said === undefined ? errorOf(ports.error) : emptyAnswer).message
    const silent = heard ? 0 : state.silent + 1
    if (silent >= 2 * names.length)
      return failed('nobody-speaks', `Nobody could be heard for two rounds. The last reason: ${lastError}`)
    const said: Said = { speaker: names[state.at] ?? '', text: textOf(ports.said ?? null) }
    const thread = heard ? [...state.thread, said] : state.thread
    const agreed = heard && isSettled(thread, names, rules)
    const why = agreed ? ('agreed' as const) : turns >= maxTurns ? ('turns' as const) : undefined
    const next: State = { ...state, turns, silent, lastError, thread, done: why !== undefined, ...(why ? { why } : {}) }
    return completed({ state: asValue(next) }, recordOf(next))
  },
}

function isSettled(thread: readonly Said[], names: readonly string[], { stop, phrase }: Rules): boolean {
  const says = (said: Said | undefined) => said?.text.includes(phrase) === true
  if (stop === 'turns') return false
  if (stop === 'phrase') return says(thread.at(-1))
  return names.every((name) => says(thread.findLast(({ speaker }) => speaker === name)))
}

const recordOf = ({ thread, turns, why }: State): Value => ({
  turns,
  speakers: thread.map(({ speaker }) => speaker).slice(-200),
  last: thread.at(-1)?.text.slice(0, 500) ?? '',
  ...(why ? { why } : {}),
})

const runClose: NodeBehaviour<z.infer<typeof closeParams>> = {
  inTurn({ phrase }, { value }) {
    const state = fromPiece<State>(value)
    const last = state.thread.at(-1)
    if (!last) return failed('nobody-speaks', `Nobody said anything. ${state.lastError}`)
    const conclusion = phrase === '' ? last.text : last.text.replaceAll(phrase, '').trim() || last.text
    return completed({ conclusion, thread: asValue(state.thread), record: recordOf(state) })
  },
}

export const runners = {
  'group-chat': {},
  'group-chat-begin': runBegin,
  'group-chat-next': runNext,
  'group-chat-seat': runSeat,
  'group-chat-note': runNote,
  'group-chat-close': runClose,
}
