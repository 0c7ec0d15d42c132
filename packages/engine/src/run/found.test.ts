import { expect, test } from 'vitest'
import { validateFlow } from '../flow/validate.ts'
import {
  flowOf,
  outcomeOf,
  type Script,
  scripted,
  testKit,
  toTheEnd,
  undisturbed,
  withCrash,
} from '../testing/index.ts'
import type { RunRecord } from './backend.ts'

/** What random flows have found, each as small as it became. */

/** Fails where `broken` says so, is mended, and is retried. */
async function retriedAfter(broken: (key: string) => boolean, script: Script) {
  const state = { mended: false }
  const answer = (key: string) => ({ text: !state.mended && broken(key) ? 'fail' : 'ok' })
  const { view, w } = await undisturbed({ ...script, answer })
  expect(view.status).toBe('failed')
  state.mended = true
  const asked = w.model.asked.length
  void w.host.retry(w.store.records.get('r') as RunRecord, {})
  await w.clock.settle()
  const again = await toTheEnd(w)
  expect(w.bugs).toEqual([])
  return { again, asked: w.model.asked.slice(asked) }
}

test('a retry goes on in the last round of a loop in a loop', async () => {
  const flow = flowOf(
    {
      in: 'input',
      o: ['loop', { times: 3 }],
      i: ['loop', { times: 1 }, { parent: 'o' }],
      a: ['ask', {}, { parent: 'i', policy: { attempts: 1 } }],
      out: 'output',
    },
    ['in>o', 'o>out'],
  )
  const { again, asked } = await retriedAfter((key) => key.includes('o#3'), { flow })
  expect(again).toMatchObject({ status: 'completed', output: { result: 'ok' } })
  expect(asked).toEqual(['r/o#3/i#1/a/2'])
})

test('a retry goes on in an item of a pool in a pool', async () => {
  const flow = flowOf(
    {
      l: ['list', { of: 2 }],
      p: ['pool', { failure: 'threshold' }],
      m: ['list', { of: 2 }, { parent: 'p' }],
      q: ['pool', { failure: 'threshold' }, { parent: 'p' }],
      a: ['ask', {}, { parent: 'q', policy: { attempts: 1 } }],
      out: 'output',
    },
    ['l>p', 'p.item>m', 'm>q', 'q.results>p.result', 'p.results>out'],
  )
  const { again, asked } = await retriedAfter((key) => key.includes('p[1]/q[1]'), { flow })
  expect(again).toMatchObject({
    status: 'completed',
    output: {
      result: [
        ['ok', 'ok'],
        ['ok', 'ok'],
      ],
    },
  })
  expect(asked).toContain('r/p[1]/q[1]/a/2')
})

test('a node inside a composite inside a pool shows the same, whichever item ends last', async () => {
  const flow = flowOf(
    {
      l: ['list', { of: 2 }],
      p: ['pool', { concurrency: 2 }],
      b: ['box', { parts: 1 }, { parent: 'p', policy: { attempts: 1 } }],
      out: 'output',
    },
    ['l>p', 'p.results>out'],
  )
  const inOrder = (slow: string) => (key: string) => ({
    text: key.includes('p[0]') ? 'fail' : 'ok',
    afterMs: key.includes(slow) ? 50 : 5,
  })
  const failedFirst = await undisturbed({ flow, answer: inOrder('p[1]') })
  const failedLast = await undisturbed({ flow, answer: inOrder('p[0]') })
  expect(outcomeOf(failedFirst.view)).toEqual(outcomeOf(failedLast.view))
  expect(failedLast.view.nodes['b/part0']?.status).toBe('completed')
})

test('a composite that failed in every item is not shown as completed because one of its calls was', async () => {
  const flow = flowOf(
    {
      l: ['list', { of: 1 }],
      p: 'pool',
      b: ['box', { parts: 2 }, { parent: 'p', policy: { attempts: 1 } }],
      out: 'output',
    },
    ['l>p', 'p.results>out'],
  )
  const { view } = await undisturbed({ flow, answer: (key) => ({ text: key.includes('part1') ? 'fail' : 'ok' }) })
  expect(view.nodes).toMatchObject({ b: { status: 'failed' }, 'b/part0': { status: 'completed' } })
})

test('a pool within a pool counts the items of all its openings', async () => {
  const flow = flowOf(
    {
      l: ['list', { of: 3 }],
      p: ['pool', { concurrency: 3 }],
      m: ['list', { of: 2 }, { parent: 'p' }],
      q: ['pool', {}, { parent: 'p' }],
      a: ['ask', {}, { parent: 'q' }],
      out: 'output',
    },
    ['l>p', 'p.item>m', 'm>q', 'q.results>p.result', 'p.results>out'],
  )
  const script: Script = { flow, answer: (key) => ({ text: 'ok', afterMs: key.length }) }
  const { view } = await undisturbed(script)
  expect(view.nodes.q).toMatchObject({ counts: { completed: 6 }, progress: { done: 6, total: 6 } })
  const after = await withCrash(script, 3, false)
  expect(after && outcomeOf(after.view)).toEqual(outcomeOf(view))
})

test('of two failures the run tells the first in the drawing, whichever came first', async () => {
  const flow = flowOf(
    { a: ['ask', {}, { policy: { attempts: 1 } }], b: 'boom', outA: 'output', outB: ['output', { name: 'b' }] },
    ['a>outA', 'b>outB'],
  )
  const { view } = await undisturbed({ flow, answer: () => ({ text: 'fail', afterMs: 50 }) })
  expect(view).toMatchObject({ status: 'failed', error: { nodeId: 'a', code: 'model-error' } })
})

test('the limit of a loop may lead to a node of the loop around it', () => {
  const around = ['in>a', 'g.fail>a', 'g.pass>out']
  const errors = (nodes: Parameters<typeof flowOf>[0], edges: string[]) =>
    validateFlow(
      flowOf({ in: 'input', a: 'pass', g: ['gate', { when: 'true' }], out: 'output', ...nodes }, edges),
      testKit,
    )
      .filter(({ severity }) => severity === 'error')
      .map(({ code }) => code)
  expect(
    errors({ l: ['loop', { times: 1 }], x: ['pass', {}, { parent: 'l' }] }, [...around, 'a>l', 'l>g', 'l.limit>g']),
  ).toEqual([])
  expect(
    errors({ b: 'pass', h: ['gate', { when: 'true' }] }, [
      ...around,
      'a>b',
      'b>h',
      'h.fail>b',
      'h.pass>g',
      'h.limit>g',
    ]),
  ).toEqual([])
  expect(errors({}, [...around, 'a>g', 'g.limit>a'])).toEqual(['limit-inside-loop'])
})

test('one step of a paused run begins what waits for a free place, too', async () => {
  const w = scripted({ flow: flowOf({}, []), answer: () => ({ text: 'ok', afterMs: 10 }) })
  await w.start(flowOf({ a: 'ask', b: 'ask' }, [], { concurrency: 1 }))
  void w.host.pause('r')
  await w.clock.pass(20)
  expect(w.model.asked).toEqual(['r/a/1'])
  void w.host.step('r')
  await w.clock.pass(20)
  expect(w.model.asked).toEqual(['r/a/1', 'r/b/1'])
})
