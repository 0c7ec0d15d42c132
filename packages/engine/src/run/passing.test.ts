import { expect, test } from 'vitest'
import type { Flow } from '../flow/flow.ts'
import { flowOf, outcomeOf, scripted, toTheEnd, type World, withCrash } from '../testing/index.ts'
import type { RunBackend } from './backend.ts'

/** A pool that needs one of three; item 0 takes 10 ms, item 1 100 and item 2 300. */
const early = (rest: string, concurrency = 3) =>
  flowOf(
    {
      l: ['list', { of: 3 }],
      p: ['pool', { concurrency, enough: 1, more: { rest } }],
      w: ['ask', {}, { parent: 'p', policy: { attempts: 1 } }],
      next: 'ask',
      out: 'output',
    },
    ['l>p', 'p.results>next', 'next>out'],
  )
const answer = (key: string) => ({
  text: key.includes('p[1]') ? 'fail' : (key.split('/').slice(1, -1).join('/') as string),
  afterMs: key.includes('p[1]') ? 100 : key.includes('p[2]') ? 300 : 10,
})
async function started(flow: Flow, input = 0): Promise<World> {
  const w = scripted({ flow, answer })
  await w.start(flow, input)
  return w
}
async function told(w: World, ask: (host: RunBackend) => Promise<string>): Promise<string> {
  const reply = ask(w.host)
  await w.clock.settle()
  await w.clock.pass(5)
  return reply
}

test('a pool goes on with what is enough while the rest finishes unheard', async () => {
  const w = await started(early('finish'))
  await w.clock.pass(20)
  expect(w.view()).toMatchObject({
    status: 'running',
    nodes: { p: { status: 'running', detail: { passed: true, items: 'crr' } }, next: { status: 'completed' } },
  })
  expect(w.view().nodes.out?.status).toBe('completed')
  expect(await toTheEnd(w)).toMatchObject({
    status: 'completed',
    output: { result: 'next' },
    nodes: {
      p: { status: 'completed', counts: { completed: 2, failed: 1, cancelled: 0 } },
      next: { counts: { completed: 1 } },
    },
  })
  expect(w.log().find((event) => event.type === 'node.completed' && event.path === 'p')).toMatchObject({
    ports: { results: ['p[0]/w'] },
  })
})

test('finish begins nothing more, drain does all the others as well', async () => {
  const counts = async (rest: string) => {
    const w = await started(early(rest, 2))
    return (await toTheEnd(w)).nodes.p?.counts
  }
  expect(await counts('cancel')).toMatchObject({ completed: 1, failed: 0, cancelled: 1 })
  expect(await counts('finish')).toMatchObject({ completed: 1, failed: 1, cancelled: 0 })
  expect(await counts('drain')).toMatchObject({ completed: 2, failed: 1, cancelled: 0 })
})

test('a worker may die at any commit of a pool that has gone on', async () => {
  const script = { flow: early('drain', 2), answer, input: 0 }
  const w = await started(script.flow)
  const expected = outcomeOf(await toTheEnd(w))
  for (let at = 1; ; at++) {
    const after = await withCrash(script, at, at % 2 === 0)
    if (!after) break
    expect([after.bugs, after.repeated, outcomeOf(after.view)]).toEqual([[], [], expected])
  }
})

test('a loop around a pool that has gone on waits for the rest before its next round', async () => {
  const flow = flowOf(
    {
      in: 'input',
      l: ['list', { of: 3 }],
      p: ['pool', { concurrency: 3, enough: 1, more: { rest: 'finish' } }],
      w: ['ask', {}, { parent: 'p', policy: { attempts: 1 } }],
      g: ['gate', { when: 'round >= 2' }],
      out: 'output',
    },
    ['in>l', 'l>p', 'p.results>g', 'g.fail>l', 'g.pass>out'],
  )
  const w = await started(flow)
  const view = await toTheEnd(w)
  expect(view).toMatchObject({ status: 'completed', output: { result: ['p#2[0]/w'] } })
  const at = (path: string, type: string) =>
    w.log().findIndex((event) => 'path' in event && event.path === path && event.type === type)
  expect(at('g#1', 'node.completed')).toBeLessThan(at('p#1[2]', 'item.settled'))
  expect(at('p#1[2]', 'item.settled')).toBeLessThan(at('l#2', 'node.completed'))
})

