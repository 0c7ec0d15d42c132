import type { Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, textOfRequest } from '../pattern/testing.ts'
import { cascade } from './definition.ts'

const levels = ['a', 'b', 'c'].map((name) => ({ name, prompt: '' }))
const levelOf = (key: string) => Number(/(?:level|second|judge)-(\d)/.exec(key)?.[1] ?? 0)
const sure =
  (confidences: readonly (number | null)[]): Says =>
  (_, key): Value => {
    const confidence = confidences[levelOf(key) - 1] ?? null
    return confidence === null ? 'fail' : { answer: `answer ${levelOf(key)}`, confidence }
  }
const climb = (confidences: readonly (number | null)[], params: Record<string, unknown> = {}) =>
  runPattern(cascade, 'x', { params: { levels, ...params }, says: sure(confidences) })

test('a level runs only if all below were not accepted', async () => {
  const confidence = fc.double({ min: 0, max: 1, noNaN: true })
  await fc.assert(
    fc.asyncProperty(fc.tuple(confidence, confidence, confidence), async (all) => {
      const { output, requests } = await climb(all)
      const first = all.findIndex((one) => one >= 0.8)
      const asked = first === -1 ? 3 : first + 1
      expect(requests.map(({ key }) => levelOf(key))).toEqual([1, 2, 3].slice(0, asked))
      expect(output).toEqual({ answer: `answer ${asked}`, level: levels[asked - 1]?.name, accepted: first !== -1 })
    }),
    { numRuns: 20 },
  )
})

test('a level that fails is passed over; all failing fails the cascade with every reason', async () => {
  expect((await climb([null, 0.9, 0.9])).output).toMatchObject({ answer: 'answer 2', accepted: true })
  expect((await climb([0.5, null, null])).output).toMatchObject({ answer: 'answer 1', accepted: false })
  const { node } = await climb([null, null, null])
  expect(node?.error).toMatchObject({ code: 'all-failed', message: expect.stringContaining('c: ') })
})

test('if none is accepted it may fail instead', async () => {
  expect((await climb([0, 0, 0], { onExhausted: 'fail' })).node?.error?.code).toBe('not-accepted')
})

test('two samples that say the same are accepted', async () => {
  const { output, calls } = await runPattern(cascade, 'x', {
    params: { levels, accept: 'agreement' },
    says: (_, key) => (levelOf(key) === 1 ? (key.includes('second') ? 'no' : 'yes') : 'Maybe'),
  })
  expect(output).toMatchObject({ answer: 'Maybe', level: 'b', accepted: true })
  expect(calls).toBe(4)
})

test('a judge reads the task and the answer, and one that fails accepts nothing', async () => {
  const judged = await runPattern(cascade, 'the task', {
    params: { levels, accept: 'judge' },
    says: (_, key) =>
      key.includes('judge') ? { score: levelOf(key) === 1 ? 0.2 : 0.9, reasons: [] } : `answer ${levelOf(key)}`,
  })
  expect(judged.output).toMatchObject({ answer: 'answer 2', accepted: true })
  expect(textOfRequest(judged.requests[1]?.request as never)).toContain('Task:\nthe task\n\nAnswer:\nanswer 1')
  const judgeless = await runPattern(cascade, 'x', {
    params: { levels, accept: 'judge' },
    says: (_, key) => (key.includes('judge') ? 'fail' : 'x'),
  })
  expect(judgeless.output).toMatchObject({ level: 'c', accepted: false })
})

test('the inside is made of known kinds and ports', () => {
  for (const accept of ['confidence', 'agreement', 'judge']) expectSoundBody(cascade, { accept })
})
