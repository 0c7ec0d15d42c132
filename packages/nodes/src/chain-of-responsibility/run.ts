import { completed, failed, isRecord, type NodeBehaviour, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { asValue, emptyAnswer, errorOf, fromPiece, isBlank } from '../pattern/json.ts'
import type { close, hop } from './pieces.ts'

type Params = z.infer<typeof hop.params>
type State = {
  readonly request: Value
  readonly by: string | null
  readonly response: Value
  /** Who was asked and did not take it, and why. */
  readonly declined: readonly { readonly name: string; readonly reason: string }[]
  readonly failure: { readonly name: string; readonly code: string; readonly message: string } | null
}

export const runBegin: NodeBehaviour = {
  inTurn(_, { value }) {
    const state: State = { request: value, by: null, response: null, declined: [], failure: null }
    return completed({ next: value, state: asValue(state) })
  },
}

export const runHop: NodeBehaviour<Params> = {
  inTurn(params, { ports }) {
    const state = fromPiece<State>(ports.state)
    if (state.by !== null || state.failure) return completed({ state: asValue(state) })
    const after = hopped(state, params, ports)
    const goesOn = after.by === null && after.failure === null
    return completed({ ...(goesOn ? { next: state.request } : {}), state: asValue(after) })
  },
}

function hopped(state: State, { name, mode, onHandlerError }: Params, ports: Readonly<Record<string, Value>>): State {
  const decline = (reason: string): State => ({ ...state, declined: [...state.declined, { name, reason }] })
  // A check that cannot be made means that this one cannot handle it.
  if (ports.unsure !== undefined) return decline(`Could not be checked: ${errorOf(ports.unsure).message}`)
  if (ports.declined !== undefined) return decline('Not one of its requests.')
  const said = ports.answer
  if (mode === 'attempt' && isRecord(said) && said.handled !== true) return decline('It passed the request on.')
  const response = mode === 'attempt' && isRecord(said) ? ((said as Record<string, Value>).answer ?? null) : said
  if (response !== undefined && !isBlank(response)) return { ...state, by: name, response }
  const error = said === undefined ? errorOf(ports.error) : emptyAnswer
  if (onHandlerError === 'next') return decline(`It failed: ${error.message}`)
  return { ...state, failure: { name, ...error } }
}

export const runClose: NodeBehaviour<z.infer<typeof close.params>> = {
  inTurn({ onUnhandled }, { ports }) {
    const { request, by, response, declined, failure } = fromPiece<State>(ports.state)
    const record = { handledBy: by, declined: asValue(declined) }
    if (failure) return failed(failure.code, `Handler “${failure.name}” failed. ${failure.message}`, record)
    if (by !== null) return completed({ response, handledBy: by, record })
    if (onUnhandled === 'port') return completed({ unhandled: request, record })
    const reasons = declined.map(({ name, reason }) => `${name}: ${reason}`).join(' ')
    return failed('no-handler', `Nobody could handle this request. ${reasons} Add a handler that takes all.`, record)
  },
}
