import '@quorum/engine/expressions'
import type { Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { schemaProblem, schemaProblems } from './jsonSchema.ts'

test.each<[Record<string, unknown>, Value, number]>([
  [{ type: 'integer', minimum: 1, maximum: 3 }, 2, 0],
  [{ type: 'integer' }, 2.5, 1],
  [{ exclusiveMinimum: 2 }, 2, 1],
  [{ multipleOf: 0.1 }, 0.3, 0],
  [{ type: ['string', 'null'] }, null, 0],
  [{ minLength: 2, pattern: '^a' }, 'b', 2],
  [{ enum: ['a', { b: 1 }] }, { b: 1 }, 0],
  [{ const: 1 }, 2, 1],
  [{ type: 'array', minItems: 1, uniqueItems: true, items: { type: 'number' } }, [1, 1, 'x'], 2],
  [{ properties: { a: {} }, additionalProperties: false }, { a: 1, b: 2 }, 1],
  [{ anyOf: [{ type: 'string' }, { type: 'number' }] }, true, 1],
  [{ oneOf: [{ type: 'number' }, { minimum: 1 }] }, 2, 1],
  [{ not: { type: 'string' } }, 'x', 1],
  [{ allOf: [{ type: 'string' }, { minLength: 2 }] }, 'x', 1],
  [{ prefixItems: [{ type: 'string' }], items: { type: 'number' } }, ['a', 'b'], 1],
  [{ $ref: '#/$defs/tree', $defs: { tree: { type: 'array', items: { $ref: '#/$defs/tree' } } } }, [[], [[1]]], 1],
  [{ $ref: '#/nowhere' }, 1, 0],
])('%j on %j has %i problems', (schema, value, problems) => {
  expect(schemaProblems(schema, value)).toHaveLength(problems)
})

test('any schema and any value can be compared', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (schema, value) => void schemaProblems(schema, value as Value)))
})

test('what a model is told names the places, ten at the most', () => {
  const schema = { type: 'object', required: ['city'], properties: { city: { type: 'string' } } }
  expect(schemaProblem({ city: 1 }, schema)).toBe('“city” of the value must be string, but it is number.')
  expect(schemaProblem({ city: 'Ulm' }, schema)).toBeNull()
  expect(schemaProblem(Array(30).fill(1), { items: { type: 'string' } })).toMatch(/And 20 more\.$/)
})

test('a pattern that only other engines read is passed over in a tool’s schema, and said in a check', () => {
  expect(schemaProblem('x', { pattern: '(?=a)b' })).toBeNull()
  expect(() => schemaProblems({ pattern: '(?=a)b' }, 'x')).toThrow(/pattern/)
})

const doubled = (levels: number): object => {
  let schema: object = { type: 'string' }
  for (let level = 0; level < levels; level++) schema = { anyOf: [{ items: schema }, { items: schema }] }
  return schema
}
const nested = (levels: number): Value => {
  let value: Value = 1
  for (let level = 0; level < levels; level++) value = [value]
  return value
}
const itself = { $ref: '#' }

test.each<[string, unknown, Value]>([
  ['a pattern that explodes elsewhere', { pattern: '^(a+)+$' }, `${'a'.repeat(5_000)}!`],
  ['choices in choices', doubled(40), nested(40)],
  ['a reference to itself', itself, 1],
  [
    'a value that is nested too deep',
    { $ref: '#/$defs/a', $defs: { a: { items: { $ref: '#/$defs/a' } } } },
    nested(5_000),
  ],
  ['many choices on a long text', { anyOf: Array(8_000).fill({ minLength: 9_000_000 }) }, 'x'.repeat(4_000_000)],
  ['many choices on a long list', { anyOf: Array(8_000).fill({ uniqueItems: true }) }, Array(20_000).fill('xxxxxxxxx')],
])('%s ends soon', (_what, schema, value) => {
  const from = performance.now()
  try {
    schemaProblem(value, schema)
  } catch (error) {
    expect(error).toMatchObject({ code: 'condition-error' })
  }
  expect(performance.now() - from).toBeLessThan(5_000)
})
