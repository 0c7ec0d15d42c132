import type { ModelFacts } from '@quorum/engine'
import { parseModelId } from './modelId.ts'
import { priceOf } from './prices.ts'
import { simulatedSettings } from './simulated/settings.ts'

/** What calls of real models take, and how many fail: nobody can know before, so estimates say that they assume it. */
const real = { failures: 0.02, ms: { min: 300, expected: 5_000, max: 60_000 } } as const
const answerTokens = { min: 1, expected: 300, max: 2_000 } as const
const practiceLatencyMs = { min: 300, expected: 600, max: 900 } as const

/** What an estimate may know of a model. */
export function modelFacts(id: string): ModelFacts {
  const parsed = parseModelId(id)
  if (typeof parsed === 'string') return { priceIn: null, priceOut: null, ...real }
  if (parsed.provider !== 'simulated') {
    const price = priceOf(parsed.provider, parsed.name)
    return { priceIn: price?.priceIn ?? null, priceOut: price?.priceOut ?? null, ...real }
  }
  const settings = simulatedSettings(parsed)
  if ('code' in settings) return { priceIn: 0, priceOut: 0, ...real, simulated: true }
  const { latencyMs, tokensPerSecond, errorRate } = settings
  const first = latencyMs === null ? practiceLatencyMs : { min: latencyMs, expected: latencyMs, max: latencyMs }
  const typing = (tokens: number): number => (tokensPerSecond === 0 ? 0 : (tokens / tokensPerSecond) * 1_000)
  return {
    priceIn: 0,
    priceOut: 0,
    failures: errorRate,
    simulated: true,
    ms: {
      min: first.min + typing(answerTokens.min),
      expected: first.expected + typing(answerTokens.expected),
      max: first.max + typing(answerTokens.max),
    },
  }
}
