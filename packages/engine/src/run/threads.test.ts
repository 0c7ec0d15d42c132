import { expect, test } from 'vitest'
import {
  flowOf,
  outcomeOf,
  type Script,
  toTheEnd,
  undisturbed,
  type World,
  withCrash,
  world,
} from '../testing/index.ts'

const abc = { a: 'ask', b: 'ask', c: 'ask' } as const
const answer = (key: string) => ({ text: key.split('/')[1] ?? key, afterMs: key.includes('/a/') ? 300 : 20 })

test('each goes on with every branch alone, and collect puts together what came of them, in edge order', async () => {
  const flow = flowOf(
    { ...abc, e: ['join', { need: 'each' }], x: 'ask', g: ['join', { need: 'collect' }], out: 'output' },
    ['a>e', 'b>e', 'c>e', 'e>x', 'x>g', 'g>out'],
  )
  const { view, w } = await undisturbed({ flow, answer: (key) => ({ ...answer(key), text: key }) })
  expect(view).toMatchObject({
    status: 'completed',
    output: { result: ['r/e[0]/x/1', 'r/e[1]/x/1', 'r/e[2]/x/1'] },
    nodes: {
      e: { status: 'completed', counts: { completed: 3 }, progress: { done: 3, total: 3 } },
      x: { counts: { completed: 3 } },
      g: { counts: { completed: 1 } },
    },
  })
  // b and c went on while a was still thinking.
  const began = w.log().flatMap((event) => (event.type === 'node.started' && event.node === 'x' ? [event.path] : []))
  expect(began).toEqual(['e[1]/x', 'e[2]/x', 'e[0]/x'])
})

test('collect goes on with every so many, and with the last short batch when no more can come', async () => {
  const nodes = { ...abc, e: ['join', { need: 'each' }], x: 'pass', g: ['join', { need: 'collect', n: 2 }] } as const
  const edges = ['a>e', 'b>e', 'c>e', 'e>x', 'x>g']
  const direct = flowOf({ ...nodes, out: 'output' }, [...edges, 'g>out'])
  expect((await undisturbed({ flow: direct, answer })).view).toMatchObject({
    status: 'completed',
    output: { result: [['a', 'b'], ['c']] },
  })
  const again = flowOf({ ...nodes, y: 'ask', h: ['join', { need: 'collect' }], out: 'output' }, [
    ...edges,
    'g>y',
    'y>h',
    'h>out',
  ])
  const { view } = await undisturbed({ flow: again, answer: (key) => ({ text: key }) })
  expect(view).toMatchObject({
    output: { result: ['r/g[0]/y/1', 'r/g[1]/y/1'] },
    nodes: { y: { counts: { completed: 2 } } },
  })
})

test('collect alone batches its own branches', async () => {
  const flow = flowOf({ ...abc, g: ['join', { need: 'collect', n: 2 }], out: 'output' }, ['a>g', 'b>g', 'c>g', 'g>out'])
  expect((await undisturbed({ flow, answer })).view.output).toEqual({ result: [['a', 'b'], ['c']] })
})

test('a branch that is not taken opens no thread', async () => {
  const flow = flowOf(
    {
      in: 'input',
      k: ['gate', { when: 'true' }],
      e: ['join', { need: 'each' }],
      x: 'ask',
      g: ['join', { need: 'collect' }],
      out: 'output',
    },
    ['in>k', 'in>e', 'k.fail>e', 'k.pass>e', 'e>x', 'x>g', 'g>out'],
  )
  const { view } = await undisturbed({ flow, input: 5, answer: (key) => ({ text: key }) })
  expect(view.output).toEqual({ result: ['r/e[0]/x/1', 'r/e[2]/x/1'] })
  const none = flowOf(
    { k: ['gate', { when: 'true' }], e: ['join', { need: 'each' }], g: ['join', { need: 'collect' }], out: 'output' },
    ['k.fail>e', 'e>g', 'g>out'],
  )
  expect((await undisturbed({ flow: none })).view).toMatchObject({
    status: 'completed',
    output: null,
    nodes: { e: { status: 'skipped' }, g: { status: 'skipped' } },
  })
})

