import { StepFailure } from '@quorum/engine'
import { flowOf, type World, world } from '@quorum/engine/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kit } from '../runners.ts'
import { recover } from './recover.ts'

const once = { policy: { attempts: 1 } }
const flow = (params: Record<string, unknown>, policy: Record<string, unknown> = {}) =>
  flowOf(
    {
      q: 'input',
      g: ['guard', params, { policy }],
      a: ['agent', { prompt: 'Draft {{ input }}' }, { parent: 'g', ...once }],
      b: ['agent', { prompt: 'Check {{ input }}' }, { parent: 'g', ...once }],
      out: 'output',
    },
    ['q>g', 'g.in>a', 'a>b', 'b>g.result', 'g>out'],
  )

test('when a later step fails, the whole inside is tried again after its wait', async () => {
  let checks = 0
  const w = world({
    kit,
    answer: ({ messages }) => (messages.at(-1)?.content.startsWith('Check') && ++checks < 2 ? 'fail' : 'fine'),
  })
  await w.start(flow({ attempts: 2, backoffMs: 500 }), 'x')
  expect(w.view().nodes.g?.status).toBe('retrying')
  await w.clock.pass(500)
  expect(w.view()).toMatchObject({
    status: 'completed',
    output: { result: 'fine' },
    nodes: { a: { counts: { completed: 2 } } },
  })
})

test('after the last try it fails, or gives its fallback', async () => {
  const w = world({ kit, answer: () => 'fail' })
  await w.start(flow({ attempts: 2, backoffMs: 0 }), 'x')
  await w.clock.pass(10)
  expect(w.view()).toMatchObject({ status: 'failed', error: { code: 'model-error' } })
  const kept = world({ kit, answer: () => 'fail' })
  await kept.start(flow({ attempts: 1 }, { onError: 'fallback', fallbackValue: 'nothing' }), 'x')
  expect(kept.view()).toMatchObject({ status: 'completed', output: { result: 'nothing' } })
})

test('with compensation a guard that failed for good tells what was done in all its tries, the last first', async () => {
  const base = flow({ attempts: 2, backoffMs: 0, compensation: true })
  const undone = {
    ...base,
    nodes: [...base.nodes, ...flowOf({ u: ['output', { name: 'undo' }], x: ['agent', {}, { parent: 'g' }] }, []).nodes],
    edges: [
      ...base.edges,
      { id: 'u', source: 'g', sourcePort: 'undo', target: 'u' },
      { id: 'x', source: 'b', target: 'x' },
    ],
  }
  const says: Parameters<typeof world>[0] = {
    kit,
    answer: ({ messages }) => (messages.at(-1)?.content.startsWith('Check') ? 'fail' : 'booked'),
  }
  const w = world(says)
  await w.start(undone, 'x')
  await w.clock.pass(10)
  const step = { step: 'a', title: 'a', value: 'booked' }
  expect(w.view()).toMatchObject({
    status: 'completed',
    nodes: { g: { status: 'completed', detail: { taken: ['undo'] } } },
  })
  expect(w.view().output).toEqual({
    undo: {
      error: { code: 'model-error', message: expect.any(String) },
      done: [
        { ...step, round: 2 },
        { ...step, round: 1 },
      ],
    },
  })
  const alone = world(says)
  await alone.start(base, 'x')
  await alone.clock.pass(10)
  expect(alone.view()).toMatchObject({ status: 'failed', error: { code: 'model-error' } })
})

