import { type EstimateOptions, estimate, Flow, historyOf, type NodeDefinition, validateFlow } from '@quorum/engine'
import { dyingStore, memoryStore, world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { definitions } from '../definitions.ts'
import { randomOf, shuffled } from '../random.ts'
import { kit } from '../runners.ts'
import { answer, toTheEnd } from './everyPattern.testing.ts'

// Lists as items: some patterns work on a list, the others take it as a text.
const input = [['one'], ['two']]
const open = definitions.filter(({ hidden }) => !hidden)
const valid = (flow: Flow): boolean => validateFlow(flow, kit).every(({ severity }) => severity !== 'error')
const patterns = open.filter(({ expand }) => expand !== undefined)

/** input → each item of a list → tried again or repeated → the pattern → output. */
function nested(outer: NodeDefinition, middle: NodeDefinition, pattern: NodeDefinition): Flow {
  const [outerPorts, middlePorts, ports] = [outer, middle, pattern].map((one) =>
    one.ports(one.params.parse(one.starts ?? {})),
  )
  const edge = (
    id: string,
    source: string,
    sourcePort: string | undefined,
    target: string,
    targetPort: string | undefined,
  ) => ({
    ...{ id, source, target },
    sourcePort: sourcePort ?? 'out',
    targetPort: targetPort ?? 'in',
  })
  const first = (list: readonly { readonly id: string }[] | undefined): string | undefined => list?.[0]?.id
  return Flow.parse({
    format: 'quorum.flow/1',
    name: 'Nested',
    settings: { budget: { calls: 5_000 } },
    nodes: [
      { id: 'in', kind: 'input', params: {} },
      { id: 'outer', kind: outer.kind, params: outer.starts ?? {} },
      { id: 'middle', kind: middle.kind, params: middle.starts ?? {}, parent: 'outer' },
      { id: 'pattern', kind: pattern.kind, params: pattern.starts ?? {}, parent: 'middle' },
      { id: 'out', kind: 'output', params: {} },
    ],
    edges: [
      edge('e1', 'in', 'out', 'outer', first(outerPorts?.inputs)),
      edge('e2', 'outer', first(outerPorts?.inner?.outputs), 'middle', first(middlePorts?.inputs)),
      edge('e3', 'middle', first(middlePorts?.inner?.outputs), 'pattern', first(ports?.inputs)),
      edge('e4', 'pattern', first(ports?.outputs), 'middle', first(middlePorts?.inner?.inputs)),
      edge('e5', 'middle', first(middlePorts?.outputs), 'outer', first(outerPorts?.inner?.inputs)),
      edge('e6', 'outer', first(outerPorts?.outputs), 'out', 'in'),
    ],
  })
}

const random = randomOf(20_261_125)
const chosen = shuffled(
  open
    .filter(({ container }) => container)
    .flatMap((outer) =>
      open.filter(({ loop }) => loop).flatMap((middle) => patterns.map((one) => [outer, middle, one] as const)),
    ),
  random,
)
  .map((three) => [three.map(({ kind }) => kind).join(' > '), nested(...three)] as const)
  .filter(([, flow]) => valid(flow))
  .slice(0, 10)

test('there are ten to choose', () => {
  expect(chosen).toHaveLength(10)
})

const priced: EstimateOptions = {
  kit,
  input,
  defaultModel: 'any',
  facts: () => ({ priceIn: 0, priceOut: 0, failures: 0, ms: { min: 1, expected: 1, max: 1 }, simulated: true }),
  flow: () => undefined,
  // No answer is late on a clock that stands still.
  assumptions: { 'late:outer': 0 },
}

test.each(chosen)(
  '%s runs within its price, which one run makes exact, and goes on after a kill to the same end for no more calls',
  async (_, flow) => {
    const whole = world({ kit, answer })
    await whole.start(flow, input)
    const view = await toTheEnd(whole)
    expect(whole.bugs).toEqual([])
    expect([view.status, view.error]).toEqual(['completed', null])
    const { calls } = estimate(flow, priced)
    expect(view.usage.calls).toBeGreaterThanOrEqual(calls.min)
    expect(view.usage.calls).toBeLessThanOrEqual(calls.max)
    expect(view.usage.calls).toBeGreaterThan(0)
    const learnt = estimate(flow, { ...priced, history: historyOf([view], flow, kit) })
    expect(learnt.calls.expected).toBeCloseTo(view.usage.calls, 3)

    const store = memoryStore()
    const crashPoint = 1 + Math.floor(random() * whole.store.commits)
    const first = world({ kit, answer, store, through: (inner) => dyingStore(inner, crashPoint, random() < 0.5) })
    await first.start(flow, input)
    for (let turn = 0; turn < 20 && first.bugs.length === 0; turn++) await first.clock.pass(5_000)
    expect(first.bugs.length).toBeGreaterThan(0)
    const second = world({ kit, answer, store, clock: first.clock })
    second.host.resumeAll()
    await second.clock.settle()
    const resumed = await toTheEnd(second)
    expect([resumed.status, resumed.output]).toEqual([view.status, view.output])
    expect(resumed.usage.calls).toBe(view.usage.calls)
    expect(second.bugs).toEqual([])
  },
)
