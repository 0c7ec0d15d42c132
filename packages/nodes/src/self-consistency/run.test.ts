import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says } from '../pattern/testing.ts'
import { selfConsistency } from './definition.ts'
import { extracted } from './extracted.ts'

/** Sample n says answer n of the list. */
const saying = (answers: readonly string[]): Says => {
  let next = 0
  return () => answers[next++] ?? 'z'
}
const sample = (answers: readonly string[], params: Record<string, unknown> = {}) =>
  runPattern(selfConsistency, 'q', { params: { samples: answers.length, ...params }, says: saying(answers) })

test('most votes win, and it stops when the leader cannot be caught', async () => {
  const { output, calls } = await sample(['a', 'a', 'a', 'b', 'b'])
  expect(output).toMatchObject({ answer: 'a', agreement: 1 })
  expect(calls).toBe(3)
})

test('without early stop all samples are asked at once', async () => {
  const { output, calls } = await sample(['a', 'b', 'a', 'b', 'a'], { earlyStop: false })
  expect(output).toMatchObject({ answer: 'a', agreement: 0.6 })
  expect(calls).toBe(selfConsistency.calls?.(selfConsistency.params.parse({})))
})

test('stopping early never changes the winner, and never asks more', async () => {
  const answers = fc.array(fc.constantFrom('a', 'b', 'c', 'fail'), { minLength: 1, maxLength: 9 })
  await fc.assert(
    fc.asyncProperty(answers, async (said) => {
      const all = await sample(said, { earlyStop: false })
      const early = await sample(said)
      expect(early.calls).toBeLessThanOrEqual(all.calls)
      if (all.view.status === 'completed') expect(early.output.answer).toBe(all.output.answer)
    }),
    { numRuns: 40 },
  )
})

test('the tally counts the valid samples, and the winner has most', async () => {
  const { output, node } = await sample(['a', 'b', 'fail', 'b', 'c'], { earlyStop: false })
  expect(output.answer).toBe('b')
  expect(node?.tally).toEqual({ a: 1, b: 2, c: 1 })
})

test('with fewer than half of the samples readable it fails', async () => {
  const { node } = await sample(['fail', 'fail', 'fail', 'a', 'a'])
  expect(node?.error?.code).toBe('too-few-answers')
})

test('answers that only differ in case and marks are the same, and a tie goes to the earlier one', async () => {
  expect((await sample(['Paris.', 'paris', 'Rome'])).output.answer).toBe('Paris.')
  expect((await sample(['b', 'a'], { earlyStop: false })).output.answer).toBe('b')
})

test('what counts of an answer', () => {
  expect(extracted('7 times 6.\nAnswer: **42**', 'answer')).toBe('42')
  expect(extracted('I think\n42', 'lastLine')).toBe('42')
  expect(extracted('yes', 'answer')).toBe('yes')
  expect(extracted('…', 'answer')).toBeNull()
})

test('the inside is made of known kinds and ports', () => expectSoundBody(selfConsistency, {}))
