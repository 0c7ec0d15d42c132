import { expect, test } from 'vitest'
import { flowOf, world } from '../testing/index.ts'
import type { RunView } from './view.ts'

const statuses = (view: RunView) =>
  Object.fromEntries(Object.entries(view.nodes).map(([id, node]) => [id, node.status]))

test('a chain runs to its output', async () => {
  const w = world()
  await w.start(flowOf({ in: 'input', a: 'add', b: 'add', out: 'output' }, ['in>a', 'a>b', 'b>out']), 1)
  expect(w.view()).toMatchObject({ status: 'completed', output: { result: 3 } })
  expect(statuses(w.view())).toEqual({ in: 'completed', a: 'completed', b: 'completed', out: 'completed' })
  expect(w.bugs).toEqual([])
})

test('a gate’s other branch is skipped and the join behind both takes what came', async () => {
  const gate = ['gate', { when: 'input >= 2' }] as const
  const flow = flowOf({ in: 'input', g: gate, a: 'add', b: 'pass', j: 'join', out: 'output' }, [
    'in>g',
    'g.pass>a',
    'g.fail>b',
    'a>j',
    'b>j',
    'j>out',
  ])
  const w = world()
  await w.start(flow, 5)
  expect(w.view().output).toEqual({ result: [6] })
  expect(statuses(w.view())).toMatchObject({ a: 'completed', b: 'skipped', j: 'completed' })
})

test('a failure travels through what it skips and fails the join, while the other branch finishes', async () => {
  const w = world()
  await w.start(flowOf({ x: 'boom', y: 'pass', z: 'pass', j: 'join', out: 'output' }, ['x>y', 'y>j', 'z>j', 'j>out']))
  expect(statuses(w.view())).toEqual({ x: 'failed', y: 'skipped', z: 'completed', j: 'failed', out: 'skipped' })
  expect(w.view()).toMatchObject({ status: 'failed', error: { code: 'boom', nodeId: 'x' } })
})

test('a back edge counts its rounds, and the node behind the gate runs once', async () => {
  const flow = flowOf({ in: 'input', d: 'add', g: ['gate', { when: 'input >= 3' }], done: 'pass', out: 'output' }, [
    'in>d',
    'd>g',
    'g.pass>done',
    'done>out',
    'g.fail>d',
  ])
  const w = world()
  await w.start(flow, 0)
  expect(w.view()).toMatchObject({ status: 'completed', output: { result: 3 } })
  expect(w.view().nodes).toMatchObject({
    d: { counts: { completed: 3 }, round: 3 },
    done: { counts: { completed: 1 } },
  })
  expect(
    w.log().flatMap((event) => ('path' in event && event.type === 'node.completed' ? [event.path] : [])),
  ).toContain('d#2')
})

test('at its limit a loop leaves by the limit port, or fails the node it goes back from', async () => {
  const nodes = {
    in: 'input',
    d: 'add',
    g: ['gate', { when: 'input >= 99' }] as const,
    out: 'output',
    late: ['output', { name: 'late' }] as const,
  }
  const edges = ['in>d', 'd>g', 'g.pass>out', 'g.fail>d*4']
  const limited = world()
  await limited.start(flowOf(nodes, [...edges, 'g.limit>late']), 0)
  expect(limited.view()).toMatchObject({ status: 'completed', output: { late: 4 } })
  const { late: _, ...without } = nodes
  const failing = world()
  await failing.start(flowOf(without, edges), 0)
  expect(failing.view()).toMatchObject({
    status: 'failed',
    error: { code: 'max-iterations', nodeId: 'g' },
    nodes: { g: { status: 'failed' }, out: { status: 'skipped' } },
  })
})

test('a loop within a loop starts again at round 1 in each round of the outer one', async () => {
  const nodes = {
    in: 'input',
    a: 'add',
    b: 'add',
    inner: ['gate', { when: 'round >= 2' }] as const,
    outer: ['gate', { when: 'round >= 3' }] as const,
    out: 'output',
  }
  const w = world()
  await w.start(
    flowOf(nodes, ['in>a', 'a>b', 'b>inner', 'inner.fail>b', 'inner.pass>outer', 'outer.fail>a', 'outer.pass>out']),
    0,
  )
  // Each outer round: a once, b twice.
  expect(w.view()).toMatchObject({
    status: 'completed',
    output: { result: 9 },
    nodes: { a: { counts: { completed: 3 } }, b: { counts: { completed: 6 } } },
  })
})

