import type { ModelRequest, Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, textOfRequest } from '../pattern/testing.ts'
import { bestOfN } from './definition.ts'

const isJudge = (key: string) => key.includes('judges')
/** Candidate n is worth the n-th of these; judges see through to it. */
const worth =
  (values: readonly (number | null)[]): Says =>
  (request, key): Value => {
    if (!isJudge(key)) {
      const value = values[Number(/\[(\d+)\]/.exec(key)?.[1])] ?? null
      return value === null ? 'fail' : `worth ${value}`
    }
    const seen = worthsIn(request)
    if (request.schema && 'winner' in (request.schema.properties as object))
      return { winner: (seen[0] ?? 0) >= (seen[1] ?? 0) ? 'A' : 'B', reason: '' }
    const labels = [...textOfRequest(request).matchAll(/^Answer ([A-Z]):/gm)].map(([, label = '']) => label)
    const ranking = labels.map((label, i) => ({ label, value: seen[i] ?? 0 })).sort((a, b) => b.value - a.value)
    return ranking.length > 0
      ? { ranking: ranking.map(({ label }) => label), reason: '' }
      : { score: seen[0] ?? 0, reasons: ['r'] }
  }
const worthsIn = (request: ModelRequest) =>
  [...textOfRequest(request).matchAll(/worth ([\d.]+)/g)].map(([, n]) => Number(n))
const judge = (values: readonly (number | null)[], params: Record<string, unknown>) =>
  runPattern(bestOfN, 'x', { params: { n: values.length, ...params }, says: worth(values) })

const modes = ['pointwise', 'listwise', 'knockout'] as const
test.each(modes)('%s: the best candidate wins, with the calls of the formula', async (judging) => {
  const values = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 7 })
  await fc.assert(
    fc.asyncProperty(values, async (list) => {
      const shares = list.map((value) => value / 20)
      const { output, calls } = await judge(shares, { judging })
      expect(output.best).toBe(`worth ${Math.max(...shares)}`)
      expect(calls).toBe(bestOfN.calls?.(bestOfN.params.parse({ n: list.length, judging })))
    }),
    { numRuns: 15 },
  )
})

test.each(modes)('%s: candidates that fail cannot win and are not judged', async (judging) => {
  const { output, view } = await judge([0.2, null, 0.4, 0.1], { judging })
  expect(view.status).toBe('completed')
  expect(output.best).toBe('worth 0.4')
  expect(output.scores).toMatchObject([{}, { status: 'failed' }, {}, {}])
})

test.each(modes)('%s: judges that fail leave the first candidate, and nothing hangs', async (judging) => {
  const { output, view } = await runPattern(bestOfN, 'x', {
    params: { judging },
    says: (request, key) => (isJudge(key) ? 'fail' : worth([0.1, 0.2, 0.3, 0.4])(request, key)),
  })
  expect(view.status).toBe('completed')
  expect(output.best).toBe('worth 0.1')
})

test('a judge who prefers whatever stands first makes a draw, which goes to the earlier one', async () => {
  const { output } = await runPattern(bestOfN, 'x', {
    params: { judging: 'knockout', n: 3 },
    says: (request, key) => (isJudge(key) ? { winner: 'A', reason: '' } : worth([1, 2, 3])(request, key)),
  })
  expect(output.best).toBe('worth 1')
})

test('below the least score it fails; without any candidate, too', async () => {
  expect((await judge([0.1, 0.2], { minScore: 0.5 })).node?.error?.code).toBe('below-threshold')
  expect((await judge([null, null], {})).node?.error?.code).toBe('all-failed')
})

test('the inside is made of known kinds and ports', () => {
  for (const judging of modes) expectSoundBody(bestOfN, { judging })
})
