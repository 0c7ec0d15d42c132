import { expect, test } from 'vitest'
import type { Flow } from '../flow/flow.ts'
import { flowOf, type World, type WorldOptions, world } from '../testing/index.ts'
import type { RunBackend } from './backend.ts'

const record = (flow: Flow) => ({
  id: 'r',
  flowId: null,
  revision: null,
  flow,
  input: null,
  seed: 1,
  model: null,
  source: null,
  callees: {},
})

async function retried(w: World, flow: Flow, wish: Parameters<RunBackend['retry']>[1] = {}) {
  const reply = w.host.retry(record(flow), wish)
  await w.clock.settle()
  await w.clock.pass(10)
  return reply
}

/** A model that fails for good where `broken` says so, until it is mended. */
function unsteady(broken: (key: string) => boolean) {
  const state = { mended: false }
  const options: WorldOptions = {
    answer: (_, key) => (!state.mended && broken(key) ? 'fail' : `ok ${key.split('/').slice(1, -1).join('/')}`),
  }
  return { state, w: world(options) }
}
const once = { policy: { attempts: 1 } }

test('retry goes on from what failed, keeps what succeeded, and goes on counting attempts', async () => {
  const flow = flowOf({ a: 'ask', b: ['ask', {}, once], c: 'ask', j: 'join', out: 'output' }, [
    'a>b',
    'b>j',
    'c>j',
    'j>out',
  ])
  const { w, state } = unsteady((key) => key.includes('/b/'))
  await w.start(flow)
  expect(w.view()).toMatchObject({ status: 'failed', nodes: { j: { status: 'failed' }, out: { status: 'skipped' } } })
  state.mended = true
  expect(await retried(w, flow)).toBe('ok')
  expect(w.view()).toMatchObject({
    status: 'completed',
    error: null,
    output: { result: ['ok b', 'ok c'] },
    usage: { calls: 4 },
  })
  expect(w.model.asked).toEqual(['r/a/1', 'r/c/1', 'r/b/1', 'r/b/2'])
  expect(w.bugs).toEqual([])
})

test('a composite that failed keeps the answers it had', async () => {
  const flow = flowOf({ b: ['box', { parts: 3 }, once], out: 'output' }, ['b>out'])
  const { w, state } = unsteady((key) => key.includes('part1'))
  await w.start(flow)
  expect(w.view().status).toBe('failed')
  state.mended = true
  await retried(w, flow)
  expect(w.view()).toMatchObject({
    status: 'completed',
    nodes: { b: { status: 'completed', progress: { done: 3, total: 3 } } },
  })
  expect(w.model.asked).toEqual(['r/b/part0/1', 'r/b/part1/1', 'r/b/part2/1', 'r/b/part1/2'])
})

test('the failed items of a pool can be done again, alone, and what comes after it with them', async () => {
  const flow = flowOf(
    { l: ['list', { of: 4 }], p: 'pool', w: ['ask', {}, { ...once, parent: 'p' }], after: 'pass', out: 'output' },
    ['l>p', 'p.results>after', 'after>out'],
  )
  const { w, state } = unsteady((key) => key.includes('p[2]'))
  await w.start(flow)
  expect(w.view()).toMatchObject({ status: 'completed', output: { result: ['ok p[0]/w', 'ok p[1]/w', 'ok p[3]/w'] } })
  state.mended = true
  await retried(w, flow, { paths: ['p[2]'] })
  expect(w.view()).toMatchObject({
    status: 'completed',
    output: { result: ['ok p[0]/w', 'ok p[1]/w', 'ok p[2]/w', 'ok p[3]/w'] },
    usage: { calls: 5 },
  })
  expect(w.model.asked).toHaveLength(5)
})

