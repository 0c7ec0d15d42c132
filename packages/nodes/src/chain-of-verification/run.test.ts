import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, textOfRequest } from '../pattern/testing.ts'
import { chainOfVerification } from './definition.ts'

const checking =
  (questions: readonly string[], more: Says = () => undefined): Says =>
  (request, key) => {
    if (key.includes('/draft')) return 'THE DRAFT'
    if (key.includes('/questions')) return { questions: [...questions] }
    if (key.includes('/final')) return 'THE ANSWER'
    return more(request, key) ?? `Found: ${textOfRequest(request)}`
  }

test('a checker sees its question and nothing of the answer; the writer sees answer and findings', async () => {
  const { output, requests } = await runPattern(chainOfVerification, 'Who was first?', {
    says: checking(['Was it Ann?', 'Was it in May?']),
  })
  const checkers = requests.filter(({ key }) => key.includes('/checks['))
  expect(checkers.map(({ request }) => request.messages.at(-1)?.content)).toEqual(['Was it Ann?', 'Was it in May?'])
  for (const { request } of checkers) expect(textOfRequest(request)).not.toMatch(/DRAFT|Who was first/)
  const last = textOfRequest(requests.at(-1)?.request as never)
  for (const part of ['Who was first?', 'THE DRAFT', 'Was it Ann?', 'Found: ']) expect(last).toContain(part)
  expect(output).toMatchObject({
    answer: 'THE ANSWER',
    draft: 'THE DRAFT',
    checks: [{ status: 'ok' }, { status: 'ok' }],
  })
})

test('no more is looked into than allowed, nothing twice, and Q + 3 calls are made', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a?', 'b?', 'c?', 'd?', ' '), { maxLength: 9 }),
      fc.integer({ min: 1, max: 5 }),
      async (questions, maxQuestions) => {
        const { calls, output } = await runPattern(chainOfVerification, 'q', {
          params: { maxQuestions },
          says: checking(questions),
        })
        const wanted = [...new Set(questions.filter((one) => one.trim() !== ''))].slice(0, maxQuestions)
        expect((output.checks as { name: string }[]).map(({ name }) => name)).toEqual(wanted)
        expect(calls).toBe(wanted.length + 3)
      },
    ),
    { numRuns: 25 },
  ))

test('what could not be checked is said to the writer; without a draft there is no answer', async () => {
  const { output, requests } = await runPattern(chainOfVerification, 'q', {
    says: checking(['a?', 'b?'], (request) => (textOfRequest(request).includes('b?') ? 'fail' : undefined)),
  })
  expect(output.checks).toMatchObject([{ status: 'ok' }, { status: 'failed' }])
  expect(textOfRequest(requests.at(-1)?.request as never)).toContain('Could not be checked')
  const broken = await runPattern(chainOfVerification, 'q', { says: () => 'fail' })
  expect(broken.view.status).toBe('failed')
})

test('the inside is made of known kinds and ports', () => {
  expectSoundBody(chainOfVerification, {})
})
