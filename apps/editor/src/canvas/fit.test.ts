import type { Flow } from '@quorum/engine'
import { expect, test } from 'vitest'
import { testNode } from '../testing/kinds.ts'
import { boundsOf, viewportFor } from './fit.ts'
import { stepAt } from './overviewScene.ts'

const flow: Flow = {
  format: 'quorum.flow/1',
  name: 't',
  description: '',
  settings: {},
  edges: [],
  notes: [{ id: 'n', text: '', position: { x: -400, y: 0 } }],
  nodes: [
    testNode('a', 'agent', { position: { x: 0, y: 100 } }),
    testNode('p', 'pool', { position: { x: 1_000, y: 0 } }),
    testNode('in', 'agent', { parent: 'p', position: { x: 60, y: 80 } }),
  ],
}

test('all of the drawing, notes too, comes into view, clear of what lies over the canvas', () => {
  const bounds = boundsOf(flow)
  expect(bounds?.x).toBe(-400)
  const size = { width: 1_000, height: 700 }
  const { x, y, zoom } = viewportFor(bounds ?? { x: 0, y: 0, width: 1, height: 1 }, size)
  const right = ((bounds?.x ?? 0) + (bounds?.width ?? 0)) * zoom + x
  const bottom = ((bounds?.y ?? 0) + (bounds?.height ?? 0)) * zoom + y
  expect((bounds?.x ?? 0) * zoom + x).toBeGreaterThanOrEqual(31.9)
  expect(right).toBeLessThanOrEqual(1_000 - 31.9)
  expect((bounds?.y ?? 0) * zoom + y).toBeGreaterThanOrEqual(47.9)
  expect(bottom).toBeLessThanOrEqual(700 - 63.9)
})

test('a single step is never shown larger than life', () => {
  const bounds = boundsOf(flow, new Set(['a']))
  expect(bounds).toMatchObject({ x: 0, y: 100 })
  expect(viewportFor(bounds ?? { x: 0, y: 0, width: 1, height: 1 }, { width: 4_000, height: 4_000 }).zoom).toBe(1)
})

test('from far away a click still tells which step is meant, the inner one of a body', () => {
  expect(stepAt(flow, { x: 10, y: 110 })).toBe('a')
  expect(stepAt(flow, { x: 1_070, y: 90 })).toBe('in')
  expect(stepAt(flow, { x: 1_005, y: 60 })).toBe('p')
  expect(stepAt(flow, { x: 600, y: 600 })).toBeNull()
})
