import { flowOf, world } from '@quorum/engine/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kit } from '../runners.ts'

const around = (params: Record<string, unknown>, concurrency = 1) =>
  flowOf(
    {
      q: ['input', { fields: [{ name: 'list', type: 'list' }] }],
      t: ['code', {}],
      p: ['pool', { concurrency, maxItems: 1_000 }],
      c: ['circuit-breaker', params, { parent: 'p' }],
      a: ['agent', {}, { parent: 'c', policy: { attempts: 1 } }],
      lost: ['template', { text: 'lost' }, { parent: 'p' }],
      out: 'output',
    },
    ['q>t', 't>p', 'p.item>c', 'c>p.result', 'c.rejected>lost', 'lost>p.result', 'p>out'],
  )
/** The code node takes the list out of the form. */
const sandbox = {
  run: ({ input }: { input: unknown }) => Promise.resolve({ value: (input as { list: never }).list, logs: [] }),
  render: () => Promise.reject(new Error('not needed')),
}
const list = (length: number) => ({ list: Array.from({ length }, (_, i) => i) })

test('after so many failures nothing is called while it is open', async () => {
  let calls = 0
  const w = world({
    kit,
    sandbox: sandbox as never,
    answer: () => {
      calls++
      return 'fail'
    },
  })
  await w.start(around({ failures: 3 }), list(8))
  expect(calls).toBe(3)
  expect(w.view()).toMatchObject({ status: 'completed', output: { result: Array(5).fill('lost') } })
})

test('once it has been open long enough one call is let through: a failure opens it again, a success closes it', async () => {
  const says = ['fail', 'fail', 'fail', 'fine', 'fine', 'fine']
  const at: number[] = []
  const w = world({
    kit,
    answer: () => {
      at.push(w.clock.now())
      return says[at.length - 1] ?? 'fine'
    },
  })
  const rounds = flowOf(
    {
      q: 'input',
      l: ['loop', { times: 9 }],
      c: ['circuit-breaker', { failures: 2, openMs: 2_500 }, { parent: 'l' }],
      a: ['agent', {}, { parent: 'c', policy: { attempts: 1 } }],
      ok: ['join', { need: 'n', n: 1 }, { parent: 'l' }],
      s: ['wait', { ms: 1_000 }, { parent: 'l' }],
      out: 'output',
    },
    ['q>l', 'l.state>c', 'c>ok', 'c.rejected>ok', 'c.error>ok', 'ok>s', 's>l.result', 'l>out'],
  )
  const c = rounds.nodes.find(({ id }) => id === 'c')
  await w.start({
    ...rounds,
    nodes: rounds.nodes.map((node) => (node === c ? { ...c, policy: { onError: 'port' } } : node)),
  } as typeof rounds)
  const began = w.clock.now()
  for (let i = 0; i < 10; i++) await w.clock.pass(1_000)
  // Fails at 0 and 1 s, open until 3.5 s; the call at 4 s fails, open until 6.5 s; from 7 s on all is well.
  expect(at.map((time) => time - began)).toEqual([0, 1_000, 4_000, 7_000, 8_000])
  expect(w.view().status).toBe('completed')
})

test('at most so many are inside at once, and nobody is left outside', async () => {
  let inside = 0
  let most = 0
  const w = world({
    kit,
    sandbox: sandbox as never,
    answer: () => {
      most = Math.max(most, ++inside)
      return new Promise((resolve) => {
        w.clock.at(w.clock.now() + 100, () => {
          inside--
          resolve('fine')
        })
      })
    },
  })
  await w.start(around({ concurrency: 2 }, 10), list(9))
  await w.clock.pass(1_000)
  expect(most).toBe(2)
  expect(w.view()).toMatchObject({ status: 'completed', output: { result: Array(9).fill('fine') } })
})

test('no window holds more beginnings than the rate allows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 }), async (count, items) => {
      const at: number[] = []
      const w = world({
        kit,
        sandbox: sandbox as never,
        answer: () => {
          at.push(w.clock.now())
          return 'fine'
        },
      })
      await w.start(around({ rateCount: count, ratePerMs: 1_000 }, 10), list(items))
      for (let i = 0; i < 25 && w.host.active() > 0; i++) await w.clock.pass(500)
      expect(w.view().status).toBe('completed')
      expect(at.length).toBe(items)
      for (const [i, time] of at.entries()) expect(time - (at[i - count] ?? -1_000)).toBeGreaterThanOrEqual(1_000)
    }),
    { numRuns: 12 },
  )
})

test('the node tells how many it turned away', async () => {
  const w = world({ kit, sandbox: sandbox as never, answer: () => 'fail' })
  await w.start(around({ failures: 2 }), { list: ['a', 'b', 'c', 'd', 'e'] })
  const fuse = w.view().nodes['p/c'] ?? w.view().nodes.c
  expect(fuse?.detail).toEqual({ open: true, rejected: 3 })
  expect(fuse?.counts).toMatchObject({ completed: 3, failed: 2 })
})
