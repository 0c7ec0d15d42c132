import {
  type EstimateOptions,
  estimate,
  Flow,
  historyOf,
  type ModelRequest,
  type RunView,
  type Value,
} from '@quorum/engine'
import { world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { randomOf } from '../random.ts'
import { kit } from '../runners.ts'

const [runs, learnt] = [1_000, 500]
const failures = 0.05

/** Patterns whose calls are a matter of chance, by themselves and inside of others. */
const flow = Flow.parse({
  format: 'quorum.flow/1',
  name: 'Gamble',
  settings: { model: 'any' },
  nodes: [
    { id: 'in', kind: 'input', params: { fields: [{ name: 'items', type: 'list' }] } },
    { id: 'each', kind: 'pool', params: { concurrency: 2 } },
    { id: 'cheap', kind: 'cascade', parent: 'each', params: {} },
    { id: 'sample', kind: 'self-consistency', params: { samples: 5 } },
    { id: 'better', kind: 'evaluator-optimizer', params: { maxIterations: 4 } },
    { id: 'signed', kind: 'quorum-approval', params: {} },
    { id: 'out', kind: 'output', params: {} },
    { id: 'no', kind: 'output', params: { name: 'no' } },
  ],
  edges: [
    ['in', 'items', 'each', 'in'],
    ['each', 'item', 'cheap', 'in'],
    ['cheap', 'answer', 'each', 'result'],
    ['each', 'summary', 'sample', 'in'],
    ['sample', 'answer', 'better', 'in'],
    ['better', 'result', 'signed', 'in'],
    ['signed', 'approved', 'out', 'in'],
    ['signed', 'rejected', 'no', 'in'],
  ].map(([source, sourcePort, target, targetPort], i) => ({ id: `e${i}`, source, sourcePort, target, targetPort })),
})

test('what five hundred runs took is what the next five hundred take on average', async () => {
  const random = randomOf(11)
  const answer = ({ schema }: ModelRequest): Value =>
    random() < failures ? 'fail' : schema ? drawn(schema, random) : random() < 0.7 ? 'A' : 'B'
  const input = { items: ['a', 'b', 'c'] }
  const made: RunView[] = []
  for (let batch = 0; batch < runs; batch += 20) {
    const all = world({ kit, answer, maxWorking: 20 })
    const ids = Array.from({ length: 20 }, (_, index) => `r${index}`)
    for (const id of ids) void all.start(flow, input, id)
    while (ids.some((id) => all.view(id).status === 'running')) await all.clock.pass(30_000)
    expect(all.bugs).toEqual([])
    made.push(...ids.map((id) => all.view(id)))
  }
  const done = made.filter(({ status }) => status === 'completed')
  expect(done.length).toBeGreaterThan(runs * 0.9)
  const [past, next] = [done.slice(0, learnt), done.slice(learnt)]
  const options: EstimateOptions = {
    ...{ kit, input, defaultModel: 'any', flow: () => undefined, assumptions: { failures } },
    facts: () => ({ priceIn: 1, priceOut: 1, failures, ms: { min: 1, expected: 1, max: 1 }, simulated: true }),
  }
  const { calls } = estimate(flow, { ...options, history: historyOf(past, flow, kit) })
  const taken = next.map(({ usage }) => usage.calls)
  const mean = taken.reduce((all, one) => all + one, 0) / taken.length
  const variance = taken.reduce((all, one) => all + (one - mean) ** 2, 0) / (taken.length - 1)
  const error = Math.sqrt(variance / taken.length + variance / past.length)
  expect(Math.abs(mean - calls.expected), `${mean} ± ${error}, ${calls.expected} expected`).toBeLessThan(3 * error)
  expect(variance).toBeGreaterThan(1)
  for (const one of taken) expect(one).toBeLessThanOrEqual(calls.max)
}, 60_000)

/** Any value of the form asked for. */
function drawn(schema: unknown, random: () => number): Value {
  const { type, items, properties } = schema as Record<string, unknown>
  const options = (schema as { enum?: readonly Value[] }).enum
  if (options) return options[Math.floor(random() * options.length)] ?? null
  if (type === 'object')
    return Object.fromEntries(Object.entries(properties ?? {}).map(([name, field]) => [name, drawn(field, random)]))
  if (type === 'array') return [drawn(items, random)]
  return type === 'number' || type === 'integer' ? random() : type === 'boolean' ? random() < 0.6 : 'A text.'
}
