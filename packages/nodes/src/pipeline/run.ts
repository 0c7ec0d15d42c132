import { completed, failed, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { asValue, emptyAnswer, errorOf, fromPiece, isBlank, type PartOutcome } from '../pattern/json.ts'
import type { takeParams } from './pieces.ts'

type State = {
  readonly original: Value
  /** What the next stage works on. */
  readonly context: Value
  readonly output: Value
  readonly trace: readonly PartOutcome[]
  /** The stage that ended it, if one did. */
  readonly failure?: { readonly stage: string; readonly code: string; readonly message: string }
}

export const runBegin: NodeBehaviour = {
  inTurn(_, { value }) {
    const state: State = { original: value, context: value, output: value, trace: [] }
    return completed({ context: value, state: asValue(state) })
  },
}

export const runTake: NodeBehaviour<z.infer<typeof takeParams>> = {
  inTurn(params, { ports }) {
    const state = fromPiece<State>(ports.state)
    if (state.failure) {
      const trace: PartOutcome[] = [...state.trace, { name: params.name, status: 'skipped' }]
      return completed({ state: asValue({ ...state, trace }) })
    }
    const next = after(state, params, outcomeOf(params.name, ports))
    // Nothing goes to the next stage once one has failed: it is skipped, and the trace says so.
    return completed({ ...(next.failure ? {} : { context: next.context }), state: asValue(next) })
  },
}

function outcomeOf(name: string, { answer, error }: Readonly<Record<string, Value>>): PartOutcome {
  if (!isBlank(answer)) return { name, status: 'ok', value: answer ?? null }
  return { name, status: 'failed', error: answer === undefined ? errorOf(error) : emptyAnswer }
}

function after(state: State, params: z.infer<typeof takeParams>, outcome: PartOutcome): State {
  const trace = [...state.trace, outcome]
  if (outcome.status === 'failed' && params.onStageFailure === 'fail')
    return { ...state, trace, failure: { stage: params.name, ...(outcome.error ?? errorOf(undefined)) } }
  if (outcome.status === 'failed' && params.onStageFailure === 'skip') return { ...state, trace }
  const output = outcome.status === 'ok' ? (outcome.value ?? null) : params.fallback
  const known: PartOutcome[] = [...state.trace, { ...outcome, value: output }]
  return { ...state, trace, output, context: contextOf({ ...state, output, trace: known }, params) }
}

/** The original always stays; of the results the oldest go first, and the last one stays whatever its size. */
export function contextOf(
  { original, output, trace }: State,
  { contextPolicy, pruneTokens }: Pick<z.infer<typeof takeParams>, 'contextPolicy' | 'pruneTokens'>,
): Value {
  if (contextPolicy === 'replace') return output
  const made = trace.flatMap(({ name, value }): [string, Value][] => (value === undefined ? [] : [[name, value]]))
  const kept = [...made]
  const size = () => tokensIn(original) + kept.reduce((sum, [, value]) => sum + tokensIn(value), 0)
  if (contextPolicy === 'prune') while (kept.length > 1 && size() > pruneTokens) kept.shift()
  return { original, ...Object.fromEntries(kept) }
}

const tokensIn = (value: Value): number => Math.ceil(textOf(value).length / 4)

export const runClose: NodeBehaviour = {
  inTurn(_, { ports }) {
    const { failure, output } = fromPiece<State>(ports.state)
    if (!failure) return completed({ output })
    return failed(failure.code, `Stage “${failure.stage}” failed, and the pipeline with it. ${failure.message}`)
  },
}

export const runTrace: NodeBehaviour = {
  inTurn(_, { ports }) {
    const { trace } = fromPiece<State>(ports.state)
    return completed({ trace: asValue(trace), record: { stages: asValue(trace) } })
  },
}
