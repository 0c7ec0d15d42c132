import { completed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { asValue, fromPiece } from '../pattern/json.ts'
import { type Asked, type Said, threadText } from '../pattern/turns.ts'
import type { beginParams, floorParams, noteParams } from './pieces.ts'

type State = {
  readonly message: string
  readonly owner: string
  /** Owners in order; a walk in the graph of who may hand over to whom. */
  readonly path: readonly string[]
  readonly thread: readonly Said[]
  /** Why the last wish to hand over was not followed, for the owner to read. */
  readonly refused: string
  readonly turns: number
  readonly answer: string | null
  readonly done: boolean
}

const runBegin: NodeBehaviour<z.infer<typeof beginParams>> = {
  inTurn({ first }, { value }) {
    const state: State = {
      message: textOf(value),
      owner: first,
      path: [first],
      thread: [],
      refused: '',
      turns: 0,
      answer: null,
      done: false,
    }
    return completed({ state: asValue(state) })
  },
}

const runFloor: NodeBehaviour<z.infer<typeof floorParams>> = {
  inTurn({ people, history }, { value }) {
    const { message, owner, thread, refused } = fromPiece<State>(value)
    const person = people.find(({ name }) => name === owner)
    const targets = people.filter(({ name }) => person?.to.includes(name))
    const known = history === 'full' ? thread : thread.slice(-1)
    const ask: Asked = {
      model: person?.model ?? '',
      system: [
        person?.prompt ?? '',
        `You are ${owner}, and you have this conversation now. Answer it yourself if it is yours; else hand it over with a short note.`,
        `You may hand over to:\n${targets.map(({ name, prompt }) => `- ${name}: ${prompt.split('\n')[0]?.slice(0, 200)}`).join('\n')}`,
      ].join('\n\n'),
      prompt: [
        message,
        ...(known.length > 0 ? [`So far:\n${threadText(known)}`] : []),
        ...(refused === '' ? [] : [`Your last handover was not possible: ${refused}`]),
      ].join('\n\n---\n\n'),
    }
    return completed({ ask })
  },
}

const runNote: NodeBehaviour<z.infer<typeof noteParams>> = {
  inTurn({ people, maxHandoffs, pingPongLimit }, { ports }) {
    const state = fromPiece<State>(ports.state)
    const turn = isRecord(ports.turn) ? ports.turn : {}
    const turns = state.turns + 1
    const text = textOf((turn.text ?? '') as Value)
    const thread = [...state.thread, { speaker: state.owner, text }]
    const last = turns > maxHandoffs
    const next = ((): State => {
      if (turn.action !== 'transfer') return { ...state, turns, thread, answer: text, refused: '', done: true }
      const to = textOf((turn.to ?? '') as Value)
      const refused = whyNot(state, to, people, pingPongLimit)
      if (refused !== '') return { ...state, turns, refused, done: last }
      // A handover nobody may take up any more is not made.
      if (last) return { ...state, turns, thread, done: true }
      return { ...state, turns, thread, refused: '', owner: to, path: [...state.path, to] }
    })()
    return completed({ state: asValue(next) }, recordOf(next))
  },
}

function whyNot(
  { owner, path }: State,
  to: string,
  people: z.infer<typeof noteParams>['people'],
  limit: number,
): string {
  const allowed = people.find(({ name }) => name === owner)?.to ?? []
  if (!allowed.includes(to))
    return `There is no “${to}” to hand over to. Choose one of ${allowed.join(', ')}, or answer.`
  if (backAndForth([...path, to]) > limit)
    return `You and “${to}” have handed it back and forth. Answer it, or choose somebody else.`
  return ''
}

/** How often the last two have handed it back to each other: A→B→A counts once, A→B→A→B twice. */
export function backAndForth(path: readonly string[]): number {
  let at = path.length - 1
  while (at >= 2 && path[at] === path[at - 2] && path[at] !== path[at - 1]) at--
  return path.length - 1 - at
}

const recordOf = ({ owner, path, turns, answer, done }: State): Value => ({
  owner,
  path,
  turns,
  handoffs: path.length - 1,
  ...(done ? { answered: answer !== null } : {}),
})

const runClose: NodeBehaviour = {
  inTurn(_, { value }) {
    const state = fromPiece<State>(value)
    const { answer, owner, path, thread } = state
    const end = answer === null ? { escalate: { owner, path, thread } } : { answer }
    return completed({ ...(asValue(end) as Record<string, Value>), owner, path, record: recordOf(state) })
  },
}

export const runners = {
  handoff: {},
  'handoff-begin': runBegin,
  'handoff-floor': runFloor,
  'handoff-note': runNote,
  'handoff-close': runClose,
}