describe('what helps against which failure', () => {
  const settings = { attempts: 10, backoffMs: 1_000, maxBackoffMs: 60_000, fallbackModels: ['m1', 'm2'], always: false }
  const at = (
    code: string,
    more: { retryAfterMs?: number; before?: { code: string; action: string }[]; chance?: number; round?: number } = {},
  ) => ({
    round: more.round ?? (more.before?.length ?? 0) + 1,
    error: { code, message: 'm', ...(more.retryAfterMs === undefined ? {} : { retryAfterMs: more.retryAfterMs }) },
    mishaps: (more.before ?? []).map((one, i) => ({ ...one, message: 'm', round: i + 1, at: 0 })),
    chance: more.chance ?? 0.5,
  })

  test.each(['quota', 'auth', 'invalid-request', 'budget', 'cancelled', 'circuit-open'])(
    '%s is never tried again',
    (code) => {
      expect(recover(settings, at(code))).toBeNull()
    },
  )

  // CATALOGUE §7.3 row by row: what is done about the first, second and third failure of its class. Null: it gives up.
  const wait = 'wait'
  const widen = 'allow half as long again'
  const told = 'say what was wrong'
  test.each([
    ['context-window', ['shorten the text', 'shorten the text', null]],
    ['rate-limit', [wait, wait, wait]],
    ['server', [wait, wait, wait]],
    ['timeout', [widen, 'switch to m1', 'switch to m2']],
    ['connection', [wait, wait, wait]],
    ['model-error', ['switch to m1', 'switch to m2', wait]],
    ['schema', [told, null, null]],
    ['health-check', [told, told, told]],
    ['content-filter', ['rephrase', null, null]],
    ['quota', [null, null, null]],
    ['auth', [null, null, null]],
    ['not-found', [null, null, null]],
    ['invalid-request', [null, null, null]],
    ['budget', [null, null, null]],
    ['cancelled', [null, null, null]],
    ['deadlock', [null, null, null]],
    ['unheard-of', [wait, null, null]],
  ])('%s: what is done is as the table says', (code, actions) => {
    const before: { code: string; action: string }[] = []
    const done = actions.map(() => {
      const next = recover({ ...settings, timeoutMs: 100 }, at(code, { before: [...before] }))
      before.push({ code, action: next?.action ?? '' })
      return next?.action ?? null
    })
    expect(done).toEqual(actions)
    // Half of a wait after a rate limit is fixed; without a word from the provider the first is 30 s.
    if (code !== 'rate-limit') return
    expect(recover(settings, at(code))?.afterMs).toBe(30_000)
    const again = recover(settings, at(code, { before: [{ code, action: wait }], chance: 0 }))
    expect(again?.afterMs).toBeGreaterThanOrEqual(30_000)
  })

  test('models are switched in their order', () => {
    expect(recover(settings, at('model-error'))).toMatchObject({ change: { model: 'm1' } })
    const before = [{ code: 'model-error', action: 'switch to m1' }]
    expect(recover(settings, at('model-error', { before }))).toMatchObject({ change: { model: 'm2' } })
  })

  test('a limit is widened once, a long text shortened twice, an answer repaired once', () => {
    expect(recover({ ...settings, timeoutMs: 100 }, at('timeout'))).toMatchObject({ timeoutMs: 150 })
    const late = [{ code: 'timeout', action: 'allow half as long again' }]
    expect(recover({ ...settings, timeoutMs: 100 }, at('timeout', { before: late }))).toMatchObject({
      change: { model: 'm1' },
    })
    const short = { code: 'context-window', action: 'shorten the text' }
    expect(recover(settings, at('context-window', { before: [short] }))).toMatchObject({ change: { shrink: 2 } })
    expect(recover(settings, at('context-window', { before: [short, short] }))).toBeNull()
    expect(recover(settings, at('schema'))?.change?.note).toContain('not accepted: m')
    expect(recover(settings, at('schema', { before: [{ code: 'schema', action: '' }] }))).toBeNull()
  })

  test('no wait ends before the other side said, none is longer than the cap, and nothing outlasts its tries', () => {
    const codes = [
      'rate-limit',
      'server',
      'connection',
      'timeout',
      'model-error',
      'unheard-of',
      'health-check',
      'quota',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...codes),
        fc.nat(12),
        fc.option(fc.nat(90_000), { nil: undefined }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (code, round, retryAfterMs, chance) => {
          const wait = retryAfterMs === undefined ? {} : { retryAfterMs }
          const next = recover(settings, at(code, { round: round + 1, chance, ...wait }))
          if (round + 1 >= settings.attempts) expect(next).toBeNull()
          if (!next) return
          expect(next.afterMs).toBeGreaterThanOrEqual(retryAfterMs ?? 0)
          expect(next.afterMs).toBeLessThanOrEqual(Math.max(60_000, retryAfterMs ?? 0))
        },
      ),
    )
  })

  test('a rate limit waits as long as it says, also when the step inside has no tries of its own', async () => {
    let calls = 0
    const w = world({
      kit,
      answer: () => {
        if (++calls > 1) return 'fine'
        throw new StepFailure('rate-limit', 'slow down', { retryable: true, retryAfterMs: 7_000 })
      },
    })
    await w.start(flow({}), 'x')
    await w.clock.pass(6_900)
    expect(calls).toBe(1)
    await w.clock.pass(200)
    expect(w.view().status).toBe('completed')
  })

  test('what was wrong is told to the models of the next try', async () => {
    const asked: string[] = []
    const w = world({
      kit,
      answer: ({ messages }) => {
        asked.push(messages.map(({ content }) => content).join('|'))
        return asked.length < 3 ? 'short' : 'long enough'
      },
    })
    const checks = [{ name: 'Length', when: 'size(state) > 6', hint: 'Write more.' }]
    await w.start(flow({ checks }), 'x')
    await w.clock.pass(1)
    expect(w.view()).toMatchObject({ status: 'completed', output: { result: 'long enough' } })
    expect(asked[0]).toBe('Draft x')
    expect(asked[2]).toContain('Write more.')
    expect(w.view().nodes.g?.detail).toMatchObject({ mishaps: [{ code: 'health-check', round: 1 }] })
  })
})

