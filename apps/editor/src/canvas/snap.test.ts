import { expect, test } from 'vitest'
import { snap } from './snap.ts'

const other = { x: 100, y: 100, width: 200, height: 80 }

test('a step near the line of another is laid on it, and the line is told', () => {
  const at = snap({ x: 104, y: 300, width: 240, height: 60 }, [other], 6)
  expect(at).toEqual({ x: 100, y: 300, guides: [{ axis: 'x', at: 100 }] })
})

test('middles count as well as edges, each direction for itself', () => {
  const at = snap({ x: 500, y: 108, width: 240, height: 60 }, [other], 6)
  expect(at.y).toBe(110)
  expect(at.guides).toEqual([{ axis: 'y', at: 140 }])
})

test('out of reach nothing moves', () => {
  expect(snap({ x: 120, y: 300, width: 100, height: 33 }, [other], 6)).toEqual({ x: 120, y: 300, guides: [] })
})
