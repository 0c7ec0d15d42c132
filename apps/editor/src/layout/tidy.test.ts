import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type TidyInput, tidyPositions } from './tidy.ts'

const size = { width: 240, height: 120 }

test('columns go from left to right along the edges', () => {
  const placed = tidyPositions({
    nodes: ['a', 'b', 'c'].map((id) => ({ id, ...size })),
    edges: [
      { source: 'a', target: 'b' },
      { source: 'b', target: 'c' },
    ],
  })
  const x = placed.map(({ position }) => position.x)
  expect(x).toEqual([0, 336, 672])
})

test('a body is laid out inside its container, which makes room for it', () => {
  const input: TidyInput = {
    nodes: [
      { id: 'p', width: 480, height: 300, body: { x: 20, y: 44, below: 28, minWidth: 480, minHeight: 300 } },
      ...['w1', 'w2', 'w3'].map((id) => ({ id, parent: 'p', ...size })),
      { id: 'after', ...size },
    ],
    edges: [
      { source: 'w1', target: 'w2' },
      { source: 'w2', target: 'w3' },
      { source: 'p', target: 'w1' },
      { source: 'p', target: 'after' },
    ],
  }
  const at = new Map(tidyPositions(input).map(({ id, position }) => [id, position]))
  expect(at.get('w1')).toMatchObject({ x: 60, y: 76 })
  expect(at.get('after')?.x).toBeGreaterThan((at.get('w3')?.x ?? 0) + 240)
})

test('steps of one level never cover each other', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }).chain((n) =>
        fc.record({
          n: fc.constant(n),
          edges: fc.array(fc.tuple(fc.nat({ max: n - 1 }), fc.nat({ max: n - 1 })), { maxLength: 20 }),
        }),
      ),
      ({ n, edges }) => {
        const nodes = Array.from({ length: n }, (_, i) => ({ id: `n${i}`, ...size }))
        const placed = tidyPositions({ nodes, edges: edges.map(([a, b]) => ({ source: `n${a}`, target: `n${b}` })) })
        for (const a of placed) {
          for (const b of placed) {
            if (a === b) continue
            const apart =
              Math.abs(a.position.x - b.position.x) >= size.width ||
              Math.abs(a.position.y - b.position.y) >= size.height
            expect(apart).toBe(true)
          }
        }
      },
    ),
    { numRuns: 50 },
  )
})
