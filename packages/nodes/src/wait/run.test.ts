import type { Flow, Parked } from '@quorum/engine'
import { flowOf, world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { kit } from '../runners.ts'
import { inputOf } from '../testing.ts'
import { wait } from './definition.ts'
import { runWait } from './run.ts'

const { park } = runWait
if (!park) throw new Error('a wait waits')
const input = inputOf('x')
const begin = (params: Record<string, unknown>) => park.begin(wait.params.parse(params), input, 1_000)
const due = (params: Record<string, unknown>, connected: string[] = []) =>
  park.onDue(wait.params.parse(params), inputOf('x', { connected: new Set(connected) }), begin(params) as Parked)

test('time passes, then the input goes on', () => {
  expect(begin({ ms: 20 })).toEqual({ kind: 'time', until: 1_020, memory: null })
  expect(due({ ms: 20 })).toEqual({ type: 'completed', ports: { out: 'x' } })
  expect(begin({ ms: 0 })).toEqual({ type: 'completed', ports: { out: 'x' } })
})

test('a moment that is past is not waited for, one that cannot be read is an issue', () => {
  expect(begin({ for: 'until', until: '1970-01-01T00:00:05Z' })).toMatchObject({ until: 5_000 })
  expect(begin({ for: 'until', until: '1970-01-01T00:00:00Z' })).toMatchObject({ ports: { out: 'x' } })
  const node = { id: 'w', kind: 'wait', position: { x: 0, y: 0 }, params: {} }
  expect(wait.check?.(wait.params.parse({ for: 'until', until: 'soon' }), node)).toMatchObject([
    { code: 'invalid-param' },
  ])
})

test('a signal brings its data, or lets the input go on', () => {
  const params = wait.params.parse({ for: 'signal', deadlineMs: 50 })
  const parked = begin({ for: 'signal', deadlineMs: 50 }) as Parked
  expect(parked).toEqual({ kind: 'signal', until: 1_050, memory: null })
  expect(park.onSignal(params, input, parked, { data: { a: 1 } }, 1_010)).toEqual({
    type: 'completed',
    ports: { out: { a: 1 } },
  })
  expect(park.onSignal(params, input, parked, {}, 1_010)).toEqual({ type: 'completed', ports: { out: 'x' } })
})

test('a signal that does not come is a timeout', () => {
  expect(due({ for: 'signal' }, ['timeout'])).toMatchObject({ ports: { timeout: 'x' } })
  expect(due({ for: 'signal' })).toMatchObject({ type: 'failed', failure: { code: 'timeout' } })
})

test('a signal does not shorten a wait for time', () => {
  const parked = begin({ ms: 20 }) as Parked
  expect(park.onSignal(wait.params.parse({ ms: 20 }), input, parked, { data: 1 }, 1_001)).toBe(parked)
})

test('of several signals the first that is meant ends it and is told; else the time does', () => {
  const params = wait.params.parse({ for: 'any', signals: ['paid', 'refused'], ms: 90 })
  const parked = begin(params) as Parked
  expect(parked.until).toBe(1_090)
  expect(park.onSignal(params, input, parked, { name: 'refused', data: 7 }, 1_001)).toEqual({
    type: 'completed',
    ports: { out: { which: 'refused', data: 7 } },
  })
  expect(park.onSignal(params, input, parked, { name: 'other' }, 1_001)).toBe(parked)
  expect(due(params)).toMatchObject({ ports: { out: { which: 'time', data: 'x' } } })
})

const later = (buffered: boolean) =>
  flowOf({ q: 'input', t: ['wait', { ms: 100 }], s: ['wait', { for: 'signal', buffered }], out: 'output' }, [
    'q>t',
    't>s',
    's>out',
  ])
async function early(flow: Flow, path: string, ...data: readonly number[]) {
  const w = world({ kit })
  await w.start(flow, { list: [1] })
  const replies = data.map((one) => w.host.signal('r', path, { data: one }))
  await w.clock.settle()
  return { w, replies: await Promise.all(replies) }
}

test('a signal that comes early is kept for a wait that wants it, once, and survives a restart', async () => {
  const { w, replies } = await early(later(true), 's', 1)
  expect(replies).toEqual(['ok'])
  w.host.stop()
  const second = world({ kit, store: w.store, clock: w.clock })
  second.host.resumeAll()
  await second.clock.pass(100)
  expect(second.view()).toMatchObject({ status: 'completed', output: { result: 1 } })
})

test('else it is lost, and its sender is told', async () => {
  const { w, replies } = await early(later(false), 's', 1)
  expect(replies).toEqual(['not-waiting'])
  await w.clock.pass(100)
  expect(w.view().waitingFor).toHaveLength(1)
})

test('several kept ones are taken one a round, in the order they came; none by a step that has ended', async () => {
  const rounds = flowOf(
    {
      q: 'input',
      l: ['loop', { times: 3 }],
      t: ['wait', { ms: 100 }, { parent: 'l' }],
      s: ['wait', { for: 'signal', buffered: true }, { parent: 'l' }],
      out: 'output',
    },
    ['q>l', 'l.state>t', 't>s', 's>l.result', 'l>out'],
  )
  const { w } = await early(rounds, 'l#1/s', 1)
  await w.clock.pass(100)
  expect(w.view().nodes.s?.text).toBe('1')
  const { w: top, replies } = await early(later(true), 's', 1, 2)
  expect(replies).toEqual(['ok', 'ok'])
  await top.clock.pass(100)
  expect(top.view().output).toEqual({ result: 1 })
})