test('the first of three wins and the others are withdrawn with what hangs on them', async () => {
  const flow = flowOf(
    {
      q: ['wait', { ms: 20 }],
      s: ['wait', { ms: 20_000 }],
      l: 'pass',
      w: 'pass',
      j: ['join', { need: 'n', n: 1, rest: 'cancel' }],
      out: 'output',
    },
    ['q>w', 'w>j', 's>l', 'l>j', 'j>out'],
  )
  const w = world()
  await w.start(flow)
  expect(w.view()).toMatchObject({ status: 'running', waitingFor: [{ nodeId: 'q', kind: 'time' }, { nodeId: 's' }] })
  await w.clock.pass(20)
  expect(statuses(w.view())).toEqual({
    q: 'completed',
    w: 'completed',
    s: 'cancelled',
    l: 'cancelled',
    j: 'completed',
    out: 'completed',
  })
  expect(w.view().status).toBe('completed')
  expect(w.clock.pending()).toBe(0)
})

test('two live alternatives fail the run, and the join stays completed', async () => {
  const w = world()
  await w.start(flowOf({ a: 'pass', b: 'pass', j: ['join', { need: 'one' }], out: 'output' }, ['a>j', 'b>j', 'j>out']))
  expect(w.view()).toMatchObject({
    status: 'failed',
    error: { code: 'second-live' },
    nodes: { j: { status: 'completed' } },
  })
})

test('a pool runs its body once per item, at most so many at once, and keeps the order', async () => {
  const asked: number[] = []
  let open = 0
  let most = 0
  const w = world({
    answer: async ({ messages }) => {
      most = Math.max(most, ++open)
      await Promise.resolve()
      open--
      asked.push(Number(messages[0]?.content))
      return messages[0]?.content === '3' ? 'fail' : `r${messages[0]?.content}`
    },
  })
  const flow = flowOf(
    {
      l: ['list', { of: 6 }],
      p: ['pool', { concurrency: 2 }],
      w: ['ask', {}, { parent: 'p', policy: { attempts: 1 } }],
      out: 'output',
    },
    ['l>p', 'p.results>out'],
  )
  await w.start(flow)
  expect(w.view()).toMatchObject({
    status: 'completed',
    output: { result: ['r0', 'r1', 'r2', 'r4', 'r5'] },
    nodes: {
      p: {
        status: 'completed',
        progress: { done: 6, total: 6 },
        counts: { completed: 5, failed: 1 },
        detail: { items: 'cccfcc' },
      },
    },
  })
  expect(most).toBe(2)
  expect(w.bugs).toEqual([])
})

test('a pool that may not fail stops at the first failure and withdraws the rest', async () => {
  const w = world({ answer: ({ messages }) => (messages[0]?.content === '1' ? 'fail' : 'ok') })
  const flow = flowOf(
    {
      l: ['list', { of: 50 }],
      p: ['pool', { failure: 'failFast' }],
      w: ['ask', {}, { parent: 'p', policy: { attempts: 1 } }],
      out: 'output',
    },
    ['l>p', 'p.results>out'],
  )
  await w.start(flow)
  expect(w.view()).toMatchObject({ status: 'failed', error: { code: 'pool-failed' } })
  expect(w.model.asked.length).toBeLessThan(6)
})

test('a failed attempt is tried again after its backoff, and the run says so meanwhile', async () => {
  let calls = 0
  const w = world({ answer: () => (++calls < 3 ? 'fail' : 'ok') })
  await w.start(flowOf({ a: 'ask', out: 'output' }, ['a>out']))
  expect(w.view().nodes.a).toMatchObject({ status: 'retrying', error: { code: 'model-error' } })
  await w.clock.pass(10_000)
  expect(w.view()).toMatchObject({ status: 'completed', output: { result: 'ok' }, usage: { calls: 3 } })
  expect(w.model.asked).toEqual(['r/a/1', 'r/a/2', 'r/a/3'])
})

test('a step that takes longer than its timeout fails with that reason', async () => {
  const w = world({ answer: () => new Promise(() => {}) })
  await w.start(
    flowOf({ a: ['ask', {}, { policy: { attempts: 2, timeoutMs: 100, backoffMs: 10 } }], out: 'output' }, ['a>out']),
  )
  await w.clock.pass(1_000)
  expect(w.view()).toMatchObject({ status: 'failed', error: { code: 'timeout' } })
  expect(w.model.asked).toHaveLength(2)
})

