import { completed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { asValue, emptyAnswer, errorOf, fromPiece, isBlank } from '../pattern/json.ts'
import { type Asked, type Said, threadText } from '../pattern/turns.ts'
import type { askParams, decideParams } from './pieces.ts'

type Progress = {
  readonly round: number
  readonly progress: boolean
  readonly looping: boolean
  readonly next: string
  readonly instruction: string
  readonly stalls: number
  readonly replanned?: true
}
type State = {
  readonly goal: string
  readonly facts: string
  readonly plan: string
  readonly thread: readonly Said[]
  readonly ledger: readonly Progress[]
  readonly rounds: number
  /** Rises on no progress or a loop, falls otherwise. */
  readonly stalls: number
  readonly resets: number
  /** Who has this round. */
  readonly owner: string
  readonly done: boolean
  readonly why?: 'reached' | 'rounds' | 'stalled' | 'unreadable'
}

const runBoth: NodeBehaviour = {
  inTurn(_, { ports }) {
    const goal = textOf(ports.goal ?? null)
    const facts = textOf(ports.facts ?? null)
    const state: State = {
      goal,
      facts,
      plan: '',
      thread: [],
      ledger: [],
      rounds: 0,
      stalls: 0,
      resets: 0,
      owner: '',
      done: false,
    }
    return completed({ prompt: `Goal:\n${goal}\n\nFacts:\n${facts}`, state: asValue(state) })
  },
}

const runBegin: NodeBehaviour = {
  inTurn: (_, { ports }) =>
    completed({ state: asValue({ ...fromPiece<State>(ports.state), plan: textOf(ports.plan ?? null) }) }),
}

const told = ({ goal, facts, plan, thread }: State): string =>
  `Goal:\n${goal}\n\nFacts:\n${facts}\n\nPlan:\n${plan}\n\nWhat the team did:\n${threadText(thread, 'Nothing yet.')}`

const runAsk: NodeBehaviour<z.infer<typeof askParams>> = {
  inTurn: ({ who }, { value }) =>
    completed({ prompt: `${told(fromPiece<State>(value))}\n\n${who}\n\nHow does it stand, and who works next?` }),
}

const runDecide: NodeBehaviour<z.infer<typeof decideParams>> = {
  inTurn({ people, maxRounds, maxStalls, maxResets }, { ports }) {
    const state = fromPiece<State>(ports.state)
    // What was done so far is still worth a result.
    if (!isRecord(ports.ledger)) return completed({ state: asValue({ ...state, done: true, why: 'unreadable' }) })
    const said = ports.ledger
    const person = people.find(({ name }) => name === said.next) ?? people[0]
    const first = state.ledger.length === 0 || state.ledger.at(-1)?.replanned === true
    // Before anybody has worked on a plan there is nothing that could stall.
    const stalled = !first && (said.progress !== true || said.looping === true)
    const stalls = Math.max(0, state.stalls + (stalled ? 1 : -1))
    const replan = said.done !== true && stalls > maxStalls
    const why =
      said.done === true
        ? ('reached' as const)
        : replan && state.resets >= maxResets
          ? ('stalled' as const)
          : !replan && state.rounds >= maxRounds
            ? ('rounds' as const)
            : undefined
    const instruction = textOf((said.instruction ?? '') as Value)
    const entry: Progress = {
      round: state.rounds + 1,
      progress: said.progress === true,
      looping: said.looping === true,
      next: person?.name ?? '',
      instruction,
      stalls,
      ...(replan ? { replanned: true as const } : {}),
    }
    const ledger = [...state.ledger, entry]
    if (why) return completed({ state: asValue({ ...state, ledger, stalls, done: true, why }) })
    if (replan) {
      const next: State = { ...state, ledger, stalls: 0, resets: state.resets + 1, owner: '' }
      return completed({ replan: told(state), state: asValue(next) })
    }
    const ask: Asked = {
      model: person?.model ?? '',
      system: `${person?.prompt ?? ''}\n\nYou are ${person?.name}, one of a team.`,
      prompt: `${told(state)}\n\nThe manager asks you, ${person?.name}:\n${instruction}`,
    }
    const next: State = { ...state, ledger, stalls, rounds: state.rounds + 1, owner: person?.name ?? '' }
    return completed({ ask, state: asValue(next) })
  },
}

const runNote: NodeBehaviour = {
  inTurn(_, { ports }) {
    const state = fromPiece<State>(ports.state)
    const { said, error, facts, plan } = ports
    // With a new plan the team begins with a clean table; the facts keep what was learnt.
    const planned = plan === undefined ? {} : { facts: textOf(facts ?? null), plan: textOf(plan), thread: [] }
    const problem = (said === undefined ? errorOf(error) : emptyAnswer).message
    const text = isBlank(said) ? `Could not do it: ${problem}` : textOf(said ?? null)
    const thread = state.owner === '' || state.done ? state.thread : [...state.thread, { speaker: state.owner, text }]
    const next: State = { ...state, thread, ...planned }
    return completed({ state: asValue(next) }, recordOf(next))
  },
}

const recordOf = ({ rounds, stalls, resets, owner, why, ledger }: State): Value => ({
  rounds,
  stalls,
  resets,
  owner,
  instruction: ledger.at(-1)?.instruction.slice(0, 200) ?? '',
  speakers: ledger.flatMap(({ next, replanned }) => (replanned ? [] : [next])).slice(-200),
  ...(why ? { why, partial: why !== 'reached' } : {}),
})

const runReport: NodeBehaviour = {
  inTurn(_, { value }) {
    const state = fromPiece<State>(value)
    const { facts, plan, ledger, why } = state
    const ending =
      why === 'reached'
        ? 'Write the result.'
        : 'The goal was not reached in time. Write the best result there is, and begin by saying what is missing.'
    return completed({
      prompt: `${told(state)}\n\n${ending}`,
      ledgers: asValue({ task: { facts, plan }, progress: ledger }),
      record: recordOf(state),
    })
  },
}

export const runners = {
  magentic: {},
  'magentic-both': runBoth,
  'magentic-begin': runBegin,
  'magentic-ask': runAsk,
  'magentic-decide': runDecide,
  'magentic-note': runNote,
  'magentic-report': runReport,
}
