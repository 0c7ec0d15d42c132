import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PoolOptions } from '../node.ts'
import { dyingStore, flowOf, memoryStore, runs, toTheEnd, type World, world } from '../testing/index.ts'
import { isRecord, type Value } from '../value.ts'

interface Settings extends Partial<PoolOptions> {
  readonly tasks?: boolean
}

function poolFlow({
  tasks = false,
  concurrency = 2,
  maxItems = 1_000,
  failure = 'collect',
  minSuccess = 1,
  ...more
}: Settings) {
  return flowOf(
    {
      in: 'input',
      p: ['pool', { concurrency, maxItems, failure, minSuccess, tasks, more }],
      w: ['ask', {}, { parent: 'p' }],
      out: 'output',
    },
    ['in>p', 'p>out'],
  )
}

/** A model whose answer, and how long it takes, the item itself says: `{ms, fails, says}`. */
function atWork(options: Parameters<typeof world>[0] = {}): World {
  const w: World = world({
    ...options,
    answer: ({ messages }) => {
      const item: unknown = JSON.parse(String(messages[0]?.content))
      const { ms = 0, fails = false, says = 'ok' } = isRecord(item) ? item : {}
      return new Promise((resolve, reject) => {
        w.clock.at(w.clock.now() + Number(ms), () =>
          fails === true ? reject(new Error('no')) : resolve(says as Value),
        )
      })
    },
  })
  return w
}

test('an open pool takes more while it runs, once per key, and ends when it is closed and all is done', async () => {
  const w = atWork()
  await w.start(poolFlow({ source: 'open', ends: 'closed' }), ['a'])
  await w.clock.pass(10)
  expect(w.view()).toMatchObject({
    status: 'running',
    nodes: { p: { status: 'waiting', progress: { done: 1, total: 1 }, detail: { open: true, items: 'c' } } },
    waitingFor: [{ path: 'p', kind: 'signal' }],
  })
  const add = async (more: Parameters<World['host']['add']>[2]) => {
    const answer = w.host.add('r', 'p', more)
    await w.clock.pass(10)
    return answer
  }
  expect(await add({ items: ['b', 'c'], key: 'k', close: false })).toBe('ok')
  expect(await add({ items: ['b', 'c'], key: 'k', close: false })).toBe('duplicate')
  expect(await add({ items: ['d'], close: true })).toBe('ok')
  expect(w.view()).toMatchObject({ status: 'completed', output: { result: ['ok', 'ok', 'ok', 'ok'] } })
  expect(await add({ items: ['e'], close: false })).toBe('ended')
})

test('a list takes nothing more, and an open pool no more than its most', async () => {
  const w = atWork()
  await w.start(poolFlow({ maxItems: 2, source: 'open', ends: 'closed' }), ['a'])
  const answer = w.host.add('r', 'p', { items: ['b', 'c'], close: false })
  await w.clock.settle()
  expect(await answer).toBe('refused')
  const list = atWork()
  await list.start(poolFlow({}), [{ ms: 50 }])
  const no = list.host.add('r', 'p', { items: ['b'], close: false })
  await list.clock.settle()
  expect(await no).toBe('not-waiting')
})

test('what an item gives under “add” is worked on as well, each id once, and the pool ends when nothing is left', async () => {
  const w = world({
    answer: ({ messages }) => {
      const { id } = JSON.parse(String(messages[0]?.content)) as { id: number }
      return {
        add:
          id < 4
            ? [{ id: String(2 * id) }, { id: String(2 * id + 1) }].map(({ id: next }) => ({ id: Number(next) }))
            : [],
      }
    },
  })
  const flow = flowOf(
    {
      in: 'input',
      p: ['pool', { concurrency: 2, tasks: true, more: { source: 'open' } }],
      w: ['askObject', {}, { parent: 'p' }],
      out: 'output',
    },
    ['in>p', 'p>out'],
  )
  await w.start(flow, [{ id: 1 }])
  expect(w.view().nodes.p).toMatchObject({
    status: 'completed',
    counts: { completed: 7 },
    progress: { done: 7, total: 7 },
  })
})

test('no task begins before those it depends on, higher priorities first; behind a failed one it is blocked', async () => {
  const w = atWork()
  const items = [
    { id: 'build', dependsOn: ['plan'] },
    { id: 'plan', ms: 10 },
    { id: 'low', priority: -1 },
    { id: 'bad', fails: true, priority: 5 },
    { id: 'after', dependsOn: ['bad', 'plan'] },
    { id: 'last', dependsOn: ['after'] },
    { id: 'lost', dependsOn: ['nobody'] },
  ]
  await w.start(poolFlow({ concurrency: 1, tasks: true }), items as unknown as Value)
  await toTheEnd(w)
  const began = w.log().flatMap((event) => (event.type === 'item.opened' ? [items[event.index]?.id] : []))
  expect(began).toEqual(['bad', 'plan', 'build', 'low'])
  const record = w.view().nodes.p?.detail as unknown as {
    outcomes: { index: number; status: string; error?: { code: string } }[]
  }
  expect(record.outcomes.map(({ status, error }) => error?.code ?? status)).toEqual([
    'ok',
    'ok',
    'ok',
    'internal',
    'blocked',
    'blocked',
    'blocked',
  ])
})

