import type { Attachment } from './attachment.ts'
import type { Value } from './value.ts'

export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly content: string
  /** Of a user: pictures and documents to look at, by name; their bytes are fetched just before the call. */
  readonly files?: readonly Attachment[]
  /** Of an assistant: the tools it called. */
  readonly calls?: readonly ToolCall[]
  /** Of a tool: the call it answers, and by which tool. */
  readonly callId?: string
  readonly tool?: string
}

/** A tool as a model sees it. */
export interface ToolSpec {
  /** `[A-Za-z][A-Za-z0-9_-]*`, at most 64 characters: what every provider takes. */
  readonly name: string
  readonly description: string
  /** JSON Schema of its arguments, an object. */
  readonly schema: Readonly<Record<string, unknown>>
}

/** A model's wish to have a tool called. */
export interface ToolCall {
  readonly id: string
  readonly name: string
  /** Its arguments; the bare text where they are no JSON. */
  readonly input: Value
  /** What the provider wants to see again with it, untouched. */
  readonly meta?: Value
}

/** One call of a language model. */
export interface ModelRequest {
  /** `<provider>/<model>`, e.g. `simulated/standard?latencyMs=0`. */
  readonly model: string
  readonly messages: readonly ModelMessage[]
  /** JSON Schema: the answer is then an object that obeys it. */
  readonly schema?: Record<string, unknown>
  /** Tools it may ask for. With `useTools: false` it must answer now (providers want to know the tools of earlier calls). */
  readonly tools?: readonly ToolSpec[]
  readonly useTools?: boolean
  /** An answer to this very request may be taken from an earlier one (CATALOGUE X25). */
  readonly remember?: boolean
  readonly temperature?: number
  readonly maxOutputTokens?: number
  /** Seed of this very call; the same request with the same seed gives the same simulated answer. */
  readonly seed?: number
  /** What the asking node is: lets the practice model answer in its role. Real providers never see it. */
  readonly role?: string
}

export interface Usage {
  readonly calls: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** Of the input tokens, those the provider still had in its cache, which cost less; absent: none. */
  readonly cachedTokens?: number
  /** Null while the price is unknown, never a guessed 0. */
  readonly usd: number | null
  readonly simulated: boolean
}

export interface ModelAnswer {
  readonly text: string
  /** Present when `schema` was given and the answer obeyed it. */
  readonly object?: Value
  /** Tools it wants called before it goes on; absent when this is its answer. */
  readonly calls?: readonly ToolCall[]
  /** What it thought aloud; never part of the text. */
  readonly reasoning?: string
  /** The model that answered, where it is not the one that was asked. */
  readonly model?: string
  readonly usage: Usage
}

export interface ModelCallOptions {
  readonly signal: AbortSignal
  /** `<run>/<path>/<attempt>` (ARCHITECTURE P2). */
  readonly idempotencyKey: string
  /** Tokens as they stream; never durable. */
  onText(delta: string): void
}

/**
 * The narrow port to every model. One call is one HTTP request at the most: retries belong to the engine.
 * @throws StepFailure with a code of CATALOGUE §7.3: `rate-limit`, `server`, `connection`, `auth`, `not-found`, `model-error`, `schema`, `content-filter`, `invalid-request`, `unknown-model`.
 */
export interface ModelClient {
  call(request: ModelRequest, options: ModelCallOptions): Promise<ModelAnswer>
}

export const noUsage: Usage = { calls: 0, inputTokens: 0, outputTokens: 0, usd: 0, simulated: false }

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    calls: a.calls + b.calls,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    ...(a.cachedTokens || b.cachedTokens ? { cachedTokens: (a.cachedTokens ?? 0) + (b.cachedTokens ?? 0) } : {}),
    usd: a.usd === null || b.usd === null ? null : a.usd + b.usd,
    simulated: a.simulated || b.simulated,
  }
}
