import { completed, failed, type NodeBehaviour, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { asValue, errorOf, fromPiece } from '../pattern/json.ts'
import type { gate } from './pieces.ts'

type Passage = {
  readonly stage: string
  readonly passed: boolean
  readonly attempts: number
  readonly reasons: readonly string[]
}
type State = {
  /** What the next stage works on: the result of the last gate that opened. */
  readonly checkpoint: Value
  readonly gates: readonly Passage[]
  readonly shut: { readonly stage: string; readonly verdict: Value; readonly checkpoint: Value } | null
  readonly failure: { readonly stage: string; readonly code: string; readonly message: string } | null
}
type Verdict = { readonly reasons: readonly string[] }

export const runBegin: NodeBehaviour = {
  inTurn(_, { value }) {
    const state: State = { checkpoint: value, gates: [], shut: null, failure: null }
    return completed({ next: value, state: asValue(state) })
  },
}

export const runGate: NodeBehaviour<z.infer<typeof gate.params>> = {
  inTurn({ name }, { ports }) {
    const state = fromPiece<State>(ports.state)
    if (state.shut || state.failure) return completed({ state: asValue(state) })
    if (ports.result === undefined)
      return completed({ state: asValue({ ...state, failure: { stage: name, ...errorOf(ports.error) } }) })
    const verdicts = fromPiece<readonly Verdict[]>(ports.verdicts ?? [])
    const passed = ports.passed === true
    const last = verdicts.at(-1)
    const gates = [...state.gates, { stage: name, passed, attempts: verdicts.length, reasons: last?.reasons ?? [] }]
    if (passed) return completed({ next: ports.result, state: asValue({ ...state, checkpoint: ports.result, gates }) })
    // Back to the checkpoint: what the stage made is gone, what came before it stays.
    const shut = { stage: name, verdict: asValue(last ?? {}), checkpoint: state.checkpoint }
    return completed({ state: asValue({ ...state, gates, shut }) })
  },
}

export const runClose: NodeBehaviour = {
  inTurn(_, { ports }) {
    const { checkpoint, gates, shut, failure } = fromPiece<State>(ports.state)
    const record = { gates: asValue(gates) }
    if (failure) return failed(failure.code, `Stage “${failure.stage}” failed. ${failure.message}`, record)
    return completed({ ...(shut ? { rejected: asValue(shut) } : { output: checkpoint }), record })
  },
}
