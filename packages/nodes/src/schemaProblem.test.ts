import { expect, test } from 'vitest'
import { schemaProblem } from './schemaProblem.ts'

test('a schema that cannot be understood accepts everything', () => {
  expect(schemaProblem(1, { not: { type: 'string' }, if: {} })).toBeNull()
})
