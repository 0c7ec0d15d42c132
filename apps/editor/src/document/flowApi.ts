import { Flow } from '@quorum/engine'
import { createFlow, getFlow, putFlow } from '../api/client.ts'
import { ApiError, messageOf } from '../api/error.ts'
import type { FlowRecord } from '../api/types.ts'

export interface StoredFlow {
  readonly id: string
  readonly revision: number
  readonly flow: Flow
  readonly updatedAt: string | null
}

/** What can become of a call, as autosave has to tell it apart. */
export type ApiAnswer =
  | { readonly status: 'ok'; readonly stored: StoredFlow }
  | { readonly status: 'stale' }
  | { readonly status: 'missing' }
  | { readonly status: 'offline' }
  | { readonly status: 'refused'; readonly reason: string }

/** The calls autosave needs; a test gives its own. */
export interface FlowApi {
  get(id: string): Promise<ApiAnswer>
  put(id: string, revision: number, flow: Flow, options?: { keepalive?: boolean }): Promise<ApiAnswer>
  create(flow: Flow): Promise<ApiAnswer>
}

// Browsers refuse a keepalive request with a larger body.
const KEEPALIVE_CHARS = 30_000

export const flowApi: FlowApi = {
  get: (id) => answerOf(getFlow(id)),
  put: (id, revision, flow, { keepalive = false } = {}) =>
    answerOf(putFlow(id, flow, revision, keepalive && JSON.stringify(flow).length < KEEPALIVE_CHARS), flow),
  create: (flow) => answerOf(createFlow(flow)),
}

/** `sent`: an answer to a write need not repeat the flow. */
async function answerOf(call: Promise<FlowRecord>, sent?: Flow): Promise<ApiAnswer> {
  try {
    const { id, revision, flow, updatedAt } = await call
    const parsed = sent ?? Flow.safeParse(flow).data
    if (!parsed) return { status: 'refused', reason: 'the server sent a workflow that this version cannot read' }
    return { status: 'ok', stored: { id, revision, flow: parsed, updatedAt: updatedAt ?? null } }
  } catch (error) {
    if (!(error instanceof ApiError)) return { status: 'refused', reason: messageOf(error) }
    if (error.status === 412) return { status: 'stale' }
    if (error.status === 404) return { status: 'missing' }
    if (error.status === 0 || (error.status >= 502 && error.status <= 504)) return { status: 'offline' }
    return { status: 'refused', reason: error.message }
  }
}
