import { expect, it } from 'vitest'
import { priceWords } from './priceWords.ts'

const range = (min: number, expected: number, max: number) => ({ min, expected, max })

it.each([
  [{ calls: range(7, 7, 42), usd: range(0, 0, 0) }, 'about 7 calls · practice, free'],
  [{ calls: range(1, 1.02, 3), usd: range(0.001, 0.002, 0.01) }, 'about 1 call · less than $0.01'],
  [{ calls: range(0, 10, 6_000), usd: range(0, 0.412, 90) }, 'about 10 calls, at most 6,000 · about $0.41'],
  [{ calls: range(1, 2, 6), usd: null }, 'about 2 calls · price unknown'],
  [{ calls: range(0, 0, 0), usd: range(0, 0, 0) }, 'No model is asked · free'],
])('%o is said as “%s”', (estimate, words) => {
  expect(priceWords(estimate)).toBe(words)
})
