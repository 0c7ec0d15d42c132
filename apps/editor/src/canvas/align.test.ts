import { expect, test } from 'vitest'
import { aligned } from './align.ts'

const boxes = [
  { id: 'a', x: 0, y: 10, width: 100, height: 40 },
  { id: 'b', x: 130, y: 0, width: 100, height: 80 },
  { id: 'c', x: 400, y: 30, width: 200, height: 20 },
]
const at = (how: Parameters<typeof aligned>[1]) =>
  Object.fromEntries(aligned(boxes, how).map(({ id, position }) => [id, [position.x, position.y]]))

test('one side of all lies on one line', () => {
  expect(at('left')).toEqual({ a: [0, 10], b: [0, 0], c: [0, 30] })
  expect(at('right')).toEqual({ a: [500, 10], b: [500, 0], c: [400, 30] })
  expect(at('bottom')).toEqual({ a: [0, 40], b: [130, 0], c: [400, 60] })
  expect(at('middle')).toEqual({ a: [0, 20], b: [130, 0], c: [400, 30] })
})

test('spread out, the gaps between are the same and the ends stay', () => {
  expect(at('across')).toEqual({ a: [0, 10], b: [200, 0], c: [400, 30] })
})
