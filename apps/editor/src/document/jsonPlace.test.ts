import { expect, it } from 'vitest'
import { jsonPlace } from './jsonPlace.ts'

it.each([
  ['{\n  "name": oops\n}', 3 - 1, 11],
  ['{"a": 1,, "b": 2}', 1, 9],
  ['{"a": "x"\n "b": 1}', 2, 2],
  ['[1, 2', 1, 6],
  ['{"a": tru}', 1, 10],
  ['{"list": [1, 2,\n]}', 2, 1],
  ['', 1, 1],
])('finds the place in %j', (text, line, column) => {
  expect(jsonPlace(text)).toBe(` (line ${line}, column ${column})`)
})

it('has no place for what is JSON', () => {
  expect(jsonPlace('{"a": [1, true, null, "x"]}')).toBe('')
})