test('tasks that wait for each other are refused before anything is asked', async () => {
  const w = atWork()
  await w.start(poolFlow({ tasks: true }), [
    { id: 'a', dependsOn: ['b'] },
    { id: 'b', dependsOn: ['a'] },
  ])
  expect(w.view()).toMatchObject({ status: 'failed', error: { code: 'dependency-cycle' } })
  const twice = atWork()
  await twice.start(poolFlow({ tasks: true }), [{ id: 'a' }, { id: 'a' }])
  expect(twice.view()).toMatchObject({ status: 'failed', error: { code: 'duplicate-id' } })
})

test('an item that fails is begun again so often as it may be; one that takes too long has failed', async () => {
  const w = atWork()
  await w.start(poolFlow({ attempts: 2, itemTimeoutMs: 100 }), [{ fails: true }, { ms: 1_000 }, { ms: 50 }])
  await toTheEnd(w)
  const opened = w.log().flatMap((event) => (event.type === 'item.opened' ? [event.path] : []))
  expect(opened.sort()).toEqual(['p[0]', 'p[0]#2', 'p[1]', 'p[1]#2', 'p[2]'])
  expect(w.view().nodes.p).toMatchObject({ counts: { completed: 1, failed: 2 }, detail: { items: 'ffc' } })
})

test('batches wait for their slowest, a window does not', async () => {
  const items = [100, 10, 10, 10].map((ms) => ({ ms }))
  const took = async (schedule: 'window' | 'batch') => {
    const w = atWork()
    const begun = w.clock.now()
    await w.start(poolFlow({ schedule }), items)
    await w.clock.pass(1_000)
    return (w.log().findLast((event) => event.type === 'item.settled')?.at ?? 0) - begun
  }
  expect([await took('window'), await took('batch')]).toEqual([100, 110])
})

test('a second copy begins after the delay, or as soon as the first has failed', async () => {
  const begins = async (items: Value[]) => {
    const w = atWork()
    const at = w.clock.now()
    await w.start(poolFlow({ staggerMs: 100, enough: 1, attempts: 1 }), items)
    await w.clock.pass(1_000)
    return [w.log().flatMap((event) => (event.type === 'item.opened' ? [event.at - at] : [])), w.view().output]
  }
  expect(await begins([{ ms: 50, says: 'one' }, {}])).toEqual([[0], { result: ['one'] }])
  expect(
    await begins([
      { ms: 500, says: 'one' },
      { ms: 10, says: 'two' },
    ]),
  ).toEqual([[0, 100], { result: ['two'] }])
  expect(
    await begins([
      { ms: 20, fails: true },
      { ms: 10, says: 'two' },
    ]),
  ).toEqual([[0, 20], { result: ['two'] }])
})

test('a pool that is busy doubles its lanes at each interval up to the most, and shrinks by half of the surplus', async () => {
  const w = atWork()
  const scaling = { type: 'threshold', min: 1, max: 10, up: 0.8, intervalMs: 1_000 } as const
  // Forty that take long, then one that takes very long.
  const items = [{ ms: 60_000 }, ...Array.from({ length: 120 }, () => ({ ms: 3_000 }))]
  await w.start(poolFlow({ scaling }), items)
  await w.clock.pass(70_000)
  const sizes = w.log().flatMap((event) => (event.type === 'pool.scaled' ? [event.to] : []))
  expect(sizes).toEqual([2, 4, 8, 10, 6, 4, 3, 2, 1])
  expect(w.view().nodes.p).toMatchObject({ counts: { completed: 121 } })
})

test('from no lane at all a task wakes some at once, and an idle pool goes back to none', async () => {
  const w = atWork()
  const scaling = {
    type: 'target',
    metric: 'queuePerLane',
    target: 2,
    tolerance: 0.1,
    min: 0,
    max: 10,
    globalMax: 20,
    intervalMs: 1_000,
    stabilizeMs: 5_000,
  } as const
  await w.start(poolFlow({ scaling, source: 'open', ends: 'closed' }), [])
  await w.clock.pass(3_000)
  void w.host.add('r', 'p', { items: Array.from({ length: 8 }, () => ({ ms: 500 })), close: false })
  await w.clock.pass(100)
  expect(w.view().nodes.p).toMatchObject({ counts: { running: 4 }, detail: { size: 4 } })
  await w.clock.pass(20_000)
  expect(w.view().nodes.p).toMatchObject({
    status: 'waiting',
    counts: { completed: 8 },
    detail: { size: 0, lanes: [] },
  })
})

