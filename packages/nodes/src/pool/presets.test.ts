import { Flow, type Value } from '@quorum/engine'
import { world } from '@quorum/engine/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { definitionOf } from '../definitions.ts'
import { kit } from '../runners.ts'

/** Kinds that are a pool of tasks with its settings fixed. */
const kinds = ['todone-board', 'work-stealing-queue', 'dynamic-spawning', 'elastic-scaling', 'load-balancing'] as const

/** Runs one kind over a body that asks a model; how long an item takes, and whether it fails, it says itself. */
async function run(kind: string, input: Value, params: Record<string, unknown> = {}) {
  const { outputs } = (definitionOf(kind) as NonNullable<ReturnType<typeof definitionOf>>).ports(params)
  const flow = Flow.parse({
    format: 'quorum.flow/1',
    name: 'Pool',
    settings: { concurrency: 1_000 },
    nodes: [
      { id: 'q', kind: 'input', params: {} },
      { id: 'p', kind, params },
      { id: 'w', kind: 'agent', parent: 'p', params: { prompt: '{{ item }}' }, policy: { attempts: 1 } },
      ...outputs.map(({ id }, i) => ({ id: `o${i}`, kind: 'output', params: { name: id } })),
    ],
    edges: [
      { id: 'in', source: 'q', target: 'p' },
      ...outputs.map(({ id }, i) => ({ id: `e${i}`, source: 'p', sourcePort: id, target: `o${i}` })),
    ],
  })
  const all: ReturnType<typeof world> = world({
    kit,
    answer: ({ messages }) => {
      const text = messages.at(-1)?.content ?? ''
      // An object of one field reads as the value of that.
      const ms = Number(/(?:"ms":\s*|^)(\d+)/.exec(text)?.[1] ?? 0)
      const fails = text === 'true' || text.includes('fails')
      return new Promise((resolve, reject) => {
        all.clock.at(all.clock.now() + ms, () => (fails ? reject(new Error('no')) : resolve(`did ${text}`)))
      })
    },
  })
  const began = all.clock.now()
  await all.start(flow, input)
  for (let i = 0; i < 400 && all.host.active() > 0; i++) await all.clock.pass(500)
  expect(all.bugs).toEqual([])
  const log = all.log()
  const ended = log.findLast((event) => event.type === 'item.settled')?.at ?? began
  const view = all.view()
  return { view, log, output: view.output ?? {}, took: ended - began, node: view.nodes.p }
}

const lanesOf = (log: Awaited<ReturnType<typeof run>>['log']) =>
  log.flatMap((event) => (event.type === 'item.opened' ? [event.lane ?? 0] : []))

test.each([...kinds, 'fan-out', 'batch-job'])(
  '%s with an empty list is done at once and asks nothing',
  async (kind) => {
    const { view } = await run(kind, [])
    expect(view).toMatchObject({ status: 'completed', usage: { calls: 0 }, output: { results: [] } })
  },
)

test.each(kinds)(
  '%s does every task exactly once, failed ones are entries, and it never fails because of them',
  async (kind) => {
    const tasks = fc.array(
      fc.record({ ms: fc.integer({ min: 0, max: 90 }), does: fc.constantFrom('works', 'fails') }),
      {
        maxLength: 12,
      },
    )
    await fc.assert(
      fc.asyncProperty(tasks, async (list) => {
        const { view, output } = await run(kind, list, { intervalMs: 20, stabilizeMs: 40 })
        expect(view.status).toBe('completed')
        const results = output.results as { task: Value; outcome: { status: string } }[]
        expect(results.map(({ task }) => task)).toEqual(list)
        expect(results.map(({ outcome }) => outcome.status)).toEqual(
          list.map(({ does }) => (does === 'fails' ? 'failed' : 'ok')),
        )
      }),
      { numRuns: 8 },
    )
  },
)

test('fan-out keeps the order of the list whatever is done first, or tells it in the order of completion', async () => {
  const items = [{ ms: 90 }, { ms: 10 }, { ms: 50 }]
  const ms = ({ output }: Awaited<ReturnType<typeof run>>) =>
    (output.results as string[]).map((text) => /\d+/.exec(text)?.[0])
  expect(ms(await run('fan-out', items))).toEqual(['90', '10', '50'])
  expect(ms(await run('fan-out', items, { order: 'completion' }))).toEqual(['10', '50', '90'])
})

