import { expect, test } from 'vitest'
import type { Assumption, Estimate } from '../api/types.ts'
import { assumedFor, fromShown, labelOf, toShown } from './assumed.ts'
import { budgetFrom, budgetLimits } from './budgetFrom.ts'
import { expectedCalls, tellExpected } from './expected.ts'

const range = (min: number, expected: number, max: number) => ({ min, expected, max })
const cost = (calls: number) => ({
  calls: range(calls, calls, calls * 3),
  tokens: range(1, 600, 9_000),
  usd: null,
  ms: range(1, 2, 3),
})
const general: Assumption = {
  id: 'answerTokens',
  name: 'answerTokens',
  value: 300,
  unit: 'tokens',
  source: 'default',
  text: '',
  editable: true,
}

test('a budget leaves room for twice what is expected, and is never more than a run can take', () => {
  const estimate = { calls: range(2, 7, 42), tokens: range(10, 900, 1_500), usd: range(0.01, 0.031, 2) }
  expect(budgetFrom(estimate)).toEqual({ calls: 14, tokens: 1_500, usd: 0.07 })
  expect(budgetFrom({ ...estimate, usd: range(0, 0, 0) })).toEqual({ calls: 14, tokens: 1_500 })
  expect(budgetLimits({ calls: 14, tokens: 1_500, usd: 0.07 })).toBe('14 calls, 1,500 tokens, $0.07')
})

test('shares are typed in per cent and times in seconds', () => {
  for (const [unit, value, shown] of [
    ['share', 0.05, 5],
    ['ms', 8_100, 8.1],
    ['tokens', 300, 300],
  ] as const) {
    expect(toShown(unit, value)).toBe(shown)
    expect(fromShown(unit, shown)).toBe(value)
  }
})

test('a step that asks has the general figures for its own, unless it has them already', () => {
  const own: Assumption = { ...general, id: 'answerTokens:w', nodeId: 'w', source: 'history', value: 50 }
  const estimate = (assumptions: readonly Assumption[]): Estimate => ({
    ...cost(1),
    perNode: { w: cost(1), p: cost(0) },
    assumptions,
  })
  const ids = (list: readonly Assumption[]) => list.map(({ id, value }) => [id, value])
  expect(ids(assumedFor('w', estimate([general]), true))).toEqual([['answerTokens:w', 300]])
  expect(ids(assumedFor('w', estimate([general, own]), true))).toEqual([['answerTokens:w', 50]])
  expect(assumedFor('p', estimate([general]), true)).toEqual([])
  expect(labelOf({ name: 'way', id: 'way:gate:pass' })).toBe('Goes by “pass” (%)')
})

test('a card says how many calls are to come only where there are several', () => {
  tellExpected({ council: cost(7), agent: cost(1) })
  expect([expectedCalls('council'), expectedCalls('agent'), expectedCalls('other')]).toEqual([7, null, null])
})
