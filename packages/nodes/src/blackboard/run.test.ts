import type { Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, flowAround, runPattern, type Says, systemOf, textOfRequest } from '../pattern/testing.ts'
import { blackboard } from './definition.ts'

const nameOf = (request: Parameters<Says>[0]) => /You are (\w+)\./.exec(systemOf(request))?.[1] ?? ''
const from: Says = (request) => `from ${nameOf(request)}`
const expert = (name: string, needs: string[], writes: string, more = {}) => ({
  name,
  prompt: 'add',
  needs,
  writes,
  ...more,
})
const logOf = (detail: unknown) => (detail as { log: { by: string; to: string }[] }).log

test('an expert acts once what it needs is on the board, until the answer is on it', async () => {
  const { output, node, requests } = await runPattern(blackboard, 'it hums', { says: from })
  expect(requests.map(({ request }) => nameOf(request))).toEqual(['Observer', 'Engineer', 'Historian', 'Diagnostician'])
  expect(output).toEqual({
    answer: 'from Diagnostician',
    board: {
      facts: 'it hums',
      symptoms: ['from Observer'],
      causes: ['from Engineer', 'from Historian'],
      diagnosis: 'from Diagnostician',
    },
  })
  expect(node?.detail).toMatchObject({ why: 'goal', steps: 4 })
  expect(textOfRequest(requests[3]?.request as never)).toContain('from Engineer\n\nfrom Historian')
})

test('“all”: everybody who can acts at the same time, on the same board', async () => {
  const experts = [expert('A', ['facts'], 'a'), expert('B', ['facts'], 'b'), expert('C', ['a', 'b'], 'c')]
  const { requests } = await runPattern(blackboard, 'x', {
    params: { experts, answer: 'c', selection: 'all' },
    says: from,
  })
  expect(requests).toHaveLength(3)
  expect(textOfRequest(requests[1]?.request as never)).not.toContain('from A')
})

test('it ends quiet with what there is when nobody has anything new, asked so often', async () => {
  const experts = [expert('A', ['facts'], 'a'), expert('B', ['c'], 'b'), expert('C', ['b'], 'c')]
  const says: Says = (request) => (nameOf(request) === 'A' ? 'first' : 'NOTHING')
  for (const quietRounds of [1, 3]) {
    const { output, node, calls } = await runPattern(blackboard, 'x', {
      params: { experts, answer: 'c', quietRounds },
      says,
    })
    expect([output.answer, calls]).toEqual(['first', quietRounds])
    expect(node?.detail).toMatchObject({ why: 'quiet' })
  }
})

test('one who fails is passed over; if all do, it fails', async () => {
  const says: Says = (request) => (nameOf(request) === 'Engineer' ? 'fail' : from(request, ''))
  const one = await runPattern(blackboard, 'x', { says })
  expect(one.node?.detail).toMatchObject({ why: 'quiet' })
  const none = await runPattern(blackboard, 'x', { says: () => 'fail' })
  expect(none.node?.error?.code).toBe('all-failed')
})

test('with nobody who can begin it says so', async () => {
  const { node } = await runPattern(blackboard, 'x', {
    params: { experts: [expert('A', ['facts'], 'a', { when: 'board.facts == "y"' })], answer: 'a' },
  })
  expect(node?.error?.code).toBe('nobody-acts')
})

test('whoever is drawn: each acts only on what it needs, writing is kept, and it ends within its steps', () => {
  const entry = fc.constantFrom('facts', 'a', 'b', 'c')
  const experts = fc
    .uniqueArray(
      fc.record({ name: fc.constantFrom('A', 'B', 'C', 'D'), needs: fc.uniqueArray(entry), writes: entry }),
      {
        minLength: 1,
        selector: ({ name }) => name,
      },
    )
    .map((list) => {
      const written = ['facts', ...list.map(({ writes }) => writes)]
      return list.map(({ name, needs, writes }) =>
        expert(
          name,
          needs.filter((need) => written.includes(need)),
          writes,
        ),
      )
    })
  return fc.assert(
    fc.asyncProperty(
      experts,
      fc.constantFrom('priority', 'all'),
      fc.integer({ min: 1, max: 9 }),
      async (list, selection, maxSteps) => {
        let at = 0
        const shown: { name: string; board: string }[] = []
        const { output, node, view } = await runPattern(blackboard, 'x', {
          params: { experts: list, answer: 'z', goal: 'false', selection, maxSteps },
          says: (request) => {
            shown.push({ name: nameOf(request), board: textOfRequest(request) })
            return `note ${++at}`
          },
        })
        expect(shown.length).toBeLessThanOrEqual(maxSteps)
        for (const { name, board } of shown)
          for (const need of list.find((one) => one.name === name)?.needs ?? []) expect(board).toContain(`## ${need}\n`)
        if (view.status !== 'completed') return
        const notes = Object.values(output.board as Record<string, Value>).flat()
        for (let i = 1; i <= at; i++) expect(notes).toContain(`note ${i}`)
        expect(logOf(node?.detail)).toHaveLength(at)
      },
    ),
    { numRuns: 30 },
  )
})

test('what nobody writes cannot be waited for', () => {
  const issues = (params: Record<string, unknown>) =>
    blackboard
      .check?.(blackboard.params.parse(params), flowAround(blackboard).nodes[1] as never)
      .map(({ path }) => path)
  expect(issues({})).toEqual([])
  expect(issues({ experts: [expert('A', ['nowhere'], 'a')], answer: 'b' })).toEqual([
    'params.experts[0].needs',
    'params.answer',
  ])
  expect(issues({ experts: [expert('A', [], 'a'), expert('B', [], 'a', { how: 'last' })], answer: 'a' })).toEqual([
    'params.experts',
  ])
})

test('the inside is made of known kinds and ports', () => expectSoundBody(blackboard, {}))
