import type { Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, textOfRequest } from '../pattern/testing.ts'
import { swarm } from './definition.ts'
import { concentration, nextTrails, tauMax, tauMin, toldBest } from './pheromone.ts'

const asksJudge = (text: string) => text.includes('Proposed solution:')
const params = { agents: 6, iterations: 5, concurrency: 3 }
type Best = { quality: number; iteration: number; solution: string }

/** Agent 3 is the best; from iteration 2 on everybody is a little better. */
function answers(qualityOf: (agent: number, iteration: number) => number): Says {
  let asked = 0
  return (request): Value => {
    const text = textOfRequest(request)
    if (asksJudge(text)) {
      const [, agent = '0', iteration = '0'] = /by (\d+) in (\d+)/.exec(text) ?? []
      return { score: qualityOf(Number(agent), Number(iteration)), reasons: [] }
    }
    const agent = Number(/You are agent (\d+)/.exec(text)?.[1])
    return { solution: `by ${agent} in ${Math.floor(asked++ / 6) + 1}`, steps: ['Look', `way ${agent}`] }
  }
}

test('the best solution of all iterations comes out, and the calls are agents × iterations × 2', async () => {
  const { output, calls, node } = await runPattern(swarm, 'p', {
    params: { ...params, stagnation: 0 },
    says: answers((agent, iteration) => (agent === 3 ? 0.1 * iteration + 0.3 : 0.2)),
  })
  expect(calls).toBe(60)
  expect(output.best as Best).toMatchObject({ iteration: 5, solution: 'by 3 in 5' })
  expect((output.best as Best).quality).toBeCloseTo(0.8)
  const qualities = (output.history as { best: number }[]).map(({ best }) => best)
  expect(qualities).toEqual([...qualities].sort((a, b) => a - b))
  expect(node?.detail).toMatchObject({ why: 'iterations', iteration: 5 })
})

test('without a better solution for three iterations it stops', async () => {
  const { output, calls } = await runPattern(swarm, 'p', { params, says: answers(() => 0.5) })
  expect(output.history).toHaveLength(4)
  expect(calls).toBe(48)
})

test('guidance is the map as the iteration began, and only a fifth is told the best', async () => {
  const { requests } = await runPattern(swarm, 'p', {
    params: { ...params, iterations: 2, agents: 10 },
    says: answers((agent) => agent / 20),
  })
  const explorers = requests.map(({ request }) => textOfRequest(request)).filter((text) => !asksJudge(text))
  expect(explorers.slice(0, 10).every((text) => text.includes('no trails yet'))).toBe(true)
  const second = explorers.slice(10)
  expect(new Set(second.map((text) => /Trails[\s\S]*?\n\n/.exec(text)?.[0])).size).toBe(1)
  expect(second.filter((text) => text.includes('The best so far'))).toHaveLength(2)
})

test('agents that fail deposit nothing; with fewer than half left it fails', async () => {
  const failing =
    (...who: number[]): Says =>
    (request, key) =>
      who.some((agent) => textOfRequest(request).includes(`You are agent ${agent} of`))
        ? 'fail'
        : answers(() => 0.5)(request, key)
  const some = await runPattern(swarm, 'p', { params: { ...params, iterations: 1 }, says: failing(1, 2, 3) })
  expect(Object.keys(some.output.map as object)).toEqual(['look', 'way 4', 'way 5', 'way 6'])
  const none = await runPattern(swarm, 'p', { params: { ...params, iterations: 1 }, says: failing(1, 2, 3, 4) })
  expect(none.node?.error?.code).toBe('swarm-failed')
})

test('a score outside of 0 to 1 does not count', async () => {
  const { output } = await runPattern(swarm, 'p', {
    params: { ...params, iterations: 1 },
    says: answers((agent) => (agent === 1 ? 7 : 0.4)),
  })
  expect((output.history as { failed: number }[])[0]?.failed).toBe(1)
})

test('fifteen steps at 1, one of them fed 2 an iteration: the trails agree in iteration 9, at 10.496', () => {
  let trails: Readonly<Record<string, number>> = Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`s${i}`, 1]))
  const ratios = Array.from({ length: 9 }, () => {
    trails = nextTrails(
      trails,
      [
        { steps: ['s0'], quality: 1 },
        { steps: ['s0'], quality: 1 },
      ],
      0.9,
      20,
    )
    return concentration(trails)
  })
  expect(ratios.findIndex((ratio) => ratio > 10)).toBe(8)
  expect(ratios[8]).toBeCloseTo(10.496, 3)
})

const proposals = fc.array(
  fc.record({
    steps: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 5 }),
    quality: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 20 },
)

test('trails stay within their bounds, do not depend on the order of agents, and never agree more than there are steps', () =>
  fc.assert(
    fc.property(fc.array(proposals, { minLength: 1, maxLength: 12 }), (iterations) => {
      let trails = {}
      for (const found of iterations) {
        const next = nextTrails(trails, found, 0.9, 20)
        expect(nextTrails(trails, [...found].reverse(), 0.9, 20)).toEqual(next)
        for (const tau of Object.values(next)) {
          expect(tau).toBeGreaterThanOrEqual(tauMin)
          expect(tau).toBeLessThanOrEqual(tauMax(20))
        }
        expect(concentration(next)).toBeLessThanOrEqual(Object.keys(next).length + 1e-9)
        trails = next
      }
    }),
  ))

test('without deposits a trail shrinks by a tenth; fed d an iteration it tends to ten times d', () => {
  expect(nextTrails({ a: 2 }, [], 0.9, 20).a).toBeCloseTo(1.8, 12)
  let trails: Readonly<Record<string, number>> = {}
  for (let i = 0; i < 200; i++) trails = nextTrails(trails, [{ steps: ['a'], quality: 0.7 }], 0.9, 20)
  expect(trails.a).toBeCloseTo(7, 6)
  expect(concentration({})).toBe(0)
})

test('at least one is told the best', () => {
  expect([3, 4, 5, 20].map((agents) => toldBest(agents, 0.2))).toEqual([1, 1, 1, 4])
})

test('a function of your own may score instead of a model', async () => {
  const judged: Value = { solution: 'x', steps: ['one', 'two'] }
  const { view } = await runPattern(swarm, 'p', {
    params: { ...params, iterations: 1, evaluator: 'code' },
    says: () => judged,
  })
  // The sandbox belongs to the server; here only the wiring is seen to reach it.
  expect(view.nodes['p/judge']?.status).toBeDefined()
  expectSoundBody(swarm, { evaluator: 'code' })
})

test('the inside is made of known kinds and ports', () => expectSoundBody(swarm, {}))
