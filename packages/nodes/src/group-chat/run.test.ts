import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, systemOf } from '../pattern/testing.ts'
import type { Said } from '../pattern/turns.ts'
import { groupChat } from './definition.ts'

const participants = ['Ann', 'Ben', 'Cid'].map((name) => ({ name, prompt: 'talk' }))
const nameOf = (request: Parameters<Says>[0]) => /You are (\w+),/.exec(systemOf(request))?.[1] ?? 'moderator'
const thread = (output: Record<string, unknown>) => output.thread as Said[]

test('they speak in order, one at a time, each seeing the whole thread', async () => {
  const { output, requests, calls } = await runPattern(groupChat, 'tea', {
    params: { participants, maxTurns: 5, stop: 'turns' },
    says: (request) => `from ${nameOf(request)}`,
  })
  expect(thread(output).map(({ speaker }) => speaker)).toEqual(['Ann', 'Ben', 'Cid', 'Ann', 'Ben'])
  expect(calls).toBe(5)
  expect(requests[2]?.request.messages.at(-1)?.content).toContain('Ann: from Ann\n\nBen: from Ben')
  expect(output.conclusion).toBe('from Ben')
})

test('it ends when everybody said the word in the last message of each, and the word is left out', async () => {
  let turn = 0
  const { output, node } = await runPattern(groupChat, 'tea', {
    params: { participants },
    says: () => (++turn === 1 ? 'Not yet.' : 'Fine. AGREED'),
  })
  expect(thread(output)).toHaveLength(4)
  expect(output.conclusion).toBe('Fine.')
  expect(node?.detail).toMatchObject({ why: 'agreed', turns: 4 })
})

test('with “phrase” the first who says it ends it', async () => {
  const { output } = await runPattern(groupChat, 'tea', {
    params: { participants, stop: 'phrase' },
    says: (request) => (nameOf(request) === 'Ben' ? 'AGREED' : 'hm'),
  })
  expect(thread(output)).toHaveLength(2)
})

test('a moderator chooses; one who may not speak again, or is not there, is passed over', async () => {
  const choices = ['Cid', 'Cid', 'Nobody', 'Ben']
  const { output, calls } = await runPattern(groupChat, 'tea', {
    params: { participants, selection: 'agent', maxTurns: 4, stop: 'turns' },
    says: (request) => (nameOf(request) === 'moderator' ? { speaker: choices.shift() ?? '' } : 'word'),
  })
  expect(thread(output).map(({ speaker }) => speaker)).toEqual(['Cid', 'Ann', 'Ben', 'Cid'])
  expect(calls).toBeLessThanOrEqual(8 + 4)
})

test('somebody who fails is skipped that turn; two rounds without anybody fail', async () => {
  const one = await runPattern(groupChat, 'tea', {
    params: { participants, maxTurns: 6, stop: 'turns' },
    says: (request) => (nameOf(request) === 'Ben' ? 'fail' : 'word'),
  })
  expect(thread(one.output).map(({ speaker }) => speaker)).toEqual(['Ann', 'Cid', 'Ann', 'Cid'])
  const { node, calls } = await runPattern(groupChat, 'tea', { params: { participants }, says: () => 'fail' })
  expect(node?.error?.code).toBe('nobody-speaks')
  expect(calls).toBe(6)
})

test('the thread only grows and never longer than the turns', () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.boolean(), { minLength: 9 }),
      async (maxTurns, fails) => {
        let at = 0
        const { output, view } = await runPattern(groupChat, 'tea', {
          params: { participants, maxTurns, stop: 'turns' },
          says: () => (fails[at++ % fails.length] ? 'fail' : `message ${at}`),
        })
        if (view.status !== 'completed') return
        const texts = thread(output).map(({ text }) => Number(text.split(' ')[1]))
        expect(texts).toEqual([...texts].sort((a, b) => a - b))
        expect(texts.length).toBeLessThanOrEqual(maxTurns)
      },
    ),
    { numRuns: 20 },
  ))

test('the inside is made of known kinds and ports', () => {
  expectSoundBody(groupChat, {})
  expectSoundBody(groupChat, { selection: 'agent' })
})
