import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { definitionOf, definitions } from './definitions.ts'
import { behaviourOf, kit } from './runners.ts'

const each = definitions.map((definition) => [definition.kind, definition] as const)
const drawn = each.filter(([, { hidden }]) => !hidden)

test('every kind has one definition and one behaviour, found by its id', () => {
  expect(new Set(definitions.map(({ kind }) => kind)).size).toBe(definitions.length)
  for (const { kind } of definitions) {
    expect(definitionOf(kind)?.kind).toBe(kind)
    expect(behaviourOf(kind)).toBeDefined()
    expect(kit.definition(kind)).toBe(definitionOf(kind))
  }
  for (const name of ['nothing', 'constructor', '__proto__']) {
    expect(definitionOf(name)).toBeUndefined()
    expect(behaviourOf(name)).toBeUndefined()
  }
})

test.each(drawn)('%s can be put on the canvas without any setting', (_, definition) => {
  const params = definition.params.parse({})
  const { inputs, outputs, inner } = definition.ports(params)
  for (const side of [inputs, outputs, inner?.inputs ?? [], inner?.outputs ?? []]) {
    expect(new Set(side.map(({ id }) => id)).size).toBe(side.length)
  }
  expect(definition.rows(params).length).toBeLessThanOrEqual(3)
  expect(definition.fact(params)).toBeTypeOf('string')
  expect(definition.summary).toMatch(/^[A-Z].*\.$/)
  expect(definition.icon).toMatch(/^[a-z0-9-]+$/)
})

test.each(drawn)('the settings of %s are a JSON Schema whose fields say what they are for', (_, definition) => {
  expect(() => z.toJSONSchema(definition.params, { io: 'input' })).not.toThrow()
  const schema = z.toJSONSchema(definition.params) as {
    properties: Record<string, { title?: string; description?: string }>
  }
  for (const [name, field] of Object.entries(schema.properties)) {
    expect(field.title, name).toBeTypeOf('string')
    expect(field.description, name).toBeTypeOf('string')
  }
})

test.each(each)('%s keeps settings it does not know', (_, { params, hidden }) => {
  const parsed = params.safeParse({ ofALaterVersion: { x: 1 } })
  if (parsed.success) expect(parsed.data).toMatchObject({ ofALaterVersion: { x: 1 } })
  else expect(hidden).toBe(true)
})

test.each(each)('%s looks at any settings without throwing', (_, definition) => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...Object.keys(shapeOf(definition.params))), fc.jsonValue()), (given) => {
      const parsed = definition.params.safeParse(given)
      if (!parsed.success) return
      definition.ports(parsed.data)
      definition.fact(parsed.data)
      definition.rows(parsed.data)
      definition.activation(parsed.data)
      definition.templates(parsed.data)
      definition.conditions(parsed.data)
      definition.models(parsed.data)
      definition.expand?.(parsed.data)
      definition.check?.(parsed.data, { id: 'x', kind: definition.kind, position: { x: 0, y: 0 }, params: given })
    }),
  )
})

/** The names of a kind's settings, and one it does not have. */
const shapeOf = (params: z.ZodType) => ({ other: null, ...(params instanceof z.ZodObject ? params.shape : {}) })