test('a pool that has gone on and is cancelled has given what it gave; a replay comes to the same and asks nobody', async () => {
  const w = await started(early('finish'))
  await w.clock.pass(20)
  expect(await told(w, (host) => host.cancel('r', { path: 'p' }))).toBe('ok')
  expect(w.view()).toMatchObject({
    status: 'completed',
    output: { result: 'next' },
    nodes: { p: { status: 'cancelled' } },
  })
  const whole = await started(early('drain'))
  await toTheEnd(whole)
  const asked = whole.model.asked.length
  await whole.start(early('drain'), 0, 'again', { runId: 'r', keep: 'all', pins: {} })
  expect(await toTheEnd(whole, {}, 'again')).toMatchObject({ status: 'completed', output: { result: 'next' } })
  expect(whole.model.asked).toHaveLength(asked)
})

test('a pool told to finish gives what has succeeded so far and stops the rest, also after a crash and in a replay', async () => {
  const flow = flowOf({ l: ['list', { of: 3 }], p: 'pool', w: ['ask', {}, { parent: 'p' }], out: 'output' }, [
    'l>p',
    'p.results>out',
  ])
  const w = await started(flow)
  await w.clock.pass(20)
  expect(await told(w, (host) => host.finish('r', 'p'))).toBe('ok')
  expect(w.view()).toMatchObject({
    status: 'completed',
    output: { result: ['p[0]/w'] },
    nodes: { p: { status: 'completed', counts: { completed: 1, cancelled: 2 } } },
  })
  expect(await told(w, (host) => host.finish('r', 'p'))).toBe('ended')
  await w.clock.pass(500)
  const asked = w.model.asked.length
  await w.start(flow, 0, 'again', { runId: 'r', keep: 'all', pins: {} })
  expect(await toTheEnd(w, {}, 'again')).toMatchObject({ status: 'completed', output: { result: ['p[0]/w'] } })
  expect(w.model.asked).toHaveLength(asked)
})

test('an open pool told to finish takes nothing more; a loop gives its last state; a step has nothing to finish', async () => {
  const open = await started(
    flowOf(
      {
        in: ['list', { of: 1 }],
        p: ['pool', { more: { source: 'open', ends: 'closed' } }],
        w: ['pass', {}, { parent: 'p' }],
        out: 'output',
      },
      ['in>p', 'p>out'],
    ),
  )
  await open.clock.pass(20)
  expect(open.view().nodes.p?.status).toBe('waiting')
  expect(await told(open, (host) => host.finish('r', 'p'))).toBe('ok')
  expect(open.view()).toMatchObject({ status: 'completed', output: { result: [0] }, waitingFor: [] })

  const loop = await started(
    flowOf({ in: 'input', l: ['loop', { times: 3 }], a: ['ask', {}, { parent: 'l' }], out: 'output' }, [
      'in>l',
      'l>out',
    ]),
  )
  await loop.clock.pass(12)
  expect(loop.view().nodes.l?.round).toBe(2)
  expect(await told(loop, (host) => host.finish('r', 'l#2/a'))).toBe('not-waiting')
  expect(await told(loop, (host) => host.finish('r', 'l'))).toBe('ok')
  expect(loop.view()).toMatchObject({ status: 'completed', output: { result: 'l#1/a' } })

  const guard = await started(
    flowOf({ in: 'input', l: ['guard', { attempts: 2 }], a: ['ask', {}, { parent: 'l' }], out: 'output' }, [
      'in>l',
      'l>out',
    ]),
  )
  expect(await told(guard, (host) => host.finish('r', 'l'))).toBe('not-waiting')
})

test('a join told to finish goes on with what has come, as at its deadline', async () => {
  const flow = flowOf({ a: 'pass', w: ['wait', { ms: 5_000 }], j: ['join', { need: 'live' }], out: 'output' }, [
    'a>j',
    'w>j',
    'j>out',
  ])
  const w = await started(flow)
  expect(w.view().nodes.j?.status).toBe('waiting')
  expect(await told(w, (host) => host.finish('r', 'j'))).toBe('ok')
  expect(w.view()).toMatchObject({ status: 'running', nodes: { out: { status: 'completed' } } })
  expect(await told(w, (host) => host.finish('r', 'j'))).toBe('not-waiting')
  expect((await toTheEnd(w)).status).toBe('completed')
  await w.start(flow, null, 'again', { runId: 'r', keep: 'all', pins: {} })
  expect(await toTheEnd(w, {}, 'again')).toMatchObject({ status: 'completed', output: { result: [null] } })
})

test('when an item is done again the pool has not gone on yet', async () => {
  const w = await started(early('drain'))
  await toTheEnd(w)
  const record = w.store.records.get('r')
  if (!record) throw new Error('no record')
  expect(await told(w, (host) => host.retry(record, { paths: ['p[1]'] }))).toBe('ok')
  const view = await toTheEnd(w)
  expect([w.bugs, view.status, view.nodes.next?.counts.completed]).toEqual([[], 'completed', 1])
})
