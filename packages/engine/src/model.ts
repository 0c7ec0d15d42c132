import type { Value } from './value.ts'

export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/** One call of a language model. */
export interface ModelRequest {
  /** `<provider>/<model>`, e.g. `simulated/standard?latencyMs=0`. */
  readonly model: string
  readonly messages: readonly ModelMessage[]
  /** JSON Schema: the answer is then an object that obeys it. */
  readonly schema?: Record<string, unknown>
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
  /** Null while the price is unknown, never a guessed 0. */
  readonly usd: number | null
  readonly simulated: boolean
}

export interface ModelAnswer {
  readonly text: string
  /** Present when `schema` was given and the answer obeyed it. */
  readonly object?: Value
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
    usd: a.usd === null || b.usd === null ? null : a.usd + b.usd,
    simulated: a.simulated || b.simulated,
  }
}