test('cancel stops a run at once and leaves no node at work', async () => {
  const w = world({ answer: () => new Promise(() => {}) })
  await w.start(flowOf({ a: 'ask', b: 'wait', j: 'join', out: 'output' }, ['a>j', 'b>j', 'j>out']))
  const reply = w.host.cancel('r')
  await w.clock.settle()
  expect(await reply).toBe('ok')
  expect(w.view().status).toBe('cancelled')
  expect(new Set(Object.values(statuses(w.view())))).toEqual(new Set(['cancelled']))
  expect(w.clock.pending()).toBe(0)
})

test('an output that ends everything completes the run and cancels what is left', async () => {
  const w = world()
  await w.start(
    flowOf({ a: 'pass', b: 'wait', out: ['output', { terminate: 'all' }], late: ['output', { name: 'late' }] }, [
      'a>out',
      'b>late',
    ]),
    7,
  )
  expect(w.view()).toMatchObject({
    status: 'completed',
    nodes: { b: { status: 'cancelled' }, late: { status: 'cancelled' } },
  })
})

test('onError sends an error down its port, or puts the fallback in place of the answer', async () => {
  const byPort = world()
  await byPort.start(
    flowOf({ x: ['boom', {}, { policy: { onError: 'port' } }], ok: 'pass', e: 'pass', out: 'output' }, [
      'x>ok',
      'x.error>e',
      'e>out',
    ]),
  )
  expect(byPort.view()).toMatchObject({
    status: 'completed',
    output: { result: { code: 'boom', attempts: 1 } },
    nodes: { x: { status: 'failed', error: { handled: true } }, ok: { status: 'skipped' } },
  })
  const byValue = world()
  await byValue.start(
    flowOf({ x: ['boom', {}, { policy: { onError: 'fallback', fallbackValue: 4 } }], out: 'output' }, ['x>out']),
  )
  expect(byValue.view()).toMatchObject({ status: 'completed', output: { result: 4 } })
})

test('a composite shows its inside under its own name and counts its calls', async () => {
  const w = world({ answer: (_, key) => key })
  await w.start(flowOf({ in: 'input', b: ['box', { parts: 2 }], out: 'output' }, ['in>b', 'b>out']), 1)
  expect(w.view()).toMatchObject({
    status: 'completed',
    output: { result: ['r/b/part0/1', 'r/b/part1/1'] },
    nodes: {
      b: { status: 'completed', progress: { done: 2, total: 2 }, usage: { calls: 2 } },
      'b/part0': { status: 'completed' },
    },
  })
})

test('a waiting join says whom it waits for', async () => {
  const w = world({ answer: () => new Promise(() => {}) })
  await w.start(flowOf({ a: 'pass', b: 'ask', j: 'join', out: 'output' }, ['a>j', 'b>j', 'j>out']))
  expect(w.view().nodes.j).toMatchObject({ status: 'waiting', waiting: [{ from: 'b', port: 'in' }] })
})

test('what the patches say is what the view says', async () => {
  const w = world()
  await w.start(
    flowOf(
      {
        a: ['wait', { ms: 100 }],
        l: ['list', { of: 30 }],
        p: 'pool',
        w: ['ask', {}, { parent: 'p' }],
        j: 'join',
        out: 'output',
      },
      ['a>l', 'l>p', 'p>j', 'a>j', 'j>out'],
    ),
  )
  for (let step = 0; step < 10 && w.view().status === 'running'; step++) {
    await w.clock.pass(50)
    expect(w.folded.get('r')).toEqual(w.view())
  }
  expect(w.view().status).toBe('completed')
})

test('a signal that nobody waits for is refused, and one that somebody waits for lets the run go on', async () => {
  const w = world()
  await w.start(flowOf({ a: 'wait', out: 'output' }, ['a>out']))
  const nobody = w.host.signal('r', 'b', {})
  const somebody = w.host.signal('r', 'a', { data: 'go' })
  await w.clock.settle()
  expect([await nobody, await somebody]).toEqual(['not-waiting', 'ok'])
  expect(w.view()).toMatchObject({ status: 'completed', output: { result: 'go' } })
})

test('a budget of calls is never exceeded, stops what is left, and says so', async () => {
  const w = world({ answer: () => 'ok' })
  const flow = flowOf(
    { l: ['list', { of: 20 }], p: ['pool', { concurrency: 5 }], w: ['ask', {}, { parent: 'p' }], out: 'output' },
    ['l>p', 'p.results>out'],
    {
      budget: { calls: 7 },
    },
  )
  await w.start(flow)
  expect(w.model.asked).toHaveLength(7)
  expect(w.view()).toMatchObject({
    status: 'failed',
    error: { code: 'budget' },
    usage: { calls: 7 },
    nodes: { p: { status: 'cancelled' } },
  })
})