test('a failure in one thread is told by collect, or left out', async () => {
  const flow = (params: Record<string, unknown>) =>
    flowOf(
      {
        ...abc,
        e: ['join', { need: 'each' }],
        x: ['ask', {}, { policy: { attempts: 1 } }],
        g: ['join', { need: 'collect', ...params }],
        out: 'output',
      },
      ['a>e', 'b>e', 'c>e', 'e>x', 'x>g', 'g>out'],
    )
  const failing = (key: string) => ({ text: key.includes('e[1]') ? 'fail' : 'ok' })
  expect((await undisturbed({ flow: flow({}), answer: failing })).view).toMatchObject({
    status: 'failed',
    error: { nodeId: 'x', path: 'e[1]/x' },
    nodes: { e: { status: 'completed', counts: { completed: 2, failed: 1 } }, g: { status: 'failed' } },
  })
  expect((await undisturbed({ flow: flow({ onFailed: 'ignore' }), answer: failing })).view).toMatchObject({
    status: 'completed',
    output: { result: ['ok', 'ok'] },
  })
  expect((await undisturbed({ flow: flow({ onFailed: 'ignore', n: 2 }), answer: failing })).view).toMatchObject({
    status: 'completed',
    output: { result: ['ok', 'ok'] },
  })
  // What it would have been part of fails, and nothing after it begins.
  expect((await undisturbed({ flow: flow({ n: 2 }), answer: failing })).view).toMatchObject({
    status: 'failed',
    nodes: { g: { status: 'failed', counts: { completed: 0, failed: 1, skipped: 1 } } },
  })
  const late = (key: string) => ({ text: key.includes('e[2]') ? 'fail' : 'ok' })
  expect((await undisturbed({ flow: flow({ n: 2 }), answer: late })).view).toMatchObject({
    status: 'failed',
    nodes: { g: { status: 'failed', counts: { completed: 1, failed: 1 } } },
  })
})

test('a failed branch fails its own thread, and each with it', async () => {
  const flow = (params: Record<string, unknown>) =>
    flowOf(
      {
        ok: 'pass',
        bad: 'boom',
        e: ['join', { need: 'each', ...params }],
        x: 'add',
        g: ['join', { need: 'collect', onFailed: 'ignore' }],
        out: 'output',
      },
      ['ok>e', 'bad>e', 'e>x', 'x>g', 'g>out'],
    )
  expect((await undisturbed({ flow: flow({}) })).view).toMatchObject({
    status: 'completed',
    output: { result: [1] },
    nodes: { e: { status: 'failed', counts: { completed: 1, failed: 1 } } },
  })
  expect((await undisturbed({ flow: flow({ onFailed: 'ignore' }) })).view).toMatchObject({
    status: 'completed',
    nodes: { e: { status: 'completed', counts: { completed: 1, skipped: 1 } } },
  })
})

/** Threads within threads, a loop inside them and around them, in a pool. */
const deep: Script = {
  flow: flowOf(
    {
      l: ['list', { of: 2 }],
      p: ['pool', { concurrency: 2 }],
      start: ['add', {}, { parent: 'p' }],
      a: ['ask', {}, { parent: 'p' }],
      b: ['pass', {}, { parent: 'p' }],
      e: ['join', { need: 'each' }, { parent: 'p' }],
      f: ['ask', {}, { parent: 'p' }],
      again: ['gate', { when: 'round >= 2' }, { parent: 'p' }],
      u: ['pass', {}, { parent: 'p' }],
      v: ['ask', {}, { parent: 'p' }],
      ee: ['join', { need: 'each' }, { parent: 'p' }],
      y: ['pass', {}, { parent: 'p' }],
      gg: ['join', { need: 'collect' }, { parent: 'p' }],
      g: ['join', { need: 'collect' }, { parent: 'p' }],
      outer: ['gate', { when: 'round >= 2' }, { parent: 'p' }],
      out: 'output',
    },
    [
      'l>p',
      'p.item>start',
      'start>a',
      'start>b',
      'a>e',
      'b>e',
      'e>f',
      'f>again',
      'again.fail>f',
      'again.pass>u',
      'again.pass>v',
      'u>ee',
      'v>ee',
      'ee>y',
      'y>gg',
      'gg>g',
      'g>outer',
      'outer.fail>start',
      'outer.pass>p.result',
      'p.results>out',
    ],
  ),
  answer: (key) => ({ text: key, afterMs: 10 * (key.length % 7) }),
}

test('threads nest, hold loops and lie in loops, and a crash at any commit changes nothing', async () => {
  const whole = await undisturbed(deep)
  expect(whole.w.bugs).toEqual([])
  expect(whole.view).toMatchObject({ status: 'completed' })
  // Two items of two rounds of two threads: f twice each, v once.
  expect(whole.view.nodes).toMatchObject({
    f: { counts: { completed: 16 } },
    v: { counts: { completed: 8 } },
    y: { counts: { completed: 16 } },
  })
  expect(whole.view.output?.result).toEqual(
    [0, 1].map((item) =>
      [0, 1].map((thread) => [`r/p[${item}]/e#2[${thread}]/f#2/1`, `r/p[${item}]/e#2[${thread}]/v/1`]),
    ),
  )
  for (let crashPoint = 1; ; crashPoint++) {
    const after = await withCrash(deep, crashPoint, crashPoint % 2 === 0)
    if (!after) return
    expect(outcomeOf(after.view)).toEqual(outcomeOf(whole.view))
    expect([after.bugs, after.repeated]).toEqual([[], []])
  }
})

