import type { Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern } from '../pattern/testing.ts'
import { router } from './definition.ts'

const saying = (...answers: Value[]) => {
  let next = 0
  return () => answers[next++] ?? answers.at(-1) ?? ''
}
const sent = async (answer: Value, params: Record<string, unknown> = {}) => {
  const { output, calls } = await runPattern(router, 'My card was charged twice', { params, says: saying(answer) })
  const { route, ...ports } = output
  return { route, ports, calls }
}

test('exactly one port is live, and it carries the request unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('billing', 'technical', 'sales', 'else', 'nonsense'),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (label, confidence) => {
        const { ports } = await sent({ label, confidence, reason: '' })
        expect(Object.values(ports)).toEqual(['My card was charged twice'])
        expect(['billing', 'technical', 'sales', 'else']).toContain(Object.keys(ports)[0])
      },
    ),
    { numRuns: 20 },
  )
})

test('the route says where it went and how sure the model is', async () => {
  const { route, calls } = await sent({ label: 'Billing', confidence: 0.9, reason: 'money' })
  expect(route).toEqual({ label: 'billing', confidence: 0.9 })
  expect(calls).toBe(router.calls?.(router.params.parse({})))
})

test('below the wanted confidence it leaves by “else”, and what it would have been is kept', async () => {
  const { ports, route } = await sent({ label: 'billing', confidence: 0.4, reason: '' })
  expect(Object.keys(ports)).toEqual(['else'])
  expect(route).toMatchObject({ label: 'else', unsure: 'billing' })
})

test('an unknown label is asked for once more, then the request leaves by “else”', async () => {
  const { ports, calls } = await sent({ label: 'praise', confidence: 1, reason: '' })
  expect(Object.keys(ports)).toEqual(['else'])
  expect(calls).toBe(2)
})

test('rules send it without asking a model', async () => {
  const routes = [
    { id: 'long', when: 'size(input) > 100' },
    { id: 'money', when: { left: 'input', op: 'contains', right: 'charged' } },
  ]
  const { ports, route, calls } = await sent('', { method: 'rules', routes })
  expect(ports).toEqual({ money: 'My card was charged twice' })
  expect(route).toMatchObject({ label: 'money' })
  expect(calls).toBe(0)
  expect((await sent('', { method: 'rules', routes: routes.slice(0, 1) })).ports).toHaveProperty('else')
})

test('a model that cannot be reached fails the router', async () => {
  expect((await runPattern(router, 'x', { says: () => 'fail' })).view.status).toBe('failed')
})

test('routes need free names, and rules a condition each', () => {
  const node = { id: 'r', kind: 'router', position: { x: 0, y: 0 }, params: {} }
  const codes = (params: Record<string, unknown>) =>
    router.check?.(router.params.parse(params), node).map(({ code }) => code)
  expect(codes({})).toEqual([])
  expect(codes({ routes: [{ id: 'route' }, { id: 'a' }, { id: 'a' }] })).toEqual(['duplicate-port', 'reserved-port'])
  expect(codes({ method: 'rules', routes: [{ id: 'a' }] })).toEqual(['condition-error'])
})

test('the inside is made of known kinds and ports', () => {
  expectSoundBody(router, {})
  expectSoundBody(router, { method: 'rules', routes: [{ id: 'a', when: 'true' }] })
})
