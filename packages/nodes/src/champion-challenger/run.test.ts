import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, systemOf, textOfRequest } from '../pattern/testing.ts'
import { championChallenger } from './definition.ts'

const params = { champion: { prompt: 'old' }, challenger: { prompt: 'new' }, judge: { prompt: 'judge' }, share: 1 }
const says =
  (fails: string[] = []): Says =>
  (request) => {
    const who = systemOf(request)
    if (fails.includes(who)) return 'fail'
    // The judge always likes the new one, under whatever letter it stands.
    if (who === 'judge') return { better: /Answer A:\nfrom new/.test(textOfRequest(request)) ? 'A' : 'B', reason: 'so' }
    return `from ${who}`
  }

test('in the shadow the champion is seen, and the judge compares without names', async () => {
  const { output, calls, requests } = await runPattern(championChallenger, 'q', { params, says: says() })
  expect(output.answer).toBe('from old')
  expect(output.comparison).toMatchObject({ seen: 'champion', better: 'challenger', challenger: 'from new' })
  expect(calls).toBe(3)
  const judged = requests.find(({ request }) => systemOf(request) === 'judge')
  expect(judged?.request.messages.at(-1)?.content).not.toMatch(/champion|challenger/i)
})

test('a challenger or judge that fails in the shadow never reaches the user', async () => {
  for (const fails of [['new'], ['judge'], ['new', 'judge']]) {
    const { output, view } = await runPattern(championChallenger, 'q', { params, says: says(fails) })
    expect([view.status, output.answer]).toEqual(['completed', 'from old'])
  }
})

test('as a canary the challenger is seen; if it fails the champion answers after all', async () => {
  const canary = { ...params, mode: 'canary' }
  const seen = await runPattern(championChallenger, 'q', { params: canary, says: says() })
  expect([seen.output.answer, seen.calls]).toEqual(['from new', 1])
  const failed = await runPattern(championChallenger, 'q', { params: canary, says: says(['new']) })
  expect([failed.output.answer, failed.calls]).toEqual(['from old', 2])
  expect(failed.output.comparison).toMatchObject({ seen: 'champion' })
  const neither = await runPattern(championChallenger, 'q', { params: canary, says: says(['new', 'old']) })
  expect(neither.view.status).toBe('failed')
})

test('without a share the output is that of the champion alone, in either mode', () =>
  fc.assert(
    fc.asyncProperty(fc.string(), fc.constantFrom('shadow', 'canary'), async (question, mode) => {
      const { output, calls } = await runPattern(championChallenger, question, {
        params: { ...params, mode, share: 0 },
        says: says(),
      })
      expect([output, calls]).toEqual([{ answer: 'from old' }, 1])
    }),
    { numRuns: 10 },
  ))

test('the inside is made of known kinds and ports', () => {
  for (const mode of ['shadow', 'canary']) expectSoundBody(championChallenger, { mode })
})
