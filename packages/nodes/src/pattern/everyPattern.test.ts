import type { NodeDefinition, Value } from '@quorum/engine'
import { dyingStore, memoryStore, WorkerDied, world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { definitions } from '../definitions.ts'
import { kit } from '../runners.ts'
import { answer, toTheEnd } from './everyPattern.testing.ts'
import { flowAround, withBody } from './testing.ts'

/** Every composite of the palette and every pattern that is a container, whatever it is called. */
const patterns = definitions
  .filter(({ expand, hidden, container, loop, patternId }) => !hidden && (expand || ((container || loop) && patternId)))
  .map((definition) => [definition.kind, definition] as const)
const around = (definition: NodeDefinition) => (definition.expand ? flowAround(definition) : withBody(definition))
const input = ['one', 'two', 'three']

test.each(patterns)('%s runs to its end with no more calls than it foretells', async (_, definition) => {
  const all = world({ kit, answer })
  await all.start(around(definition), input)
  const view = await toTheEnd(all)
  expect(all.bugs).toEqual([])
  expect([view.status, view.error]).toEqual(['completed', null])
  const most = definition.calls?.(definition.params.parse({}))
  if (most !== undefined) expect(all.model.asked.length).toBeLessThanOrEqual(most)
  expect(all.model.asked).toHaveLength(new Set(all.model.asked).size)
})

/** One that tidies up goes on asking for a while; its own tests look at that. */
const stopping = patterns.filter(([, definition]) => !definition.cancelInside)
test.each(stopping)(
  '%s can be cancelled in the middle: nothing goes on and nothing is asked any more',
  async (_, definition) => {
    for (const before of [0, 1, 3, 6]) {
      let calls = 0
      const all = world({
        kit,
        answer: (request) => (calls++ < before ? answer(request) : new Promise<Value>(() => {})),
      })
      await all.start(around(definition), input)
      if (all.host.active() === 0) continue
      void all.host.cancel('r')
      await all.clock.pass(10_000)
      expect(all.view().status).toBe('cancelled')
      const asked = all.model.asked.length
      await all.clock.pass(60_000)
      expect(all.model.asked).toHaveLength(asked)
      for (const node of Object.values(all.view().nodes)) expect(node.counts.running).toBe(0)
    }
  },
)

test.each(patterns)(
  '%s may be killed at each of its commits: the next worker comes to the same end and asks nothing twice',
  async (_, definition) => {
    const whole = world({ kit, answer })
    await whole.start(around(definition), input)
    const commits = whole.store.commits
    const expected = await toTheEnd(whole)
    for (let crashPoint = 1; crashPoint <= commits; crashPoint++) {
      const store = memoryStore()
      // Torn: it dies before the commit is on disk, else right after.
      const torn = crashPoint % 2 === 0
      const first = world({ kit, answer, store, through: (inner) => dyingStore(inner, crashPoint, torn) })
      await first.start(around(definition), input)
      expect(first.bugs.length).toBeGreaterThan(0)
      for (const bug of first.bugs) expect(bug).toBeInstanceOf(WorkerDied)
      const events = (store.logs.get('r') ?? []).map((line) => JSON.parse(line) as { type: string; path?: string })
      const settled = new Set(events.flatMap(({ type, path }) => (type === 'node.completed' && path ? [path] : [])))
      const second = world({ kit, answer, store, clock: first.clock })
      second.host.resumeAll()
      await second.clock.settle()
      expect((await toTheEnd(second)).output).toEqual(expected.output)
      expect(second.bugs).toEqual([])
      const again = second.model.asked.map((key) => key.replace(/^r\//, '').replace(/\/\d+$/, ''))
      expect(again.filter((path) => settled.has(path))).toEqual([])
    }
  },
)
