import type { ItemOutcome } from '@quorum/engine'
import { expect, test } from 'vitest'
import { pool } from './definition.ts'
import { runPool } from './run.ts'

const outcomes: ItemOutcome[] = [
  { index: 0, status: 'ok', value: 'a' },
  { index: 1, status: 'failed', error: { code: 'server', message: 'Down.' } },
  { index: 2, status: 'ok', value: 'c' },
  { index: 3, status: 'cancelled' },
]
const gather = (params: Record<string, unknown>, list = outcomes) =>
  runPool.gather?.(pool.params.parse(params), list, { items: [], lanes: [], steals: 0, scaling: [] })

test('results are those that succeeded, outcomes are all, in input order', () => {
  expect(gather({})).toEqual({
    type: 'completed',
    ports: {
      results: ['a', 'c'],
      outcomes: [
        { index: 0, status: 'ok', value: 'a' },
        { index: 1, status: 'failed', error: { code: 'server', message: 'Down.' } },
        { index: 2, status: 'ok', value: 'c' },
        { index: 3, status: 'cancelled' },
      ],
      summary: { ok: 2, failed: 1, cancelled: 1 },
    },
    record: { ok: 2, failed: 1, cancelled: 1 },
  })
})

test('failFast fails with the first failure', () => {
  expect(gather({ failure: 'failFast' })).toMatchObject({
    type: 'failed',
    failure: { code: 'pool-failed', message: expect.stringContaining('Item 2: Down.') },
  })
  expect(gather({ failure: 'failFast' }, outcomes.slice(0, 1))).toMatchObject({ type: 'completed' })
})

test('threshold needs its share', () => {
  expect(gather({ failure: 'threshold', minSuccess: 0.5 })).toMatchObject({ type: 'completed' })
  expect(gather({ failure: 'threshold', minSuccess: 0.51 })).toMatchObject({ type: 'failed' })
  const ten = Array.from(
    { length: 10 },
    (_, index): ItemOutcome => (index < 7 ? { index, status: 'ok' } : { index, status: 'failed' }),
  )
  expect(gather({ failure: 'threshold', minSuccess: 0.7 }, ten)).toMatchObject({ type: 'completed' })
})

test('an empty list is no failure', () => {
  expect(gather({ failure: 'threshold' }, [])).toMatchObject({
    ports: { results: [], summary: { ok: 0, failed: 0, cancelled: 0 } },
  })
})

test('settings of later versions are kept', () => {
  expect(pool.params.parse({ schedule: 'batch', scaling: { max: 3 } })).toMatchObject({
    schedule: 'batch',
    scaling: { max: 3 },
  })
})
