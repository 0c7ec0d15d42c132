import { expect, test } from 'vitest'
import type { RunSummary } from '../../api/types.ts'
import { outcomeWords, seriesOf, summaryOf } from './series.ts'

const run = (
  id: string,
  status: RunSummary['status'],
  seconds: number | null,
  calls: number,
  usd: number | null,
): RunSummary => ({
  id,
  flowId: 'f',
  revision: 1,
  name: 'Flow',
  status,
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: seconds === null ? null : new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString(),
  usage: { calls, inputTokens: calls * 10, outputTokens: calls, usd, simulated: false },
  error: null,
  ...(seconds === null ? {} : { agents: calls, tries: calls + 1 }),
})
// As the server lists them: newest first.
const runs = [
  run('d', 'running', null, 1, 0.5),
  run('c', 'completed', 8, 6, null),
  run('b', 'cancelled', 1, 1, 0.01),
  run('a', 'completed', 4, 2, 0.2),
]

test('charts begin with the oldest run that has ended, and what is not known is a gap', () => {
  const series = seriesOf(runs)
  expect(series.map(({ id, marks }) => [id, marks.map(({ value }) => value)])).toEqual([
    ['ms', [4_000, 1_000, 8_000]],
    ['calls', [2, 1, 6]],
    ['tokens', [22, 11, 66]],
    ['usd', [0.2, 0.01, null]],
    ['agents', [2, 1, 6]],
    ['tries', [3, 2, 7]],
  ])
})

test('averages are those of finished runs; one that was stopped does not make a flow look cheap', () => {
  const [ms] = seriesOf(runs)
  expect(ms && summaryOf(ms)).toEqual({ mean: 6_000, least: 4_000, most: 8_000, latest: 8_000 })
  expect(summaryOf({ marks: [] })).toBeNull()
})

test('free runs have no chart of money', () => {
  const free = runs.map((one) => ({ ...one, usage: one.usage && { ...one.usage, usd: 0 } }))
  expect(seriesOf(free).map(({ id }) => id)).not.toContain('usd')
})

test('how they ended is said in words', () => {
  expect(outcomeWords(runs)).toBe('2 done, 1 stopped, 1 not over yet')
})
