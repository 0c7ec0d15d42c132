import type { Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says } from '../pattern/testing.ts'
import { chainOfResponsibility } from './definition.ts'

const names = ['a', 'b', 'c']
const handlers = names.map((name) => ({ name, prompt: name, can: name, when: `input.contains("${name}")` }))
const placeOf = (key: string) => Number(/(?:gate|handler)-(\d)/.exec(key)?.[1]) - 1
/** Says which of the handlers can, and who fails. */
const able =
  (can: readonly boolean[], broken: readonly string[] = []): Says =>
  (request, key): Value => {
    const place = placeOf(key)
    const part = key.includes('gate') ? 'gate' : 'handler'
    if (broken.includes(`${part} ${names[place]}`)) return 'fail'
    if (part === 'gate') return { pass: can[place] ?? false, score: can[place] ? 1 : 0, reasons: [] }
    return request.schema ? { handled: can[place] ?? false, answer: `from ${names[place]}` } : `from ${names[place]}`
  }
const run = (can: readonly boolean[], params: Record<string, unknown> = {}, broken: readonly string[] = []) =>
  runPattern(chainOfResponsibility, 'x', {
    params: { handlers, onUnhandled: 'port', ...params },
    says: able(can, broken),
  })

test.each(['guard', 'attempt'])('%s: the first that can handles it, and those behind are never asked', async (mode) => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), async (can) => {
      const { output, requests, calls } = await run(can, { mode })
      const taker = can.indexOf(true)
      if (taker === -1) expect(output).toEqual({ unhandled: 'x' })
      else expect(output).toEqual({ response: `from ${names[taker]}`, handledBy: names[taker] })
      const asked = taker === -1 ? 3 : taker + 1
      expect(Math.max(...requests.map(({ key }) => placeOf(key) + 1))).toBe(asked)
      expect(calls).toBe(mode === 'attempt' ? asked : asked + (taker === -1 ? 0 : 1))
    }),
    { numRuns: 8 },
  )
})

test('rules ask no model to decide', async () => {
  const { output, calls } = await runPattern(chainOfResponsibility, 'for b or c', {
    params: {
      handlers: handlers.map(({ name, ...rest }) => ({ ...rest, name, when: `input.contains(" ${name}")` })),
      predicate: 'rules',
    },
    says: able([]),
  })
  expect(output).toMatchObject({ handledBy: 'b' })
  expect(calls).toBe(1)
})

test('a check that fails means “cannot handle”, with the reason kept', async () => {
  const { output, node } = await run([true, true, true], {}, ['gate a'])
  expect(output.handledBy).toBe('b')
  expect(node?.detail).toMatchObject({
    declined: [{ name: 'a', reason: expect.stringContaining('Could not be checked') }],
  })
})

test('a handler that fails fails the chain, or the next one is asked', async () => {
  expect((await run([true, true, true], {}, ['handler a'])).node?.error?.message).toContain('Handler “a” failed')
  const next = await run([true, true, true], { onHandlerError: 'next' }, ['handler a'])
  expect(next.output.handledBy).toBe('b')
})

test('if nobody can it fails and says why, unless it may leave unhandled', async () => {
  const { node } = await run([false, false, false], { onUnhandled: 'fail' })
  expect(node?.error).toMatchObject({ code: 'no-handler', message: expect.stringContaining('c: ') })
})

test('a handler behind one that takes all is reported', () => {
  const node = { id: 'c', kind: 'chain-of-responsibility', position: { x: 0, y: 0 }, params: {} }
  const issues = (params: Record<string, unknown>) =>
    chainOfResponsibility
      .check?.(chainOfResponsibility.params.parse(params), node)
      .map(({ code, severity }) => [code, severity])
  expect(issues({})).toEqual([])
  expect(issues({ handlers: [{ name: 'all' }, { name: 'never' }] })).toEqual([['unreachable', 'warning']])
})

test('the inside is made of known kinds and ports', () => {
  for (const params of [{}, { predicate: 'rules' }, { mode: 'attempt' }]) expectSoundBody(chainOfResponsibility, params)
})
