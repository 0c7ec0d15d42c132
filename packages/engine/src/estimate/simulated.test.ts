import '../expr/install.ts'
import { expect, test } from 'vitest'
import type { Flow } from '../flow/flow.ts'
import { flowOf, testKit, world } from '../testing/index.ts'
import { estimate } from './estimate.ts'

const runs = 1_000
const failures = 0.05

/** mulberry32: numbers in [0, 1), the same in each test run. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Every construct of CATALOGUE §9 whose price is a matter of chance: retries, ways out, a loop drawn back, a list. */
const gamble = (passes: number): readonly [Flow, Record<string, number>] => [
  flowOf(
    {
      in: 'input',
      draft: 'ask',
      good: ['gate', { when: { left: 'input', op: '=', right: 'yes' } }],
      list: ['list', { of: 6 }],
      each: ['pool', { concurrency: 3 }],
      worker: ['ask', {}, { parent: 'each' }],
      twice: ['loop', { times: 2 }],
      again: ['ask', {}, { parent: 'twice' }],
      box: ['box', { parts: 3 }],
      end: 'output',
    },
    [
      'in>draft',
      'draft>good',
      'good.fail>draft*4',
      'good.pass>list',
      'list>each',
      'each>twice',
      'twice>box',
      'box>end',
    ],
  ),
  { failures, answerTokens: 1, 'way:good:pass': passes, 'items:each': 6, insertedTokens: 1 },
]

test('with the figures of the simulator as assumptions, the mean of a thousand runs is the expected one', async () => {
  const passes = 0.4
  const [flow, assumptions] = gamble(passes)
  const random = randomOf(7)
  const answer = () => (random() < failures ? 'fail' : random() < passes ? 'yes' : 'no')
  const made = []
  // Few at a time: their timers are looked through for every one that fires.
  for (let batch = 0; batch < runs; batch += 20) {
    const w = world({ answer, maxWorking: 20 })
    const ids = Array.from({ length: 20 }, (_, index) => `r${index}`)
    for (const id of ids) void w.start(flow, null, id)
    while (ids.some((id) => w.view(id).status === 'running')) await w.clock.pass(30_000)
    made.push(...ids.map((id) => w.view(id)))
  }
  // What never came to the list, for want of a draft that passed, is part of the mean.
  expect(made.some(({ status }) => status === 'completed')).toBe(true)
  const expected = estimate(flow, {
    kit: testKit,
    defaultModel: 'any',
    facts: () => ({ priceIn: 1, priceOut: 1, failures: 0.02, ms: { min: 1, expected: 1, max: 1 } }),
    flow: () => undefined,
    assumptions,
  })
  for (const [name, figures, range] of [
    ['calls', made.map(({ usage }) => usage.calls), expected.calls],
    ['output tokens', made.map(({ usage }) => usage.outputTokens), expected.outputTokens],
  ] as const) {
    const mean = figures.reduce((sum, one) => sum + one, 0) / runs
    const variance = figures.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (runs - 1)
    const error = Math.sqrt(variance / runs)
    expect(Math.abs(mean - range.expected), `${name}: ${mean} ± ${error}, ${range.expected} expected`).toBeLessThan(
      3 * error,
    )
    for (const one of figures) expect(one).toBeLessThanOrEqual(range.max)
  }
}, 60_000)
