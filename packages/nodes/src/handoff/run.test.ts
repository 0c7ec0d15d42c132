import type { Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, systemOf, textOfRequest } from '../pattern/testing.ts'
import { handoff } from './definition.ts'
import { backAndForth } from './run.ts'

const agents = ['A', 'B', 'C'].map((name) => ({ name, prompt: `do ${name}`, to: [] as string[] }))
const ownerOf = (request: Parameters<Says>[0]) => /You are (\w),/.exec(systemOf(request))?.[1] ?? ''
const answer = (text: string): Value => ({ action: 'answer', to: '', text })
const transfer = (to: string): Value => ({ action: 'transfer', to, text: `for ${to}` })

test('whoever has it answers or hands over, and nobody speaks after the answer', async () => {
  const { output, requests, calls } = await runPattern(handoff, 'help', {
    params: { agents },
    says: (request) => ({ A: transfer('C'), C: answer('done by C') })[ownerOf(request)] ?? answer('?'),
  })
  expect(output).toEqual({ answer: 'done by C', owner: 'C', path: ['A', 'C'] })
  expect(calls).toBe(2)
  expect(textOfRequest(requests[1]?.request ?? { model: '', messages: [] })).toContain('A: for C')
})

test('a handover to somebody unknown, or not allowed, is told to the owner and costs a turn', async () => {
  const wishes = [transfer('Z'), transfer('C'), transfer('B')]
  const { output, requests, calls } = await runPattern(handoff, 'help', {
    params: { agents: agents.map((agent) => (agent.name === 'A' ? { ...agent, to: ['B'] } : agent)) },
    says: (request) => (ownerOf(request) === 'A' ? wishes.shift() : answer('B did it')),
  })
  expect([output.answer, output.path, calls]).toEqual(['B did it', ['A', 'B'], 4])
  expect(textOfRequest(requests[1]?.request ?? { model: '', messages: [] })).toContain('no “Z”')
})

test('back and forth ends at its limit, and the last handovers of all at theirs', async () => {
  const says: Says = (request) => transfer(ownerOf(request) === 'A' ? 'B' : 'A')
  const { output, node, calls } = await runPattern(handoff, 'help', { params: { agents, maxHandoffs: 6 }, says })
  expect(output.answer).toBeUndefined()
  expect(output.escalate).toMatchObject({ path: ['A', 'B', 'A', 'B'] })
  expect(calls).toBe(7)
  expect(node?.status).toBe('completed')
})

test('how often it went back and forth', () => {
  expect([['A'], ['A', 'B'], ['A', 'B', 'A'], ['A', 'B', 'A', 'B'], ['B', 'A', 'C', 'A']].map(backAndForth)).toEqual([
    0, 0, 1, 2, 1,
  ])
})

test('there is one owner at a time, the path is a walk of allowed handovers, and turns stay within the limit', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('A', 'B', 'C', 'Z'), fc.integer({ min: 0, max: 9 })), {
        minLength: 1,
        maxLength: 12,
      }),
      fc.integer({ min: 1, max: 6 }),
      async (wishes, maxHandoffs) => {
        let at = 0
        const allowed: Record<string, string[]> = { A: ['B', 'C'], B: ['C'], C: ['A'] }
        const { output, calls, requests } = await runPattern(handoff, 'help', {
          params: { agents: agents.map((agent) => ({ ...agent, to: allowed[agent.name] ?? [] })), maxHandoffs },
          says: () => {
            const [to, luck] = wishes[at++ % wishes.length] ?? ['A', 0]
            return luck === 0 ? answer('x') : transfer(to)
          },
        })
        const path = output.path as string[]
        expect(path[0]).toBe('A')
        for (let i = 1; i < path.length; i++) expect(allowed[path[i - 1] ?? '']).toContain(path[i])
        expect(path.length - 1).toBeLessThanOrEqual(maxHandoffs)
        expect(calls).toBeLessThanOrEqual(maxHandoffs + 1)
        expect(ownerOf(requests.at(-1)?.request ?? { model: '', messages: [] })).toBe(output.owner)
        expect((output.answer === undefined) !== (output.escalate === undefined)).toBe(true)
      },
    ),
    { numRuns: 40 },
  ))

test('the inside is made of known kinds and ports', () => expectSoundBody(handoff, {}))
