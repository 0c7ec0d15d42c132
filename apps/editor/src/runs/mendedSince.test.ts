import { Flow } from '@quorum/engine'
import { expect, it } from 'vitest'
import { mendedSince } from './changedSince.ts'

const flow = (source: string, x = 0) =>
  Flow.parse({
    format: 'quorum.flow/1',
    name: 'test',
    nodes: [
      { id: 'a', kind: 'code', position: { x, y: 0 }, params: { source } },
      { id: 'b', kind: 'output', position: { x: 400, y: 0 } },
    ],
    edges: [{ id: `e${x}`, source: 'a', target: 'b' }],
  })

it('counts an edited step as mended, and a moved one not', () => {
  expect(mendedSince(flow('old'), flow('new'))).toBe(true)
  expect(mendedSince(flow('old'), flow('old', 90))).toBe(false)
})

it('counts a step more or less, and another default model', () => {
  const before = flow('old')
  expect(mendedSince(before, { ...before, nodes: before.nodes.slice(1) })).toBe(true)
  expect(mendedSince(before, { ...before, settings: { model: 'simulated/fast' } })).toBe(true)
})
