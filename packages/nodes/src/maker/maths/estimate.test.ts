import { describe, expect, test } from 'vitest'
import { type Asked, estimateOf, problemsOf } from './estimate.ts'
import { PAPER_INPUT_TOKENS, PAPER_STEPS, PAPER_TARGET, paperModels } from './paper.ts'

const asked: Asked = {
  p: 0.99,
  v: 1,
  t: PAPER_TARGET,
  k: 'auto',
  steps: PAPER_STEPS,
  price: { input: 0, output: 0 },
  inputTokens: PAPER_INPUT_TOKENS,
  outputTokens: 0,
}

describe("the paper's table follows from its figures", () => {
  test.each(paperModels)('$model', ({ price, outputTokens, wrong, stated }) => {
    const estimate = estimateOf({ ...asked, p: 1 - wrong, price, outputTokens })
    if (stated === null || estimate.k === null) return expect([estimate.k, stated]).toEqual([null, null])
    expect(estimate.k).toBe(stated.k)
    expect(Math.abs(estimate.usd / stated.usd - 1)).toBeLessThan(0.03)
    expect(estimate.allRight).toBeGreaterThanOrEqual(PAPER_TARGET)
    expect(estimate.longest).toBeGreaterThanOrEqual(PAPER_STEPS)
  })
})

test('flags cost calls, not certainty', () => {
  const [clean, flagged] = [estimateOf(asked), estimateOf({ ...asked, v: 0.5 })]
  if (clean.k === null || flagged.k === null) throw new Error('0.99 is enough')
  expect(flagged).toMatchObject({ k: clean.k, calls: 2 * clean.calls, allRight: clean.allRight })
  expect([clean.alone, clean.longest]).toEqual([5, 4_927_213])
})

test('what makes no sense is refused field by field', () => {
  expect(problemsOf(asked)).toEqual({})
  const wrong = problemsOf({ ...asked, p: 1.2, v: 0, t: 1, k: 0.5, steps: Number.NaN, outputTokens: -1 })
  expect(Object.keys(wrong)).toEqual(['p', 'v', 't', 'k', 'steps', 'outputTokens'])
})