test('an item that came out wrong is done again by itself, though it had succeeded', async () => {
  const flow = flowOf(
    {
      l: ['list', { of: 4 }],
      p: 'pool',
      w: ['ask', {}, { parent: 'p' }],
      v: ['ask', {}, { parent: 'p' }],
      out: 'output',
    },
    ['l>p', 'p.item>w', 'w>v', 'v>p.result', 'p.results>out'],
  )
  let says = 'wrong'
  const w = world({ answer: (_, key) => (key.includes('p[2]/v') ? says : 'right') })
  await w.start(flow)
  expect(w.view()).toMatchObject({ status: 'completed', output: { result: ['right', 'right', 'wrong', 'right'] } })
  says = 'mended'
  const asked = w.model.asked.length
  await retried(w, flow, { paths: ['p[2]'] })
  expect(w.view()).toMatchObject({ status: 'completed', output: { result: ['right', 'right', 'mended', 'right'] } })
  expect(w.model.asked.slice(asked).map((key) => key.replace(/\/\d+$/, ''))).toEqual(['r/p[2]/w', 'r/p[2]/v'])
})

test('a run stopped by its budget goes on with a larger one', async () => {
  const flow = flowOf(
    { l: ['list', { of: 6 }], p: 'pool', w: ['ask', {}, { parent: 'p' }], out: 'output' },
    ['l>p', 'p.results>out'],
    { budget: { calls: 4 } },
  )
  const w = world({ answer: () => 'ok' })
  await w.start(flow)
  expect(w.view()).toMatchObject({ status: 'failed', error: { code: 'budget' } })
  await retried(w, flow, { budget: { calls: 10 } })
  expect(w.view()).toMatchObject({ status: 'completed', usage: { calls: 6 } })
  expect(w.view().output?.result).toHaveLength(6)
})

test('a retried run folds to the same state after a crash', async () => {
  const flow = flowOf(
    { a: 'ask', b: ['ask', {}, once], out: 'output', hold: 'wait', late: ['output', { name: 'late' }] },
    ['a>b', 'b>out', 'a>hold', 'hold>late'],
  )
  const { w, state } = unsteady((key) => key.includes('/b/'))
  await w.start(flow)
  void w.host.signal('r', 'hold', {})
  await w.clock.settle()
  state.mended = true
  await retried(w, flow)
  const view = w.view()
  const second = world({ store: w.store, clock: w.clock })
  second.host.resumeAll()
  await second.clock.settle()
  expect({ ...second.view(), seq: 0 }).toEqual({ ...view, seq: 0 })
})

test('a run that completed is not retried', async () => {
  const flow = flowOf({ a: 'ask', out: 'output' }, ['a>out'])
  const w = world()
  await w.start(flow)
  expect(await retried(w, flow)).toBe('not-waiting')
})

test('a paused run begins nothing new, finishes what is in flight, and goes on when told', async () => {
  let answer = (_: string) => {}
  const w = world({
    answer: () =>
      new Promise((resolve) => {
        answer = resolve
      }),
  })
  await w.start(flowOf({ a: 'ask', b: 'pass', out: 'output' }, ['a>b', 'b>out']))
  void w.host.pause('r')
  await w.clock.settle()
  answer('late')
  await w.clock.settle()
  expect(w.view()).toMatchObject({ status: 'paused', nodes: { a: { status: 'completed' }, b: { status: 'idle' } } })
  void w.host.step('r')
  await w.clock.settle()
  expect(w.view()).toMatchObject({ status: 'paused', nodes: { b: { status: 'completed' }, out: { status: 'idle' } } })
  void w.host.resume('r')
  await w.clock.settle()
  expect(w.view()).toMatchObject({ status: 'completed', output: { result: 'late' } })
})

test('a pause survives a restart, and a timer that came due in it fires when the run goes on', async () => {
  const w = world()
  await w.start(flowOf({ a: ['wait', { ms: 100 }], out: 'output' }, ['a>out']))
  void w.host.pause('r')
  await w.clock.pass(500)
  const second = world({ store: w.store, clock: w.clock })
  second.host.resumeAll()
  await second.clock.pass(500)
  expect(second.view().status).toBe('paused')
  void second.host.resume('r')
  await second.clock.pass(1)
  expect(second.view()).toMatchObject({ status: 'completed', output: { result: null } })
})