test('what a check inside sends to “problem” fails the try; no result at all fails it, too', async () => {
  let round = 0
  const w = world({ kit, answer: () => `v${++round}` })
  const nodes = {
    q: 'input',
    g: ['guard', {}],
    a: ['agent', {}, { parent: 'g', ...once }],
    ok: ['gate', { when: 'input == "v2"' }, { parent: 'g' }],
    out: 'output',
  } as const
  await w.start(flowOf(nodes, ['q>g', 'g.in>a', 'a>ok', 'ok.pass>g.result', 'ok.fail>g.problem', 'g>out']), 'x')
  await w.clock.pass(1)
  expect(w.view()).toMatchObject({ status: 'completed', output: { result: 'v2' } })
  const none = world({ kit, answer: () => 'no' })
  await none.start(flowOf(nodes, ['q>g', 'g.in>a', 'a>ok', 'ok.pass>g.result', 'g>out']), 'x')
  for (let i = 0; i < 3; i++) await none.clock.pass(1)
  expect(none.view()).toMatchObject({ status: 'failed', error: { code: 'no-result' } })
})

/** Three guards side by side, each around a wait of a second. */
const sideBySide = (params: Record<string, unknown>) =>
  flowOf(
    Object.fromEntries([
      ['q', 'input'],
      ...[0, 1, 2].flatMap((i) => [
        [`g${i}`, ['guard', params]],
        [`w${i}`, ['wait', { ms: 1_000 }, { parent: `g${i}` }]],
        [`o${i}`, ['output', { name: `o${i}` }]],
      ]),
    ]),
    [0, 1, 2].flatMap((i) => [`q>g${i}`, `g${i}>o${i}`]),
  )
const guards = (w: World) => ['g0', 'g1', 'g2'].map((id) => w.view().nodes[id]?.status)
const inside = (w: World) => ['w0', 'w1', 'w2'].filter((id) => w.view().nodes[id]?.status === 'waiting')

