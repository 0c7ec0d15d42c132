import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, systemOf } from '../pattern/testing.ts'
import { magentic } from './definition.ts'

const params = { team: ['A', 'B'].map((name) => ({ name, prompt: `be ${name}` })), manager: { prompt: 'lead' } }
interface Ledger {
  done?: boolean
  progress?: boolean
  looping?: boolean
  next?: string
}
/** The manager's ledgers in order; the last one again and again. */
function says(ledgers: Ledger[]): Says {
  let at = 0
  return (request) => {
    if (!request.schema)
      return systemOf(request) === 'lead' ? 'notes' : `work of ${/You are (\w)/.exec(systemOf(request))?.[1]}`
    const ledger = ledgers[Math.min(at++, ledgers.length - 1)] ?? {}
    return { done: false, looping: false, progress: true, next: 'A', instruction: 'go on', ...ledger }
  }
}
type Progress = { stalls: number; replanned?: boolean; next: string }
const progress = (output: Record<string, unknown>) => (output.ledgers as { progress: Progress[] }).progress

test('each round one of the team works, until the goal is reached: 3 + 2 × rounds + 1 look at the end', async () => {
  const { output, calls, node } = await runPattern(magentic, 'g', {
    params,
    says: says([{}, { next: 'B' }, { done: true }]),
  })
  expect(output.result).toBe('notes')
  expect(progress(output).map(({ next }) => next)).toEqual(['A', 'B', 'A'])
  expect(calls).toBe(2 + 2 + 2 + 1 + 1)
  expect(node?.detail).toMatchObject({ rounds: 2, why: 'reached', partial: false })
})

test('without progress it plans anew exactly when the stalls exceed their limit, and ends flagged after the last plan', async () => {
  const { output, node } = await runPattern(magentic, 'g', {
    params: { ...params, maxStalls: 1, maxResets: 1 },
    says: says([{ progress: false }]),
  })
  expect(progress(output).map(({ stalls, replanned }) => [stalls, replanned === true])).toEqual([
    [0, false],
    [1, false],
    [2, true],
    [0, false],
    [1, false],
    [2, true],
  ])
  expect(node?.detail).toMatchObject({ why: 'stalled', resets: 1, partial: true })
})

test('a member that fails is noted, and the manager goes on', async () => {
  const { view, requests } = await runPattern(magentic, 'g', {
    params,
    says: (request, key) =>
      systemOf(request).includes('You are A') ? 'fail' : says([{}, { done: true }])(request, key),
    policy: {},
  })
  expect(view.status).toBe('completed')
  expect(requests.some(({ request }) => request.messages.at(-1)?.content.includes('A: Could not do it'))).toBe(true)
})

test('a ledger that cannot be had ends it with what there is', async () => {
  let asked = 0
  const { view, node } = await runPattern(magentic, 'g', {
    params,
    says: (request, key) => (request.schema && ++asked > 1 ? 'fail' : says([{}])(request, key)),
  })
  expect(view.status).toBe('completed')
  expect(node?.detail).toMatchObject({ rounds: 1, why: 'unreadable', partial: true })
})

test('rounds stay within their limit; the stall counter rises on no progress or a loop and falls otherwise', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ progress: fc.boolean(), looping: fc.boolean() }), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 0, max: 3 }),
      async (ledgers, maxRounds, maxStalls) => {
        const { output, view, node } = await runPattern(magentic, 'g', {
          params: { ...params, maxRounds, maxStalls },
          says: says(ledgers),
        })
        expect(view.status).toBe('completed')
        expect(node?.detail).toMatchObject({ rounds: expect.toSatisfy((rounds: number) => rounds <= maxRounds) })
        let before = 0
        for (const { stalls, replanned } of progress(output)) {
          expect(Math.abs(stalls - before)).toBeLessThanOrEqual(1)
          expect(replanned === true).toBe(stalls > maxStalls)
          before = replanned ? 0 : stalls
        }
      },
    ),
    { numRuns: 25 },
  ))

test('the inside is made of known kinds and ports', () => expectSoundBody(magentic, {}))
