import { afterEach, expect, test } from 'vitest'
import { setOwnPrices } from './prices.ts'
import { usageOf } from './usage.ts'

afterEach(() => setOwnPrices([]))
const request = { model: 'x', messages: [] }
const counted = { inputTokens: 1_000_000, outputTokens: 1_000_000, cachedTokens: 900_000 }

test('what the provider had in its cache costs less', () => {
  expect(usageOf('openai', 'gpt-5', request, '', counted)).toEqual({
    calls: 1,
    inputTokens: 1_000_000,
    outputTokens: 1_000_000,
    cachedTokens: 900_000,
    usd: 0.125 + 0.9 * 0.125 + 10,
    simulated: false,
  })
})

test('a price that nobody knows is never taken for nothing', () => {
  setOwnPrices([{ id: 'local/a', priceIn: 1, priceOut: 2 }])
  expect(usageOf('local', 'a', request, '', counted).usd).toBe(3)
  setOwnPrices([{ id: 'local/a', priceIn: 1, priceOut: 2, priceCached: 0 }])
  expect(usageOf('local', 'a', request, '', counted).usd).toBeCloseTo(2.1)
  expect(usageOf('local', 'b', request, '', counted).usd).toBeNull()
  expect(usageOf('local', 'a', request, '', { inputTokens: 5, outputTokens: 1 })).not.toHaveProperty('cachedTokens')
})
