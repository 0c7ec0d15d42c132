import type { ModelRequest, Usage } from '@quorum/engine'
import { priceOf } from './prices.ts'

/** About four characters per token: good enough where nobody has counted. */
export const estimateTokens = (text: string): number => Math.ceil(text.length / 4)

export const estimateInput = ({ messages, schema, tools }: ModelRequest): number =>
  messages.reduce(
    (sum, { content, calls }) =>
      sum + estimateTokens(content) + (calls ? estimateTokens(JSON.stringify(calls)) : 0) + 4,
    (schema ? estimateTokens(JSON.stringify(schema)) : 0) + (tools?.length ? estimateTokens(JSON.stringify(tools)) : 0),
  )

/** What a provider says it has counted. */
export interface Counted {
  readonly inputTokens?: number | undefined
  readonly outputTokens?: number | undefined
  /** Among the input tokens. */
  readonly cachedTokens?: number | undefined
}

/** One call of a real model. Counts the provider did not give are estimated. */
export function usageOf(provider: string, name: string, request: ModelRequest, text: string, counted: Counted): Usage {
  // Some endpoints report zeros instead of nothing; a prompt is never empty.
  const inputTokens = counted.inputTokens || estimateInput(request)
  const outputTokens = counted.outputTokens || estimateTokens(text)
  const price = priceOf(provider, name)
  const cachedTokens = Math.min(counted.cachedTokens ?? 0, inputTokens)
  const usd = price
    ? ((inputTokens - cachedTokens) * price.priceIn +
        // Where nobody knows what a cached token costs, it costs as much as any other.
        cachedTokens * (price.priceCached ?? price.priceIn) +
        outputTokens * price.priceOut) /
      1e6
    : null
  return { calls: 1, inputTokens, outputTokens, ...(cachedTokens > 0 ? { cachedTokens } : {}), usd, simulated: false }
}
