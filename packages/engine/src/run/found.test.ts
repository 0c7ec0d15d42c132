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
async function retriedAfter(
  broken: (key: string) => boolean,
  { afterMs, ...script }: Script & { readonly afterMs?: (key: string) => number },
) {
  const state = { mended: false }
  const answer = (key: string) => ({
    text: !state.mended && broken(key) ? 'fail' : 'ok',
    ...(afterMs ? { afterMs: afterMs(key) } : {}),
  })
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

/** Two items of which one failure is enough; the body fails as it says, once in each, before the other item is withdrawn. */
const pair = (nodes: Parameters<typeof flowOf>[0], edges: string[]) =>
  flowOf({ l: ['list', { of: 2 }], p: ['pool', { failure: 'threshold' }], ...nodes, out: 'output' }, [
    'l>p',
    'p.results>out',
    ...edges,
  ])
const inPool = { parent: 'p', policy: { attempts: 1 } }
/** In the second item something is still at work when the first one fails. */
const slowInSecond = (key: string) => (/p\[1\].*slow(?!#1)/.test(key) ? 100 : key.includes('slow') ? 20 : 10)

test('a retry also mends what had failed in an item that was withdrawn', async () => {
  const withBox = pair(
    {
      e: ['join', { need: 'each' }, inPool],
      b: ['box', { parts: 1 }, inPool],
      slow: ['ask', {}, inPool],
      g: ['join', { need: 'collect' }, inPool],
    },
    ['p.item>e', 'e>b', 'e>slow', 'slow>g', 'g>p.result'],
  )
  const { again } = await retriedAfter((key) => key.includes('/b/'), { flow: withBox, afterMs: slowInSecond })
  expect(again).toMatchObject({ status: 'completed', output: { result: [['ok'], ['ok']] } })

  const beforeJoin = pair({ a: ['ask', {}, inPool], slow: ['ask', {}, inPool], j: ['pass', {}, inPool] }, [
    'p.item>a',
    'p.item>slow',
    'a>j',
    'slow>j',
    'j>p.result',
  ])
  const waiting = await retriedAfter((key) => key.includes('/a/'), { flow: beforeJoin, afterMs: slowInSecond })
  expect(waiting.again).toMatchObject({
    status: 'completed',
    output: {
      result: [
        ['ok', 'ok'],
        ['ok', 'ok'],
      ],
    },
  })
})

test('a retry knows that nothing has happened yet in the round in which an item was withdrawn', async () => {
  const flow = pair(
    {
      h: ['pass', {}, inPool],
      a: ['ask', {}, inPool],
      slow: ['ask', {}, inPool],
      c: ['pass', {}, inPool],
      g: ['gate', { when: 'round >= 2' }, inPool],
    },
    ['p.item>h', 'h>a', 'h>slow', 'a>c', 'slow>c', 'c>g', 'g.fail>h', 'g.pass>p.result'],
  )
  const { again } = await retriedAfter((key) => key.includes('/a#2'), { flow, afterMs: slowInSecond })
  expect(again).toMatchObject({ status: 'completed' })
  expect(again.nodes.c?.counts).toMatchObject({ completed: 4 })
})

test('a retry leaves a guard that was between two tries to begin the next', async () => {
  const flow = flowOf(
    { gu: ['guard', { attempts: 2 }], a: ['ask', {}, { parent: 'gu', policy: { attempts: 1 } }], out: 'output' },
    ['gu>out'],
  )
  const state = { mended: false }
  const w = scripted({ flow, answer: () => ({ text: state.mended ? 'ok' : 'fail' }) })
  await w.start(flow)
  expect(w.view().nodes.gu?.status).toBe('retrying')
  void w.host.cancel('r')
  await w.clock.settle()
  expect(w.view().status).toBe('cancelled')
  state.mended = true
  void w.host.retry(w.store.records.get('r') as RunRecord, {})
  await w.clock.settle()
  expect(await toTheEnd(w)).toMatchObject({ status: 'completed', output: { result: 'ok' } })
  expect(w.model.asked).toEqual(['r/gu#1/a/1', 'r/gu#2/a/1'])
})

test('a retry finds the batches it left: one behind a failure has not begun', async () => {
  const flow = flowOf(
    {
      l: ['loop', { times: 1 }],
      a: ['ask', {}, { parent: 'l', policy: { attempts: 1 } }],
      b: 'pass',
      g: ['join', { need: 'collect', n: 1 }],
      x: 'pass',
      all: ['join', { need: 'collect' }],
      out: 'output',
    },
    ['l.limit>g', 'b>g', 'g>x', 'x>all', 'all>out'],
  )
  const { again } = await retriedAfter((key) => key.includes('/a/'), { flow })
  expect(again).toMatchObject({ status: 'completed', output: { result: [[null]] } })
})

test('a loop with a failure in a round that nobody absorbs gives up, so that a retry can mend that round', async () => {
  const flow = flowOf(
    {
      in: 'input',
      a: 'add',
      e: ['join', { need: 'each' }],
      lost: ['ask', {}, { policy: { attempts: 1 } }],
      x: 'pass',
      c: ['join', { need: 'collect' }],
      g: ['gate', { when: 'round >= 3' }],
      beside: 'pass',
      j: 'join',
      out: 'output',
    },
    ['in>a', 'a>e', 'e>lost', 'e>x', 'x>c', 'c>g', 'g.fail>a', 'g.pass>j', 'beside>j', 'j>out'],
  )
  const { again, asked } = await retriedAfter((key) => key.includes('e#2'), { flow, input: 0 })
  expect(again).toMatchObject({ status: 'completed', nodes: { lost: { counts: { completed: 3 } } } })
  expect(again.output?.result).toHaveLength(2)
  expect(asked).toEqual(['r/e#2[0]/lost/2', 'r/e#3[0]/lost/1'])
})

test('a gate at the limit of its loop shows the same, whichever item came there last', async () => {
  const flow = flowOf(
    {
      l: ['list', { of: 2 }],
      p: 'pool',
      a: ['add', {}, { parent: 'p' }],
      b: ['ask', {}, { parent: 'p', policy: { attempts: 1 } }],
      g: ['gate', { when: "input == 'done'" }, { parent: 'p' }],
      out: 'output',
    },
    ['l>p', 'p.item>a', 'a>b', 'b>g', 'g.fail>a*2', 'g.pass>p.result', 'p.results>out'],
  )
  const inOrder = (slow: string) => (key: string) => ({
    text: key.includes('p[0]') ? 'again' : 'done',
    afterMs: key.includes(slow) ? 50 : 5,
  })
  const first = await undisturbed({ flow, answer: inOrder('p[1]') })
  const last = await undisturbed({ flow, answer: inOrder('p[0]') })
  expect(first.view.nodes.g).toMatchObject({ status: 'completed', counts: { completed: 2, failed: 1 } })
  expect(outcomeOf(last.view)).toEqual(outcomeOf(first.view))
})

test('a replay goes on with whom the run went on with, whoever is first this time', async () => {
  const flow = flowOf({ in: 'input', a: 'ask', b: 'ask', j: ['join', { need: 'n', n: 1 }], out: 'output' }, [
    'in>a',
    'in>b',
    'a>j',
    'b>j',
    'j>out',
  ])
  const answer = (key: string) => (key.includes('/a/') ? { text: 'late', afterMs: 50 } : { text: 'first', afterMs: 5 })
  const { w, view } = await undisturbed({ flow, answer })
  await w.start(flow, 0, 'again', { runId: 'r', keep: 'all', pins: {} })
  expect((await toTheEnd(w, {}, 'again')).output).toEqual(view.output)
  expect(JSON.stringify(view.output)).toContain('first')
})