test('a budget of wall time stops a run that only waits', async () => {
  const w = world()
  await w.start(flowOf({ a: 'wait', out: 'output' }, ['a>out'], { budget: { ms: 500 } }))
  await w.clock.pass(499)
  expect(w.view().status).toBe('running')
  await w.clock.pass(1)
  expect(w.view()).toMatchObject({ status: 'failed', error: { code: 'budget' } })
})

test('a loop container carries its state from round to round, and a body node sees state and round', async () => {
  const nodes = {
    in: 'input',
    l: ['loop', { times: 3 }] as const,
    a: ['add', {}, { parent: 'l' }] as const,
    g: [
      'gate',
      {
        when: {
          all: [
            { left: 'state', op: '<', right: 13 },
            { left: 'round', op: '<=', right: 3 },
          ],
        },
      },
      { parent: 'l' },
    ] as const,
    out: 'output',
  }
  const w = world()
  await w.start(flowOf(nodes, ['in>l', 'l.state>a', 'a>g', 'g.pass>l.result', 'l>out']), 10)
  expect(w.view()).toMatchObject({
    status: 'completed',
    output: { result: 13 },
    nodes: { l: { round: 3 }, a: { counts: { completed: 3 } } },
  })
  expect(w.log().flatMap((event) => (event.type === 'node.completed' ? [event.path] : []))).toContain('l#2/a')
})

test('a loop container at its limit leaves by the limit port, or fails', async () => {
  const nodes = {
    in: 'input',
    l: ['loop', { times: 9 }] as const,
    a: ['add', {}, { parent: 'l' }] as const,
    late: ['output', { name: 'late' }] as const,
  }
  const limited = world()
  await limited.start(flowOf(nodes, ['in>l', 'l.limit>late']), 0)
  expect(limited.view()).toMatchObject({ status: 'completed', output: { late: 3 } })
  const failing = world()
  await failing.start(flowOf(nodes, ['in>l', 'l>late']), 0)
  expect(failing.view()).toMatchObject({ status: 'failed', error: { code: 'max-iterations' } })
})

test('a failure in a round fails the loop', async () => {
  const w = world()
  await w.start(
    flowOf({ in: 'input', l: ['loop', { times: 2 }], a: ['boom', {}, { parent: 'l' }], out: 'output' }, [
      'in>l',
      'l>out',
    ]),
    0,
  )
  expect(w.view()).toMatchObject({ status: 'failed', error: { code: 'boom' }, nodes: { l: { status: 'failed' } } })
})

test('at its deadline a join goes on with what has come, and what comes late is drained', async () => {
  const flow = flowOf(
    { a: 'pass', b: ['wait', { ms: 500 }], j: ['join', { need: 'live', deadlineMs: 100 }], out: 'output' },
    ['a>j', 'b>j', 'j>out'],
  )
  const w = world()
  await w.start(flow)
  await w.clock.pass(99)
  expect(w.view().nodes.j?.status).toBe('waiting')
  await w.clock.pass(1)
  expect(w.view()).toMatchObject({
    status: 'running',
    nodes: { j: { status: 'completed' }, out: { status: 'completed' }, b: { status: 'waiting' } },
  })
  await w.clock.pass(500)
  expect(w.view()).toMatchObject({ status: 'completed', output: { result: [null] } })
})

test('a call runs another flow on its input and gives the bare value of its only output', async () => {
  const callee = flowOf({ in: 'input', a: 'ask', out: ['output', { name: 'answer' }] }, ['in>a', 'a>out'])
  const w = world({ answer: (_, key) => key })
  await w.start(flowOf({ in: 'input', c: ['call', { flowId: 'f' }], out: 'output' }, ['in>c', 'c>out']), 7, 'r', null, {
    f: callee,
  })
  expect(w.view()).toMatchObject({
    status: 'completed',
    output: { result: 'r/c/a/1' },
    nodes: { c: { status: 'completed', usage: { calls: 1 } }, 'c/a': { status: 'completed', text: 'r/c/a/1' } },
  })
  expect(w.log().find((event) => event.type === 'node.completed' && event.path === 'c/in')).toMatchObject({
    ports: { out: 7 },
  })
})

