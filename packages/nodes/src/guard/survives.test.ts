import type { Flow } from '@quorum/engine'
import { dyingStore, flowOf, memoryStore, WorkerDied, type World, world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { kit } from '../runners.ts'

/** Three items at a time, each in two rounds: one at a time at the till, tried again once, counted together. */
const nested = flowOf(
  {
    q: ['input', { fields: [{ name: 'list', type: 'list' }] }],
    items: ['memory', { action: 'read', key: 'nothing', initial: [1, 2, 3] }],
    p: ['pool', { concurrency: 3 }],
    l: ['loop', { times: 2 }, { parent: 'p' }],
    g: ['guard', { mutex: 'till', attempts: 2, retry: 'always', backoffMs: 10 }, { parent: 'l' }],
    c: ['circuit-breaker', { failures: 100, rateCount: 2, ratePerMs: 50 }, { parent: 'g' }],
    a: ['agent', { prompt: 'Work' }, { parent: 'c', policy: { attempts: 1 } }],
    one: ['template', { text: '1' }, { parent: 'l' }],
    m: ['memory', { key: 'rounds', reducer: 'union' }, { parent: 'l' }],
    s: ['wait', { ms: 100 }],
    early: ['wait', { for: 'signal', buffered: true }],
    late: ['guard', { enabledWhile: { all: [{ left: 'memory.rounds', op: 'exists' }] } }],
    t: ['template', { text: '{{ memory.rounds }}' }, { parent: 'late' }],
    both: ['join', { need: 'all' }],
    out: 'output',
    seen: ['output', { name: 'seen' }],
  },
  [
    'q>items',
    'items>p',
    'p.item>l',
    'l.state>g',
    'g>one',
    'one>m',
    'm>l.result',
    'l>p.result',
    'q>s',
    's>early',
    'early>both',
    'p>both',
    'both>out',
    'q>late',
    'late>seen',
  ],
)

/** Every first try fails. */
const answer: NonNullable<Parameters<typeof world>[0]>['answer'] = (_, key) => (/g#1\//.test(key) ? 'fail' : 'fine')

async function toTheEnd(w: World): Promise<void> {
  for (let i = 0; i < 60 && w.host.active() > 0 && w.bugs.length === 0; i++) await w.clock.pass(50)
}

async function begin(w: World, flow: Flow): Promise<void> {
  await w.start(flow, { list: [1] })
  void w.host.signal('r', 'early', { data: 'post' })
  await w.clock.settle()
}

test('guards, places, rates, memory and early signals, in items and rounds, come to the same whenever the worker dies', async () => {
  const whole = world({ kit, answer })
  await begin(whole, nested)
  await toTheEnd(whole)
  expect(whole.view()).toMatchObject({ status: 'completed', output: { result: ['post', expect.anything()] } })
  const expected = whole.view().output
  for (let crashPoint = 2; crashPoint <= whole.store.commits; crashPoint++) {
    const store = memoryStore()
    const first = world({ kit, answer, store, through: (inner) => dyingStore(inner, crashPoint, crashPoint % 2 === 0) })
    await begin(first, nested)
    await toTheEnd(first)
    for (const bug of first.bugs) expect(bug).toBeInstanceOf(WorkerDied)
    const second = world({ kit, answer, store, clock: first.clock })
    second.host.resumeAll()
    await second.clock.settle()
    // The sender was not told that its signal had been taken, and sends it again.
    if (!(store.logs.get('r') ?? []).some((line) => line.includes('"signal.kept"') || line.includes('"path":"early"')))
      void second.host.signal('r', 'early', { data: 'post' })
    await toTheEnd(second)
    expect([crashPoint, second.bugs, second.view().status, second.view().output]).toEqual([
      crashPoint,
      [],
      'completed',
      expected,
    ])
  }
})
