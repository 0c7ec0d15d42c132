import { completed, failed, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import type { WorkItem } from '../pattern/body.ts'
import { asValue, errorOf, fromPiece } from '../pattern/json.ts'
import type { turn } from './pieces.ts'

type Done = { readonly name: string; readonly result: string; readonly undo: string; readonly model: string }
type State = {
  readonly task: string
  /** Still to be undone, the last one first. */
  readonly left: readonly Done[]
  readonly undone: readonly { readonly name: string; readonly result: string }[]
  readonly failedStep: string
  readonly error: { readonly code: string; readonly message: string }
  /** A step that cannot be undone. */
  readonly stuck: string | null
  readonly done: boolean
}

const stopped = { code: 'cancelled', message: 'It was stopped.' }

export const runTurn: NodeBehaviour<z.infer<typeof turn.params>> = {
  inTurn({ steps }, { ports }) {
    const reached = steps.findIndex((_, i) => ports[`s${i}`] === undefined)
    const result = (i: number) => textOf(ports[`s${i}`] ?? null)
    if (reached < 0) return completed({ done: asValue(steps.map(({ name }, i) => ({ name, result: result(i) }))) })
    const left = steps.slice(0, reached).map((step, i): Done => ({ ...step, result: result(i) }))
    const error = ports[`e${reached}`]
    const state: State = {
      task: textOf(ports.task ?? null),
      left: left.reverse(),
      undone: [],
      failedStep: steps[reached]?.name ?? '',
      error: error === undefined ? stopped : errorOf(error),
      stuck: null,
      done: left.length === 0,
    }
    return completed({ undo: asValue(state) })
  },
}

export const runPick: NodeBehaviour = {
  inTurn(_, { value }) {
    const { left, task } = fromPiece<State>(value)
    const [next] = left
    const item: WorkItem = {
      system: next?.undo ?? '',
      model: next?.model ?? '',
      prompt: `${task}\n\nThis was done and must be taken back:\n${next?.result ?? ''}`,
    }
    return completed({ item: asValue(item) })
  },
}

export const runFold: NodeBehaviour = {
  inTurn(_, { ports }) {
    const state = fromPiece<State>(ports.state)
    const [next, ...left] = state.left
    const name = next?.name ?? ''
    if (ports.answer === undefined)
      return completed({ state: asValue({ ...state, stuck: name, done: true, error: errorOf(ports.error) }) })
    const undone = [...state.undone, { name, result: textOf(ports.answer) }]
    return completed({ state: asValue({ ...state, left, undone, done: left.length === 0 }) })
  },
}

export const runClose: NodeBehaviour = {
  inTurn(_, { ports }) {
    if (ports.done !== undefined) return completed({ done: ports.done, record: { done: ports.done } })
    const { failedStep, error, undone, stuck, left } = fromPiece<State>(ports.undone)
    const record = asValue({ failedStep, error, undone, stuck })
    if (stuck !== null)
      return failed(
        'stuck',
        `“${stuck}” could not be undone: ${error.message} Still as they were: ${left.map(({ name }) => name).join(', ')}. Somebody must look at it.`,
        record,
      )
    return completed({ compensated: { failedStep, error, undone } as unknown as Value, record })
  },
}
