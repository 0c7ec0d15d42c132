import { expect, test } from 'vitest'
import { createPlaces } from './events.ts'

test('so many live views in all and of each address, and a place that was given back is free', () => {
  const places = createPlaces(3, 2)
  const first = places.take('a')
  expect(places.take('a')).not.toBeNull()
  expect(places.take('a')).toBeNull()
  expect(places.take('b')).not.toBeNull()
  expect(places.take('c')).toBeNull()
  first?.()
  expect(places.take('c')).not.toBeNull()
})
