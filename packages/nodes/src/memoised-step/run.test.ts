import { dyingStore, flowOf, memoryStore, world } from '@quorum/engine/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kit } from '../runners.ts'
import { keyOf } from './definition.ts'

const around = (params: Record<string, unknown>, concurrency = 10) =>
  flowOf(
    {
      q: ['input', { fields: [{ name: 'list', type: 'list' }] }],
      t: ['code', {}],
      p: ['pool', { concurrency, maxItems: 1_000 }],
      m: ['memoised-step', params, { parent: 'p' }],
      a: ['agent', { prompt: '{{ input }}' }, { parent: 'm', policy: { attempts: 1 } }],
      out: 'output',
      all: ['output', { name: 'all' }],
    },
    ['q>t', 't>p', 'p.item>m', 'm>p.result', 'p>out', 'p.outcomes>all'],
  )
/** The code node takes the list out of the form. */
const sandbox = {
  run: ({ input }: { input: unknown }) => Promise.resolve({ value: (input as { list: never }).list, logs: [] }),
  render: () => Promise.reject(new Error('not needed')),
}
const asked = (request: { messages: readonly { content: string }[] }) => request.messages.at(-1)?.content ?? ''

test('the same input is worked out once, also by those that come at the same time; a hit asks nobody', async () => {
  const w = world({ kit, sandbox: sandbox as never, answer: (request) => `for ${asked(request)}` })
  await w.start(around({}), { list: ['a', 'b', 'a', 'a', 'b'] })
  expect(w.view()).toMatchObject({
    status: 'completed',
    output: { result: ['for a', 'for b', 'for a', 'for a', 'for b'] },
  })
  expect(w.view().usage.calls).toBe(2)
  expect(w.view().nodes['p/m']?.detail ?? w.view().nodes.m?.detail).toMatchObject({ made: 2, reused: 3 })
})

test('what failed is not kept: the next in line works it out', async () => {
  let calls = 0
  const w = world({ kit, sandbox: sandbox as never, answer: () => (++calls === 1 ? 'fail' : 'fine') })
  await w.start(around({}), { list: ['a', 'a', 'a'] })
  expect(w.view().output?.all).toMatchObject([{ status: 'failed' }, { status: 'ok' }, { status: 'ok' }])
  expect(calls).toBe(2)
})

test('when it is no longer good it is made anew, and only the fields named count', async () => {
  let calls = 0
  const w = world({ kit, answer: () => `made ${++calls}` })
  await w.start(
    flowOf(
      {
        q: 'input',
        l: ['loop', { times: 4 }],
        m: ['memoised-step', { ttlMs: 2_500, fields: ['id'] }, { parent: 'l' }],
        a: ['agent', {}, { parent: 'm' }],
        s: ['wait', { ms: 1_000 }, { parent: 'l' }],
        v: ['template', { text: '{{ input }}' }, { parent: 'l' }],
        out: 'output',
      },
      ['q>l', 'l.state>m', 'm.hit>s', 's>v', 'v>l.result', 'l>out'],
    ),
    { id: 7, at: 'now' },
  )
  for (let i = 0; i < 6; i++) await w.clock.pass(1_000)
  expect(w.view().status).toBe('completed')
  expect(calls).toBeGreaterThan(1)
})

test('at most one is at work for each input, every input is asked exactly once, also after a crash', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 9 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 40 }),
      async (list, concurrency, crashPoint) => {
        const busy = new Set<string>()
        const answer = async (request: { messages: readonly { content: string }[] }) => {
          const text = asked(request)
          expect(busy.has(text)).toBe(false)
          busy.add(text)
          await Promise.resolve()
          busy.delete(text)
          return `for ${text}`
        }
        const store = memoryStore()
        const first = world({
          kit,
          sandbox: sandbox as never,
          answer,
          store,
          through: (inner) => dyingStore(inner, crashPoint, crashPoint % 2 === 0),
        })
        await first.start(around({}, concurrency), { list })
        busy.clear()
        const second = world({ kit, sandbox: sandbox as never, answer, store, clock: first.clock })
        second.host.resumeAll()
        await second.clock.settle()
        const last = second.host.view('r') ? second : first
        expect(last.view()).toMatchObject({ status: 'completed', output: { result: list.map((one) => `for ${one}`) } })
        expect(last.view().usage.calls).toBe(new Set(list).size)
      },
    ),
    { numRuns: 25 },
  ))

test('the order of fields does not matter, everything else does', () => {
  expect(keyOf({ a: 1, b: { c: 2, d: 3 } }, [])).toBe(keyOf({ b: { d: 3, c: 2 }, a: 1 }, []))
  expect(keyOf({ a: 1, b: 2 }, ['a'])).toBe(keyOf({ a: 1, b: 3 }, ['a']))
  expect(keyOf([1, 2], [])).not.toBe(keyOf([2, 1], []))
  expect(keyOf('1', [])).not.toBe(keyOf(1, []))
})

test('across runs, what is inside may be answered from memory', async () => {
  const remember: unknown[] = []
  const w = world({
    kit,
    answer: (request) => {
      remember.push(request.remember)
      return 'fine'
    },
  })
  const flow = flowOf(
    {
      q: 'input',
      m: ['memoised-step', { acrossRuns: true }],
      a: ['agent', {}, { parent: 'm' }],
      b: 'agent',
      out: 'output',
    },
    ['q>m', 'm>b', 'b>out'],
  )
  await w.start(flow, 'x')
  expect(remember).toEqual([true, undefined])
})