test('a window never takes longer than batches', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 10 }), async (times) => {
      const items = times.map((ms) => ({ ms }))
      const window = await run('fan-out', items, { concurrency: 3 })
      const batch = await run('fan-out', items, { concurrency: 3, schedule: 'batch' })
      expect(window.took).toBeLessThanOrEqual(batch.took)
    }),
    { numRuns: 10 },
  )
})

test('on the board a failed task blocks those behind it, and done, failed and blocked are all there are', async () => {
  const tasks: Value = [
    { id: 'plan' },
    { id: 'build', dependsOn: ['plan'] },
    { id: 'broken', fails: true },
    { id: 'after', dependsOn: ['broken'] },
  ]
  const { output, node } = await run('todone-board', tasks, { maxLanes: 2 })
  expect(output.board).toEqual({ done: ['plan', 'build'], failed: ['broken'], blocked: ['after'], todo: [] })
  expect((output.results as { outcome: { attempts?: number } }[])[2]?.outcome.attempts).toBe(2)
  expect(node?.detail).toMatchObject({ board: { todo: 0, doing: 0, done: 2, failed: 1, blocked: 1 } })
  expect((await run('todone-board', tasks, { onExhausted: 'fail' })).view.status).toBe('failed')
})

test('idle lanes steal: nobody is idle while another has tasks, and all is done in total/lanes + the longest', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom('shared', 'deque'),
      async (times, lanes, mode) => {
        const { took } = await run(
          'work-stealing-queue',
          times.map((ms) => ({ ms })),
          { lanes, mode },
        )
        const total = times.reduce((sum, ms) => sum + ms, 0)
        expect(took).toBeLessThanOrEqual(total / lanes + Math.max(...times))
      },
    ),
    { numRuns: 15 },
  )
  const unequal = Array.from({ length: 32 }, (_, n) => ({ ms: n % 4 === 0 ? 400 : 5 }))
  const { output } = await run('work-stealing-queue', unequal, { lanes: 4, mode: 'deque' })
  expect((output.summary as { stolen: number }).stolen).toBeGreaterThan(0)
})

test('spawning doubles 1, 2, 4, 8, 10 and says why', async () => {
  const { output } = await run(
    'dynamic-spawning',
    Array.from({ length: 60 }, () => ({ ms: 20_000 })),
  )
  const steps = output.scaling as { to: number; why: string }[]
  expect(steps.slice(0, 4).map(({ to }) => to)).toEqual([2, 4, 8, 10])
  expect(steps[0]?.why).toBe('100 % busy, 59 waiting')
})

test('round robin gives everybody as many, least loaded about as much', async () => {
  const items = Array.from({ length: 23 }, (_, n) => ({ ms: 1 + (n % 7), load: 1 + (n % 7) }))
  const turn = await run('load-balancing', items, { strategy: 'roundRobin' })
  const counts = (turn.output.loads as { done: number }[]).map(({ done }) => done)
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
  expect(new Set(lanesOf(turn.log)).size).toBe(5)
})

test('a hedged request asks once if the answer comes in time, and takes the first success', async () => {
  const quick = await run('hedged-request', { ms: 10 })
  expect(quick.view).toMatchObject({ status: 'completed', usage: { calls: 1 } })
  const slow = await run('hedged-request', { ms: 15_000 })
  expect(slow.view.nodes.p?.detail).toMatchObject({ winner: 0, items: 'cx' })
  const broken = await run('hedged-request', { fails: true })
  expect(broken.view).toMatchObject({ status: 'failed', error: { code: 'all-failed' } })
})

test('a batch job tries what expired once more and restores the order', async () => {
  const { node, output } = await run('batch-job', [{ ms: 900 }, { ms: 5 }, { ms: 1 }], { batchSize: 2, expireMs: 500 })
  expect(node?.counts).toMatchObject({ completed: 2, failed: 1 })
  expect((output.outcomes as { attempts?: number }[])[0]?.attempts).toBe(2)
})