test('a lane that fails five times in a row is left out, and its tasks go to others', async () => {
  const w = atWork()
  const items = Array.from({ length: 12 }, (_, n) => ({ fails: n % 2 === 0, ms: 10 }))
  await w.start(
    poolFlow({ dispatch: { type: 'push', strategy: 'roundRobin' }, eject: { failures: 5, ms: 30_000 } }),
    items,
  )
  await w.clock.pass(1_000)
  expect(w.log().filter((event) => event.type === 'lane.ejected')).toMatchObject([{ lane: 1 }])
  expect(w.view().nodes.p?.counts).toMatchObject({ completed: 6, failed: 6 })
})

const options = fc.record({
  concurrency: fc.integer({ min: 1, max: 4 }),
  schedule: fc.constantFrom('window', 'batch'),
  attempts: fc.integer({ min: 1, max: 2 }),
  dispatch: fc.constantFrom(
    undefined,
    { type: 'deque', stealHalf: true },
    { type: 'deque', stealHalf: false },
    ...(['roundRobin', 'leastLoaded', 'weighted', 'powerOfTwo', 'affinity', 'random'] as const).map((strategy) => ({
      type: 'push',
      strategy,
    })),
  ),
  scaling: fc.constantFrom(
    undefined,
    { type: 'threshold', min: 1, max: 4, up: 0.8, intervalMs: 20 },
    {
      type: 'target',
      metric: 'queuePerLane',
      target: 1,
      tolerance: 0.1,
      min: 0,
      max: 4,
      globalMax: 4,
      intervalMs: 20,
      stabilizeMs: 60,
    },
  ),
  itemTimeoutMs: fc.constantFrom(undefined, 1_000),
}) as fc.Arbitrary<Settings>
const work = fc.array(
  fc.record({ ms: fc.integer({ min: 0, max: 100 }), fails: fc.boolean(), load: fc.integer({ min: 1, max: 20 }) }),
  { maxLength: 14 },
)

const summary = (w: World) => ({ output: w.view().output, counts: w.view().nodes.p?.counts })

test('however it is dispatched and scaled, every item is settled once and lanes hold one item each', async () => {
  await fc.assert(
    fc.asyncProperty(options, work, async (settings, items) => {
      const plain = atWork()
      await plain.start(poolFlow({ concurrency: 1 }), items)
      await toTheEnd(plain)
      const w = atWork()
      await w.start(poolFlow({ ...settings, tasks: true }), items)
      await toTheEnd(w)
      expect(w.bugs).toEqual([])
      expect(summary(w)).toEqual(summary(plain))
      const inWork = new Map<number, number>()
      const most = settings.scaling?.max ?? settings.concurrency ?? 0
      for (const event of w.log()) {
        if (event.type === 'item.opened') {
          if (event.lane !== undefined) expect([...inWork.values()]).not.toContain(event.lane)
          inWork.set(event.index, event.lane ?? -1)
        }
        if (event.type === 'item.settled' || event.type === 'item.returned') inWork.delete(event.index)
        if (event.type === 'pool.scaled') expect(event.to).toBeLessThanOrEqual(most)
        // Those who are leaving may still hold something.
        if (!settings.scaling) expect(inWork.size).toBeLessThanOrEqual(most)
      }
    }),
    runs(60),
  )
})

test('a worker may die at any commit of a pool, and the next one comes to the same without asking again', async () => {
  await fc.assert(
    fc.asyncProperty(
      options,
      work,
      fc.integer({ min: 1, max: 30 }),
      fc.boolean(),
      async (settings, items, crash, torn) => {
        const flow = poolFlow({ ...settings, tasks: true })
        const whole = atWork()
        await whole.start(flow, items)
        await toTheEnd(whole)
        const store = memoryStore()
        const first = atWork({ store, through: (inner) => dyingStore(inner, crash, torn) })
        await first.start(flow, items)
        for (let i = 0; i < 50 && first.bugs.length === 0 && first.host.active() > 0; i++) await first.clock.pass(50)
        if (first.bugs.length === 0) return
        const second = atWork({ store, clock: first.clock })
        second.host.resumeAll()
        await second.clock.settle()
        await toTheEnd(second)
        expect(second.bugs).toEqual([])
        expect(summary(second)).toEqual(summary(whole))
      },
    ),
    runs(60),
  )
})

test('ten thousand items that wait make the view no larger, however long the queue', async () => {
  const w = atWork()
  const items = Array.from({ length: 10_000 }, () => ({ ms: 60_000 }))
  await w.start(poolFlow({ concurrency: 8, maxItems: 10_000 }), items)
  await w.clock.settle()
  const detail = w.view().nodes.p?.detail
  expect(JSON.stringify(detail).length).toBeLessThan(2_000)
  expect(detail).toMatchObject({ size: 8, queue: 9_992, board: { todo: 9_992, doing: 8 } })
})