test('of those with one mutex only one is inside, in the order they came', async () => {
  const w = world({ kit })
  await w.start(sideBySide({ mutex: 'till' }), 'x')
  expect(w.view().waitingFor.map(({ path, kind }) => [path, kind])).toEqual([
    ['g0#1/w0', 'time'],
    ['g1', 'lock'],
    ['g2', 'lock'],
  ])
  expect(guards(w)).toEqual(['running', 'waiting', 'waiting'])
  for (const turn of ['w0', 'w1', 'w2']) {
    expect(inside(w)).toEqual([turn])
    await w.clock.pass(1_000)
  }
  expect(w.view().status).toBe('completed')
})

test('one whose condition does not hold yet says that it waits for that', async () => {
  const flow = flowOf(
    {
      q: 'input',
      g: ['guard', { enabledWhile: 'memory.open == true' }],
      t: ['template', { text: 'in' }, { parent: 'g' }],
      s: ['wait', { ms: 1_000 }],
      out: 'output',
    },
    ['q>g', 'q>s', 'g>out'],
  )
  const w = world({ kit })
  await w.start(flow, 'x')
  expect(w.view().waitingFor.map(({ path, kind }) => [path, kind])).toEqual([
    ['s', 'time'],
    ['g', 'condition'],
  ])
  expect(w.view().nodes.g?.status).toBe('waiting')
})

test('one that is withdrawn while it holds the mutex, or waits for it, holds nobody up', async () => {
  const w = world({ kit })
  await w.start(sideBySide({ mutex: 'till' }), 'x')
  void w.host.cancel('r', { path: 'g1' })
  void w.host.cancel('r', { path: 'g0' })
  await w.clock.settle()
  expect(guards(w)).toEqual(['cancelled', 'cancelled', 'running'])
  expect(inside(w)).toEqual(['w2'])
})

test('after a restart those in line stand as before', async () => {
  const first = world({ kit })
  await first.start(sideBySide({ mutex: 'till' }), 'x')
  first.host.stop()
  const second = world({ kit, store: first.store, clock: first.clock })
  second.host.resumeAll()
  await second.clock.settle()
  expect(inside(second)).toEqual(['w0'])
  await second.clock.pass(1_000)
  expect(inside(second)).toEqual(['w1'])
})

test('a mutex within itself is told before the run', async () => {
  const nested = flowOf(
    {
      q: 'input',
      g: ['guard', { mutex: 'm' }],
      h: ['guard', { mutex: 'm' }, { parent: 'g' }],
      t: ['template', { text: 'x' }, { parent: 'h' }],
      out: 'output',
    },
    ['q>g', 'g>out'],
  )
  await expect(world({ kit }).start(nested)).rejects.toThrow('within itself')
})

test('a tag stops everything under it, again as often as it is said, and nothing else', async () => {
  const w = world({ kit })
  const two = flowOf(
    {
      q: 'input',
      a: ['guard', { tag: 'mail' }],
      wa: ['wait', { ms: 9_000 }, { parent: 'a' }],
      b: ['guard', { tag: 'mail' }],
      wb: ['wait', { ms: 9_000 }, { parent: 'b' }],
      c: ['wait', { ms: 9_000 }],
      out: 'output',
    },
    ['q>a', 'q>b', 'q>c', 'c>out'],
  )
  await w.start(two, 'x')
  expect(await answered(w, w.host.cancel('r', { tag: 'nobody' }))).toBe('not-waiting')
  expect(await answered(w, w.host.cancel('r', { tag: 'mail' }))).toBe('ok')
  expect(await answered(w, w.host.cancel('r', { tag: 'mail' }))).toBe('ok')
  const { nodes } = w.view()
  expect([nodes.a?.status, nodes.wa?.status, nodes.b?.status, nodes.c?.status]).toEqual([
    'cancelled',
    'cancelled',
    'cancelled',
    'waiting',
  ])
  await w.clock.pass(9_000)
  expect(w.view()).toMatchObject({ status: 'completed', output: { result: 'x' } })
})

async function answered<T>(w: World, reply: Promise<T>): Promise<T> {
  await w.clock.settle()
  return reply
}
