import type { RunEvent } from '@quorum/engine'
import { expect, it } from 'vitest'
import { criticalPath } from './critical.ts'
import { timeRows } from './segments.ts'

const failure = { code: 'connection', message: 'no' }
const usage = { calls: 0, inputTokens: 0, outputTokens: 0, usd: 0, simulated: true }

it('every attempt has a bar of its own, and so has the pause before the next', () => {
  const at = (path: string) => ({ path, node: path })
  const events: RunEvent[] = [
    { seq: 1, at: 0, type: 'run.started', input: null, seed: 1 },
    { seq: 2, at: 10, type: 'node.started', ...at('a'), attempt: 1 },
    { seq: 3, at: 20, type: 'node.retrying', ...at('a'), attempt: 1, failure, dueAt: 30, usage },
    { seq: 4, at: 30, type: 'node.started', ...at('a'), attempt: 2 },
    { seq: 5, at: 50, type: 'node.completed', ...at('a'), ports: {} },
    { seq: 6, at: 50, type: 'node.completed', ...at('j'), ports: {} },
    { seq: 7, at: 60, type: 'node.waiting', ...at('w'), parked: { kind: 'approval', until: null, memory: null } },
    { seq: 8, at: 61, type: 'node.skipped', ...at('s'), reason: 'notTaken' },
  ]
  expect(timeRows(events)).toEqual([
    {
      node: 'a',
      segments: [
        { path: 'a', from: 10, to: 20, status: 'failed', attempt: 1 },
        { path: 'a', from: 20, to: 30, status: 'retrying', attempt: 1 },
        { path: 'a', from: 30, to: 50, status: 'completed', attempt: 2 },
      ],
    },
    { node: 'j', segments: [{ path: 'j', from: 50, to: 50, status: 'completed', attempt: 1 }] },
    { node: 'w', segments: [{ path: 'w', from: 60, to: null, status: 'waiting', attempt: 1 }] },
  ])
})

it('items of a body share the row of their node', () => {
  const step = (index: number) => ({ path: `p[${index}]/w`, node: 'w' })
  const rows = timeRows([
    { seq: 1, at: 0, type: 'node.started', ...step(0), attempt: 1 },
    { seq: 2, at: 1, type: 'node.started', ...step(1), attempt: 1 },
    { seq: 3, at: 5, type: 'node.completed', ...step(1), ports: {} },
    { seq: 4, at: 9, type: 'node.failed', ...step(0), failure, attempts: 1 },
  ])
  expect(rows).toHaveLength(1)
  expect(rows[0]?.segments.map(({ path, to, status }) => [path, to, status])).toEqual([
    ['p[0]/w', 9, 'failed'],
    ['p[1]/w', 5, 'completed'],
  ])
})

it('the steps that decided how long it took are those that were waited for last', () => {
  const time = (start: number, end: number) => ({
    startedAt: new Date(start).toISOString(),
    endedAt: new Date(end).toISOString(),
  })
  const times = new Map([
    ['q', time(1, 2)],
    ['slow', time(2, 90)],
    ['fast', time(2, 9)],
    ['join', time(90, 91)],
  ])
  const edges = [
    ['q', 'slow'],
    ['q', 'fast'],
    ['slow', 'join'],
    ['fast', 'join'],
    ['join', 'never'],
  ].map(([source = '', target = '']) => ({ id: `${source} ${target}`, source, target }))
  const path = criticalPath(['q', 'slow', 'fast', 'join', 'never'], edges, (id) => times.get(id) ?? null)
  expect([...path].sort()).toEqual(['join', 'q', 'slow'])
})
