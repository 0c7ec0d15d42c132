import type { Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, systemOf } from '../pattern/testing.ts'
import { forkJoin } from './definition.ts'
import { fold } from './run.ts'

const branches = ['a', 'b', 'c'].map((name) => ({ name, prompt: name }))
const named: Says = (request) => `${systemOf(request)}: ${request.messages.at(-1)?.content}`
const failing =
  (...names: string[]): Says =>
  (request, key) =>
    names.includes(systemOf(request)) ? 'fail' : named(request, key)

test('every branch gets the same input, and no name is lost in the merge', async () => {
  const { output, calls, requests } = await runPattern(forkJoin, 'x', { params: { branches }, says: named })
  expect(output.merged).toEqual({ a: 'a: x', b: 'b: x', c: 'c: x' })
  expect(calls).toBe(forkJoin.calls?.(forkJoin.params.parse({ branches })))
  expect(new Set(requests.map(({ request }) => request.messages.at(-1)?.content))).toEqual(new Set(['x']))
})

test('the merge does not depend on who is first', async () => {
  const late: Says = async (request, key) => {
    if (systemOf(request) === 'a') await new Promise<void>((go) => queueMicrotask(go))
    return named(request, key) ?? ''
  }
  const { output } = await runPattern(forkJoin, 'x', { params: { branches, merge: 'list' }, says: late })
  expect(output.merged).toEqual(['a: x', 'b: x', 'c: x'])
})

test('one failed branch fails the join after the others have finished, with their results kept', async () => {
  const { view, node, calls } = await runPattern(forkJoin, 'x', { params: { branches }, says: failing('b') })
  expect(view.status).toBe('failed')
  expect(calls).toBe(3)
  expect(node?.error).toMatchObject({ code: 'branch-failed', message: expect.stringContaining('b: ') })
  expect(node?.detail).toMatchObject({
    branches: { a: { status: 'ok' }, b: { status: 'failed' }, c: { status: 'ok' } },
  })
})

test('with “live” those that succeeded are merged, and without any it fails', async () => {
  const some = await runPattern(forkJoin, 'x', { params: { branches, need: 'live' }, says: failing('b') })
  expect(some.output.merged).toEqual({ a: 'a: x', c: 'c: x' })
  const none = await runPattern(forkJoin, 'x', { params: { branches, need: 'live' }, says: () => 'fail' })
  expect(none.view.status).toBe('failed')
})

test('with “n” as many failures are borne as are not needed', async () => {
  const params = { branches, need: 'n', n: 2 }
  expect((await runPattern(forkJoin, 'x', { params, says: failing('b') })).output.merged).toEqual({
    a: 'a: x',
    c: 'c: x',
  })
  expect((await runPattern(forkJoin, 'x', { params, says: failing('a', 'b') })).view.status).toBe('failed')
})

test('a model that merges reads the results by name', async () => {
  const { output, requests, calls } = await runPattern(forkJoin, 'x', {
    params: { branches, merge: 'agent' },
    says: (request, key) => (key.includes('merger') ? 'one text' : named(request, key)),
  })
  expect(output.merged).toBe('one text')
  expect(calls).toBe(4)
  expect(requests.at(-1)?.request.messages.at(-1)?.content).toContain('## b\nb: x')
})

test('folding objects with different fields loses nothing, in any order of completion', () => {
  const record = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.integer(), { maxKeys: 5 })
  fc.assert(
    fc.property(record, record, (left, right) => {
      const [a, b] = [prefixed('l', left), prefixed('r', right)]
      expect(fold(a, b, 'error', '')).toEqual({ ...a, ...b })
    }),
  )
})
const prefixed = (sign: string, fields: Record<string, Value>) =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [`${sign}${key}`, value]))

test('a conflict fails, unless it is said what counts', () => {
  const [a, b]: Value[] = [{ x: { y: 1 } }, { x: { y: 2 } }]
  expect(() => fold(a as Value, b as Value, 'error', '')).toThrow('“x.y”')
  expect(fold(a as Value, b as Value, 'last', '')).toEqual({ x: { y: 2 } })
  expect(fold(a as Value, b as Value, 'list', '')).toEqual({ x: { y: [1, 2] } })
})

test('the inside is made of known kinds and ports', () => {
  for (const params of [{}, { need: 'n' }, { merge: 'agent', deadlineMs: 5 }]) expectSoundBody(forkJoin, params)
})
