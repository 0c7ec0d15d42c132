import type { Parked } from '@quorum/engine'
import { expect, test } from 'vitest'
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
