import { expect, test } from 'vitest'
import { itemLabel } from './runDetail.ts'

test('an item is known by its first line, or by the field that names it', () => {
  expect(itemLabel('The export is slow.\nIt takes a minute.')).toBe('The export is slow.')
  expect(itemLabel(7)).toBe('7')
  expect(itemLabel({ body: 'Long text', title: 'Short' })).toBe('Short')
  expect(itemLabel({ n: 1, city: 'Oslo' })).toBe('Oslo')
  expect(itemLabel(['x'])).toBe('')
})
