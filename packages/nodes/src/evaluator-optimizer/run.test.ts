import type { Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, textOfRequest } from '../pattern/testing.ts'
import { evaluatorOptimizer } from './definition.ts'

const isEvaluator = (key: string) => key.includes('evaluator')
/** Draft n gets score n of the list; a null makes the evaluator fail. */
const scored = (scores: readonly (number | null)[]): Says => {
  let [drafts, verdicts] = [0, 0]
  return (_, key): Value => {
    if (!isEvaluator(key)) return `draft${++drafts}`
    const score = scores[verdicts++] ?? null
    return score === null ? 'fail' : { score, reasons: [`mend${verdicts}`] }
  }
}
const refine = (scores: readonly (number | null)[], params: Record<string, unknown> = {}) =>
  runPattern(evaluatorOptimizer, 'the task', { params, says: scored(scores) })

test('a draft that passes ends it at once', async () => {
  const { output, calls } = await refine([0.9])
  expect(output).toMatchObject({ result: 'draft1', passed: true })
  expect(calls).toBe(2)
})

test('the next draft gets the reasons of the last, and no more rounds run than allowed', async () => {
  const { output, calls, requests } = await refine([0.2, 0.6, 0.5])
  expect(output).toMatchObject({ result: 'draft2', passed: false })
  expect(output.verdicts).toHaveLength(3)
  expect(calls).toBe(evaluatorOptimizer.calls?.(evaluatorOptimizer.params.parse({})))
  const writers = requests.filter(({ key }) => !isEvaluator(key)).map(({ request }) => textOfRequest(request))
  expect(writers[0]).not.toContain('mend')
  expect(writers[1]).toContain('mend1')
  expect(writers[2]).toContain('mend2')
  expect(writers[2]).not.toContain('mend1')
})

test('the result has the highest score seen, and passing means that the last verdict passed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
      async (scores) => {
        const { output, node } = await refine(scores)
        const seen = (output.verdicts as unknown as { score: number; pass: boolean }[]).map(({ score }) => score)
        expect(node?.detail).toMatchObject({ score: Math.max(...seen) })
        expect(output.passed).toBe((seen.at(-1) ?? 0) >= 0.8)
      },
    ),
    { numRuns: 20 },
  )
})

test('an evaluator that fails counts as not passed, and the loop still ends', async () => {
  const { output, view } = await refine([null, null, null])
  expect(view.status).toBe('completed')
  expect(output).toMatchObject({ result: 'draft1', passed: false, verdicts: [{ score: null, pass: false }, {}, {}] })
})

test('with “last” the last draft counts', async () => {
  expect((await refine([0.7, 0.6, 0.1], { keep: 'last' })).output.result).toBe('draft3')
})

test('a writer that fails keeps the best draft so far, without any the pattern fails', async () => {
  let drafts = 0
  const later = await runPattern(evaluatorOptimizer, 'x', {
    says: (_, key) => (isEvaluator(key) ? { score: 0.5, reasons: [] } : ++drafts > 1 ? 'fail' : 'draft1'),
  })
  expect(later.output).toMatchObject({ result: 'draft1', passed: false })
  expect((await runPattern(evaluatorOptimizer, 'x', { says: () => 'fail' })).node?.error?.code).toBe('model-error')
})

test('the inside is made of known kinds and ports', () => expectSoundBody(evaluatorOptimizer, {}))