test('a replay asks no model, does not wait, and comes to the same', async () => {
  const flow = flowOf(
    {
      in: 'input',
      b: ['box', { parts: 2 }],
      h: 'wait',
      x: ['ask', {}, { policy: { attempts: 1, onError: 'fallback', fallbackValue: 'none' } }],
      j: 'join',
      out: 'output',
    },
    ['in>b', 'b>h', 'in>x', 'x>j', 'h>j', 'j>out'],
  )
  const w = world({ answer: (_, key) => (key.includes('/x/') ? 'fail' : key) })
  await w.start(flow, 1)
  void w.host.signal('r', 'h', { data: 'told' })
  await w.clock.settle()
  const first = w.view()
  expect(first.status).toBe('completed')
  const asked = w.model.asked.length
  await w.start(flow, 1, 'again', { runId: 'r', keep: 'all', pins: {} })
  expect(w.model.asked).toHaveLength(asked)
  expect(w.view('again')).toMatchObject({
    status: 'completed',
    output: first.output,
    replayOf: 'r',
    usage: { calls: 0 },
  })
})

test('a run from a node keeps what came before it and does the rest again', async () => {
  const flow = flowOf({ a: 'ask', b: 'ask', c: 'ask', out: 'output' }, ['a>b', 'b>c', 'c>out'])
  let round = 1
  const w = world({ answer: (_, key) => `${round} ${key.split('/')[1]}` })
  await w.start(flow)
  round = 2
  await w.start(flow, null, 'from', { runId: 'r', keep: ['a'], pins: {} })
  expect(w.view('from')).toMatchObject({
    output: { result: '2 c' },
    nodes: { a: { kept: true, text: '1 a' }, b: { kept: false, text: '2 b' } },
  })
  await w.start(flow, null, 'pinned', { runId: 'r', keep: ['a'], pins: { b: 'by hand' } })
  expect(w.view('pinned')).toMatchObject({ usage: { calls: 1 }, nodes: { b: { kept: true, text: 'by hand' } } })
})

test('a replay of a run that had taken results over asks nobody either', async () => {
  const flow = flowOf({ a: 'ask', b: 'ask', out: 'output' }, ['a>b', 'b>out'])
  const w = world()
  await w.start(flow)
  await w.start(flow, null, 'from', { runId: 'r', keep: ['a'], pins: {} })
  const asked = w.model.asked.length
  await w.start(flow, null, 'again', { runId: 'from', keep: 'all', pins: {} })
  await w.start(flow, null, 'once more', { runId: 'again', keep: 'all', pins: {} })
  expect(w.view('once more')).toMatchObject({ status: 'completed', output: { result: 'yes' } })
  expect(w.model.asked).toHaveLength(asked)
})

test('a skipped step lets those behind it go on without it', async () => {
  const w = world({ answer: () => new Promise(() => {}) })
  await w.start(flowOf({ a: 'ask', b: 'pass', j: 'join', out: 'output' }, ['a>j', 'b>j', 'j>out']))
  void w.host.skip('r', 'a')
  await w.clock.settle()
  expect(w.view()).toMatchObject({
    status: 'completed',
    nodes: { a: { status: 'skipped' }, j: { status: 'completed' } },
  })
  expect(w.bugs).toEqual([])
})

test('a call that failed inside is taken up inside, and a replay goes into it, too', async () => {
  const callee = flowOf({ in: 'input', a: 'ask', b: ['ask', {}, once], out: 'output' }, ['in>a', 'a>b', 'b>out'])
  const flow = flowOf({ c: ['call', { flowId: 'f' }], out: 'output' }, ['c>out'])
  const { w, state } = unsteady((key) => key.includes('/b/'))
  await w.start(flow, null, 'r', null, { f: callee })
  expect(w.view().status).toBe('failed')
  state.mended = true
  const reply = w.host.retry({ ...record(flow), callees: { f: callee } }, {})
  await w.clock.settle()
  await w.clock.pass(10)
  expect(await reply).toBe('ok')
  expect(w.view()).toMatchObject({ status: 'completed', output: { result: 'ok c/b' } })
  expect(w.model.asked).toEqual(['r/c/a/1', 'r/c/b/1', 'r/c/b/2'])
  await w.start(flow, null, 'again', { runId: 'r', keep: 'all', pins: {} }, { f: callee })
  expect(w.view('again')).toMatchObject({ status: 'completed', output: { result: 'ok c/b' } })
  expect(w.model.asked).toHaveLength(3)
})
