import '../expr/install.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Flow } from '../flow/flow.ts'
import { acyclicFlow, flowOf, loopingFlow, testKit, world } from '../testing/index.ts'
import type { Value } from '../value.ts'
import { estimate } from './estimate.ts'
import type { EstimateOptions } from './facts.ts'

const options: EstimateOptions = {
  kit: testKit,
  defaultModel: 'simulated/fast',
  facts: () => ({ priceIn: 1, priceOut: 2, failures: 0, ms: { min: 1_000, expected: 2_000, max: 3_000 } }),
  flow: () => undefined,
}
const of = (flow: Flow, more: Partial<EstimateOptions> = {}) => estimate(flow, { ...options, ...more })
/** An attempt of the test kind `ask` is one call, or two with a repair; three attempts. */
const calls = (min: number, expected: number, most: number) => ({ calls: { min, expected, max: most * 6 } })

test('what follows one another or goes on side by side adds up; time is that of the longest way', () => {
  const flow = flowOf({ in: 'input', a: 'ask', b: 'ask', c: 'ask', j: ['join', { need: 'all' }] }, [
    'in>a',
    'a>b',
    'in>c',
    'b>j',
    'c>j',
  ])
  expect(of(flow)).toMatchObject({ ...calls(3, 3, 3), ms: { min: 2_000, expected: 4_000 } })
})

test('of the ways of a choice the cheapest counts at least and the dearest at most, and what follows both is sure', () => {
  const flow = flowOf({ in: 'input', g: ['gate', { when: 'true' }], a: 'ask', b: 'ask', c: 'ask', d: 'ask' }, [
    'in>g',
    'g.pass>a',
    'a>b',
    'g.fail>c',
    'b>d',
    'c>d',
  ])
  expect(of(flow)).toMatchObject({ ...calls(2, 2.5, 3), perNode: { d: calls(1, 1, 1), a: calls(0, 0.5, 1) } })
})

test('choices within choices that meet again leave what follows sure', () => {
  const gate = ['gate', { when: 'true' }] as const
  const flow = flowOf({ in: 'input', g: gate, h: gate, a: 'pass', b: 'pass', c: 'pass', m: 'pass', d: 'ask' }, [
    'in>g',
    'g.pass>h',
    'h.pass>a',
    'h.fail>b',
    'a>m',
    'b>m',
    'g.fail>c',
    'm>d',
    'c>d',
  ])
  expect(of(flow)).toMatchObject(calls(1, 1, 1))
})

test('a way that may not be taken makes a join for all unsure', () => {
  const flow = flowOf({ in: 'input', g: ['gate', { when: 'true' }], j: ['join', { need: 'all' }], d: 'ask' }, [
    'in>g',
    'g.pass>j',
    'in>j',
    'j>d',
  ])
  expect(of(flow)).toMatchObject(calls(0, 0.5, 1))
})

test('a loop drawn back counts its rounds, and a body its items', () => {
  const looping = flowOf({ in: 'input', a: 'ask', g: ['gate', { when: 'true' }], out: 'output', late: 'output' }, [
    'in>a',
    'a>g',
    'g.pass>out',
    'g.fail>a*4',
  ])
  expect(of(looping)).toMatchObject(calls(1, 1.875, 4))
  const pool = flowOf({ in: 'input', p: ['pool', { maxItems: 50 }], w: ['ask', {}, { parent: 'p' }], out: 'output' }, [
    'in>p',
    'p>out',
  ])
  const { assumptions, ...cost } = of(pool)
  expect(cost).toMatchObject(calls(0, 10, 50))
  expect(assumptions).toContainEqual(
    expect.objectContaining({ id: 'items:p', nodeId: 'p', value: 10, source: 'default' }),
  )
  expect(of(pool, { input: [1, 2, 3] })).toMatchObject({ ...calls(3, 3, 3), ms: { expected: 4_000 } })
  const loop = flowOf({ in: 'input', l: ['loop', { times: 3 }], w: ['ask', {}, { parent: 'l' }] }, ['in>l'])
  expect(of(loop)).toMatchObject({ ...calls(3, 3, 3), perNode: { w: calls(3, 3, 3) } })
})

test('a composite says itself how much it asks; its inside is not listed', () => {
  const { calls, perNode } = of(flowOf({ in: 'input', b: ['box', { parts: 4 }] }, ['in>b']))
  expect(calls).toEqual({ min: 4, expected: 4, max: 24 })
  expect(Object.keys(perNode)).toEqual(['in', 'b'])
})

test('a price that is not known makes the sum unknown, and a budget of calls is the most', () => {
  const flow = flowOf({ in: 'input', a: 'ask', b: 'ask' }, ['in>a', 'a>b'])
  expect(of(flow).usd?.expected).toBeGreaterThan(0)
  const facts = () => ({ priceIn: null, priceOut: null, failures: 0, ms: { min: 0, expected: 0, max: 0 } })
  expect(of(flow, { facts })).toMatchObject({ usd: null, calls: { expected: 2 } })
  expect(of({ ...flow, settings: { budget: { calls: 3 } } }).calls.max).toBe(3)
})

test('a flow of ten thousand steps is estimated in no time', () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => `n${index}`)
  const flow = flowOf(
    Object.fromEntries(ids.map((id) => [id, 'ask'])),
    ids.slice(1).map((id, index) => `${ids[index]}>${id}`),
  )
  expect(of(flow).calls).toEqual({ min: 10_000, expected: 10_000, max: 60_000 })
})

test('what random flows really ask lies between the least and the most', async () => {
  let whole = 0
  await fc.assert(
    fc.asyncProperty(fc.oneof(acyclicFlow(), loopingFlow), fc.nat(3), async (flow, failing) => {
      let made = 0
      const answer = () => (failing > 0 && ++made % 4 < failing ? 'fail' : 'ok')
      const w = world({ answer })
      await w.start(flow, 0 as Value)
      for (let turn = 0; turn < 60 && w.view().status === 'running'; turn++) await w.clock.pass(5_000)
      const view = w.view()
      const { calls } = of(flow)
      expect(view.usage.calls).toBeLessThanOrEqual(calls.max)
      expect(calls.expected).toBeGreaterThanOrEqual(calls.min)
      expect(calls.expected).toBeLessThanOrEqual(calls.max)
      // The least is that of a run in which nothing fails.
      if (Object.values(view.nodes).some((node) => node.counts.failed > 0) || view.error) return
      whole++
      expect(view.usage.calls).toBeGreaterThanOrEqual(calls.min)
    }),
    { numRuns: 600 },
  )
  expect(whole).toBeGreaterThan(50)
}, 30_000)