test('a deadline ends the waiting of each; what came goes on', async () => {
  const flow = flowOf(
    {
      a: 'pass',
      b: 'wait',
      e: ['join', { need: 'each', deadlineMs: 100 }],
      x: 'pass',
      g: ['join', { need: 'collect' }],
      out: 'output',
    },
    ['a>e', 'b>e', 'e>x', 'x>g', 'g>out'],
  )
  const w = world()
  await w.start(flow)
  expect(w.view().nodes).toMatchObject({
    e: { status: 'running', waiting: [{ from: 'b' }] },
    x: { status: 'completed' },
  })
  await w.clock.pass(101)
  expect(w.view().nodes).toMatchObject({
    b: { status: 'waiting' },
    e: { status: 'completed', counts: { completed: 1, skipped: 1 } },
    out: { status: 'completed' },
  })
})

test('what comes after the deadline of each, while its threads still run, is drained', async () => {
  const flow = flowOf(
    {
      a: 'pass',
      b: 'ask',
      e: ['join', { need: 'each', deadlineMs: 100 }],
      x: 'ask',
      g: ['join', { need: 'collect' }],
      out: 'output',
    },
    ['a>e', 'b>e', 'e>x', 'x>g', 'g>out'],
  )
  const answer = (key: string) => ({ text: key, afterMs: key.includes('/b/') ? 200 : 400 })
  const { view } = await undisturbed({ flow, answer })
  expect(view).toMatchObject({
    status: 'completed',
    output: { result: ['r/e[0]/x/1'] },
    nodes: { b: { status: 'completed' }, e: { status: 'completed', counts: { completed: 1, skipped: 1 } } },
  })
})

test('a failed run with threads goes on from the thread that failed', async () => {
  const flow = flowOf(
    {
      a: 'pass',
      b: 'pass',
      e: ['join', { need: 'each' }],
      x: ['ask', {}, { policy: { attempts: 1 } }],
      g: ['join', { need: 'collect' }],
      out: 'output',
    },
    ['a>e', 'b>e', 'e>x', 'x>g', 'g>out'],
  )
  let fail = true
  const w = world({ answer: (_, key) => (fail && key.includes('e[1]') ? 'fail' : 'ok') })
  await w.start(flow)
  expect(await toTheEnd(w)).toMatchObject({ status: 'failed' })
  fail = false
  const [record] = [...w.store.records.values()]
  if (!record) throw new Error('no record')
  void w.host.retry(record, {})
  await w.clock.settle()
  expect(await toTheEnd(w)).toMatchObject({ status: 'completed', output: { result: ['ok', 'ok'] } })
  expect(w.model.asked.filter((key) => key.includes('e[0]'))).toHaveLength(1)
})

test('a join that waits tells who has arrived, who is at work and who will not come, and until when', async () => {
  const flow = flowOf(
    {
      in: 'input',
      k: ['gate', { when: 'true' }],
      slow: 'ask',
      person: 'approval',
      later: ['ask', {}, { policy: { attempts: 3 } }],
      behind: 'pass',
      j: ['join', { deadlineMs: 60_000, onFailed: 'ignore' }],
      out: 'output',
    },
    [
      'in>k',
      'in>slow',
      'in>person',
      'in>later',
      'k.pass>j',
      'k.fail>j',
      'slow>j',
      'person>j',
      'later>j',
      'person>behind',
      'behind>j',
      'j>out',
    ],
  )
  const w = world({
    answer: (_, key) => {
      if (key.includes('later')) return 'fail'
      return new Promise((resolve) => w.clock.at(w.clock.now() + 5_000, () => resolve('ok')))
    },
  })
  await w.start(flow)
  const j = w.view().nodes.j
  expect(j?.feeders.map(({ from, state }) => [from, state])).toEqual([
    ['k', 'arrived'],
    ['k', 'dead'],
    ['slow', 'running'],
    ['person', 'waiting'],
    ['later', 'retrying'],
    ['behind', 'idle'],
  ])
  expect(j?.waiting[0]).toEqual({ from: 'slow', port: 'in', state: 'running', since: iso(w, 0), until: iso(w, 60_000) })
  expect(w.view().waitingFor.map(({ path, kind, deadline }) => [path, kind, deadline])).toEqual([
    ['person', 'approval', null],
    ['later', 'retry', expect.any(String)],
    ['j', 'join', iso(w, 60_000)],
  ])
  await w.clock.pass(6_000)
  // What a feeder does reaches those who watch, too.
  expect(w.folded.get('r')?.nodes.j).toEqual(w.view().nodes.j)
  expect(w.view().nodes.j?.waiting.map(({ from }) => from)).toEqual(['person', 'behind'])
  await w.clock.pass(60_000)
  expect(w.view()).toMatchObject({ waitingFor: [{ path: 'person' }], nodes: { j: { waiting: [], feeders: [] } } })
})

const iso = (w: World, afterMs: number): string => {
  const [first] = w.log()
  return new Date((first?.at ?? 0) + afterMs).toISOString()
}
