import type { Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, systemOf } from '../pattern/testing.ts'
import { primaryReplica } from './definition.ts'
import { evenly, split } from './split.ts'

const echo: Says = (request) => `<${request.messages.at(-1)?.content}>`
const replicaOf = (request: Parameters<Says>[0]) => Number(/replica (\d+)/.exec(systemOf(request))?.[1])
const words = ['one', 'two', 'three', 'four']

test('partition: the parts are worked on at once, and combined in order', async () => {
  const { output, calls } = await runPattern(primaryReplica, 'a\n\nb\n\nc', { says: echo })
  expect(output.result).toBe('<a\n\n>\n\n<b\n\n>\n\n<c>')
  expect(calls).toBe(3)
  expect(output.failovers).toBe(0)
  const combined = await runPattern(primaryReplica, words, {
    params: { combine: 'agent', replicas: 2, combiner: { prompt: 'combine' } },
    says: (request, key) => (systemOf(request) === 'combine' ? 'one text' : echo(request, key)),
  })
  expect([combined.output.result, combined.calls]).toEqual(['one text', 3])
})

test('partition: the part of a lost replica goes to another one, and is not lost or done twice', async () => {
  const says: Says = (request, key) => (replicaOf(request) === 2 ? 'fail' : echo(request, key))
  const { output, calls, view } = await runPattern(primaryReplica, 'a\n\nb\n\nc', { says })
  expect(view.status).toBe('completed')
  expect(output.failovers).toBe(1)
  expect(output.parts).toMatchObject([
    { replica: 'replica-1', tries: 1 },
    { replica: 'replica-3', tries: 2 },
    { replica: 'replica-3', tries: 1 },
  ])
  expect(calls).toBe(4)
  const strict = await runPattern(primaryReplica, 'a\n\nb\n\nc', { params: { respawn: false }, says })
  expect(strict.node?.error).toMatchObject({ code: 'part-failed', message: expect.stringContaining('Part 2 of 3') })
})

test('redundant: the first answer counts, and the others are stopped', async () => {
  const says: Says = (_, key) => (key.includes('replica-2') ? 'quick' : new Promise<Value>(() => {}))
  const { output, view } = await runPattern(primaryReplica, 'x', { params: { mode: 'redundant' }, says })
  expect([output.result, output.primary]).toEqual(['quick', 'replica-2'])
  expect(view.nodes['p/replica-1']?.status).toBe('cancelled')
})

test('redundant: it fails only when all have failed', async () => {
  const one: Says = (_, key) => (key.includes('replica-3') ? 'late' : 'fail')
  expect((await runPattern(primaryReplica, 'x', { params: { mode: 'redundant' }, says: one })).output.result).toBe(
    'late',
  )
  const none = await runPattern(primaryReplica, 'x', { params: { mode: 'redundant' }, says: () => 'fail' })
  expect(none.view.status).toBe('failed')
})

test('nVersion: the majority wins; without one it fails and says who answered what', async () => {
  const answers = (list: string[]): Says => {
    let at = 0
    return () => list[at++] ?? ''
  }
  const won = await runPattern(primaryReplica, 'x', {
    params: { mode: 'nVersion' },
    says: answers(['42', '41', ' 42. ']),
  })
  expect(won.output.result).toBe('42')
  const split = await runPattern(primaryReplica, 'x', { params: { mode: 'nVersion' }, says: answers(['1', '2', '3']) })
  expect(split.node?.error).toMatchObject({ code: 'no-majority', message: expect.stringContaining('“2” (Direct)') })
})

test('standby: the follower takes over at the part that failed, and nothing is done twice', async () => {
  const asked: string[] = []
  const says: Says = (request, key) => {
    const part = String(request.messages.at(-1)?.content).trim()
    asked.push(`${replicaOf(request)}:${part}`)
    return replicaOf(request) === 1 && part === 'b' ? 'fail' : echo(request, key)
  }
  const { output } = await runPattern(primaryReplica, 'a\n\nb\n\nc', { params: { mode: 'standby' }, says })
  expect(asked).toEqual(['1:a', '1:b', '2:b', '2:c'])
  expect([output.primary, output.failovers]).toEqual(['replica-2', 1])
})

test('standby: when every replica fails at a part the job fails', async () => {
  const says: Says = () => 'fail'
  const { node, calls } = await runPattern(primaryReplica, 'a\n\nb', { params: { mode: 'standby' }, says })
  expect(node?.error?.code).toBe('part-failed')
  expect(calls).toBe(3)
})

test('parts are disjoint, in order, cover the job, and even ones differ by at most one', () =>
  fc.assert(
    fc.property(fc.array(fc.integer(), { maxLength: 40 }), fc.integer({ min: 1, max: 12 }), (list, n) => {
      for (const how of ['even', 'bySize'] as const) expect(split(list, how, n, n).flat()).toEqual(list)
      const sizes = evenly(list, n).map(({ length }) => length)
      if (sizes.length > 0) expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      expect(sizes.every((size) => size > 0)).toBe(true)
    }),
  ))

test('a text in parts is the text again, cut between paragraphs', () =>
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z ]{1,20}$/), { minLength: 1, maxLength: 10 }),
      fc.integer({ min: 1, max: 30 }),
      (paragraphs, size) => {
        const text = paragraphs.join('\n\n')
        for (const how of ['even', 'bySize'] as const) expect(split(text, how, 3, size).join('')).toBe(text)
      },
    ),
  ))

test('nothing to do is done at once', async () => {
  const { output, calls } = await runPattern(primaryReplica, [], { says: echo })
  expect([output.result, calls]).toEqual([[], 0])
})

test('the inside is made of known kinds and ports', () => {
  for (const mode of ['partition', 'redundant', 'nVersion', 'standby']) expectSoundBody(primaryReplica, { mode })
  expectSoundBody(primaryReplica, { combine: 'agent', prompt: 'Translate {{ input }}' })
})
