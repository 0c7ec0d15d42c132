import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Flow } from '../flow/flow.ts'
import {
  acyclicFlow,
  dyingStore,
  loopingFlow,
  memoryStore,
  runs,
  WorkerDied,
  type World,
  world,
} from '../testing/index.ts'
import type { RunView } from './view.ts'

const anyFlow = fc.oneof(acyclicFlow(), acyclicFlow(), loopingFlow)

/** What a run came to, without its times. */
const outcome = (view: RunView) => ({
  status: view.status,
  output: view.output,
  error: view.error?.code ?? null,
  nodes: Object.fromEntries(Object.entries(view.nodes).map(([id, node]) => [id, [node.status, node.counts]])),
})

async function toTheEnd(w: World): Promise<RunView> {
  for (let turn = 0; turn < 60 && w.view().status === 'running'; turn++) await w.clock.pass(5_000)
  return w.view()
}

test('every random flow settles: the run ends, no node is left at work, nothing keeps running', async () => {
  await fc.assert(
    fc.asyncProperty(anyFlow, fc.nat(3), async (flow, failing) => {
      let calls = 0
      const w = world({ answer: () => (failing > 0 && ++calls % 4 < failing ? 'fail' : 'ok') })
      await w.start(flow, 0)
      const view = await toTheEnd(w)
      expect(w.bugs).toEqual([])
      expect(['completed', 'failed']).toContain(view.status)
      expect(view.error?.code).not.toBe('deadlock')
      for (const node of Object.values(view.nodes)) {
        expect(['completed', 'failed', 'skipped', 'cancelled']).toContain(node.status)
        expect(node.counts.running).toBe(0)
      }
      expect(w.clock.pending()).toBe(0)
    }),
    runs(600),
  )
})

test('the outcome does not depend on the order in which answers come, where no rule asks for the first', async () => {
  await fc.assert(
    fc.asyncProperty(acyclicFlow(), fc.infiniteStream(fc.nat(40)), async (flow, delays) => {
      const steady = withoutRaces(flow)
      const straight = world({ answer: () => 'ok' })
      await straight.start(steady, 0)
      const shuffled = world({
        answer: () =>
          new Promise((resolve) => {
            shuffled.clock.at(shuffled.clock.now() + (delays.next().value ?? 0), () => resolve('ok'))
          }),
      })
      await shuffled.start(steady, 0)
      expect(outcome(await toTheEnd(shuffled))).toEqual(outcome(await toTheEnd(straight)))
    }),
    runs(300),
  )
})

/** Joins that look at who came first, and waits that decide it, are what the property is not about. */
function withoutRaces(flow: Flow): Flow {
  return {
    ...flow,
    nodes: flow.nodes.map((node) =>
      node.kind === 'join'
        ? {
            ...node,
            params: {
              ...node.params,
              rest: 'drain',
              need: node.params.need === 'n' || node.params.need === 'one' ? 'live' : node.params.need,
            },
          }
        : node,
    ),
  }
}

test('a worker may die at any commit, and the next one reaches the same outcome without asking again what was answered', async () => {
  await fc.assert(
    fc.asyncProperty(anyFlow, fc.integer({ min: 1, max: 25 }), fc.boolean(), async (flow, crashPoint, torn) => {
      const steady = withoutRaces(flow)
      const whole = world({ answer: () => 'ok' })
      await whole.start(steady, 0)
      const expected = outcome(await toTheEnd(whole))

      const store = memoryStore()
      const first = world({ answer: () => 'ok', store, through: (inner) => dyingStore(inner, crashPoint, torn) })
      await first.start(steady, 0)
      for (let turn = 0; turn < 30 && first.bugs.length === 0 && first.host.active() > 0; turn++)
        await first.clock.pass(5_000)
      for (const bug of first.bugs) expect(bug).toBeInstanceOf(WorkerDied)

      const recorded = answered(store.logs.get('r') ?? [])
      const second = world({ answer: () => 'ok', store, clock: first.clock })
      second.host.resumeAll()
      await second.clock.settle()
      expect(outcome(await toTheEnd(second))).toEqual(expected)
      expect(second.bugs).toEqual([])
      expect(second.model.asked.filter((key) => recorded.has(key))).toEqual([])
    }),
    runs(300),
  )
})

/** The keys under which answers are in the log. */
function answered(log: readonly string[]): Set<string> {
  const keys = new Set<string>()
  const attempts = new Map<string, number>()
  for (const text of log) {
    const event = JSON.parse(text)
    if (event.type === 'node.started') attempts.set(event.path, event.attempt)
    if (event.type === 'step.completed') keys.add(`r/${event.path}/${attempts.get(event.path)}`)
  }
  return keys
}