test('several outputs of a called flow come as an object, and its failure fails the call', async () => {
  const two = flowOf({ in: 'input', a: ['output', { name: 'a' }], b: ['output', { name: 'b' }] }, ['in>a', 'in>b'])
  const w = world()
  await w.start(flowOf({ in: 'input', c: ['call', { flowId: 'f' }], out: 'output' }, ['in>c', 'c>out']), 1, 'r', null, {
    f: two,
  })
  expect(w.view()).toMatchObject({ status: 'completed', output: { result: { a: 1, b: 1 } } })
  await w.start(flowOf({ c: ['call', { flowId: 'f' }], out: 'output' }, ['c>out']), 1, 's', null, {
    f: flowOf({ x: 'boom' }, []),
  })
  expect(w.view('s')).toMatchObject({ status: 'failed', error: { code: 'boom' }, nodes: { c: { status: 'failed' } } })
  await w.start(flowOf({ c: ['call', { flowId: 'gone' }], out: 'output' }, ['c>out']), 1, 't')
  expect(w.view('t')).toMatchObject({ status: 'failed', error: { code: 'unknown-flow' } })
})

test('a flow may call itself, down to its depth and no further', async () => {
  // Adds one per level until three; without the gate it would go on for ever.
  const nodes = {
    in: 'input',
    a: 'add',
    g: ['gate', { when: 'input >= 3' }] as const,
    c: ['call', { maxDepth: 5 }] as const,
    out: 'output',
  }
  const edges = ['in>a', 'a>g', 'g.fail>c', 'g.pass>out', 'c>out']
  const w = world()
  await w.start(flowOf(nodes, edges), 0)
  expect(w.view()).toMatchObject({
    status: 'completed',
    output: { result: 3 },
    nodes: { 'c/c/a': { status: 'completed' } },
  })
  const endless = world()
  await endless.start(flowOf({ in: 'input', c: 'call', out: 'output' }, ['in>c', 'c>out']), 0)
  expect(endless.view()).toMatchObject({ status: 'failed', error: { code: 'max-depth' } })
})

test('a pool that has enough successes stops the rest and goes on', async () => {
  const w = world({ answer: ({ messages }) => (messages[0]?.content === '0' ? 'fail' : 'ok') })
  const body = { w: ['ask', {}, { parent: 'p', policy: { attempts: 1 } }] as const }
  await w.start(
    flowOf({ l: ['list', { of: 30 }], p: ['pool', { enough: 3 }], ...body, out: 'output' }, ['l>p', 'p>out']),
  )
  expect(w.view()).toMatchObject({
    status: 'completed',
    output: { result: ['ok', 'ok', 'ok'] },
    nodes: { p: { counts: { completed: 3, failed: 1 } } },
  })
  expect(w.model.asked.length).toBeLessThan(8)
})

test('a guard tries its whole body again on the same input, and fails with the last failure', async () => {
  let calls = 0
  const nodes = {
    in: 'input',
    g: ['guard', { attempts: 3 }] as const,
    a: ['add', {}, { parent: 'g' }] as const,
    b: ['ask', {}, { parent: 'g', policy: { attempts: 1 } }] as const,
    out: 'output',
  }
  const edges = ['in>g', 'g.in>a', 'a>b', 'b>g.result', 'g>out']
  const w = world({ answer: ({ messages }) => (++calls < 3 ? 'fail' : `on ${messages[0]?.content}`) })
  await w.start(flowOf(nodes, edges), 1)
  expect(w.view().nodes.g).toMatchObject({ status: 'retrying', error: { code: 'model-error' } })
  await w.clock.pass(1_000)
  expect(w.view()).toMatchObject({
    status: 'completed',
    output: { result: 'on 2' },
    nodes: { a: { counts: { completed: 3 } } },
  })
  expect(w.model.asked).toEqual(['r/g#1/b/1', 'r/g#2/b/1', 'r/g#3/b/1'])
  const failing = world({ answer: () => 'fail' })
  await failing.start(flowOf(nodes, edges), 1)
  await failing.clock.pass(1_000)
  expect(failing.view()).toMatchObject({ status: 'failed', error: { code: 'model-error' } })
  expect(failing.model.asked).toHaveLength(3)
})

test('a guard withdraws a body that takes too long, also after a restart', async () => {
  const nodes = {
    g: ['guard', { attempts: 2, timeoutMs: 500 }] as const,
    a: ['wait', { ms: 60_000 }, { parent: 'g' }] as const,
    out: 'output',
  }
  const w = world()
  await w.start(flowOf(nodes, ['g>out']))
  await w.clock.pass(400)
  w.host.stop()
  const second = world({ store: w.store, clock: w.clock })
  second.host.resumeAll()
  await second.clock.pass(150)
  expect(second.view().nodes).toMatchObject({ g: { status: 'retrying' }, a: { status: 'cancelled' } })
  await second.clock.pass(2_000)
  expect(second.view()).toMatchObject({ status: 'failed', error: { code: 'timeout' } })
})
