import { evaluate, isRecord, StepFailure, type Value } from '@quorum/engine'

type Schema = Record<string, unknown>

/**
 * What keeps a value from fitting a JSON Schema, in words; empty if it fits. Knows the words people and models use
 * (types, enum, const, object, array, number and string limits, anyOf, oneOf, allOf, not); others are not looked at.
 */
export function schemaProblems(schema: unknown, value: Value, at = 'The value', depth = 0): string[] {
  if (schema === true || schema === undefined) return []
  if (schema === false) return [`${at} is not allowed.`]
  if (!isRecord(schema)) return []
  if (depth > 64) throw new StepFailure('condition-error', 'The shape is nested too deep to check. Make it flatter.')
  const inner = (next: unknown, child: Value, where: string) => schemaProblems(next, child, where, depth + 1)
  return [
    ...typeProblems(schema, value, at),
    ...choiceProblems(schema, value, at, (next) => inner(next, value, at)),
    ...(typeof value === 'number' ? numberProblems(schema, value, at) : []),
    ...(typeof value === 'string' ? textProblems(schema, value, at) : []),
    ...(Array.isArray(value) ? listProblems(schema, value, at, inner) : []),
    ...(isRecord(value) ? fieldProblems(schema, value as Record<string, Value>, at, inner) : []),
  ]
}

type Inner = (schema: unknown, value: Value, at: string) => string[]

const typeOf = (value: Value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)

function typeProblems({ type }: Schema, value: Value, at: string): string[] {
  const wanted = typeof type === 'string' ? [type] : Array.isArray(type) ? type.map(String) : []
  const is = typeOf(value)
  const fits = (name: string) => name === is || (name === 'integer' && Number.isInteger(value))
  return wanted.length === 0 || wanted.some(fits) ? [] : [`${at} must be ${wanted.join(' or ')}, but it is ${is}.`]
}

function choiceProblems(schema: Schema, value: Value, at: string, inner: (schema: unknown) => string[]): string[] {
  const problems: string[] = []
  const same = (other: unknown) => JSON.stringify(other) === JSON.stringify(value)
  if (Array.isArray(schema.enum) && !schema.enum.some(same)) {
    problems.push(`${at} must be one of ${schema.enum.map((one) => JSON.stringify(one)).join(', ')}.`)
  }
  if (Object.hasOwn(schema, 'const') && !same(schema.const))
    problems.push(`${at} must be ${JSON.stringify(schema.const)}.`)
  const fitting = (list: unknown[]) => list.filter((one) => inner(one).length === 0).length
  if (Array.isArray(schema.allOf)) problems.push(...schema.allOf.flatMap(inner))
  if (Array.isArray(schema.anyOf) && fitting(schema.anyOf) === 0)
    problems.push(`${at} fits none of the shapes allowed.`)
  if (Array.isArray(schema.oneOf) && fitting(schema.oneOf) !== 1)
    problems.push(`${at} must fit exactly one of the shapes.`)
  if (schema.not !== undefined && inner(schema.not).length === 0)
    problems.push(`${at} has a shape that is not allowed.`)
  return problems
}

function numberProblems(schema: Schema, value: number, at: string): string[] {
  const problems: string[] = []
  const rule = (name: string, broken: (limit: number) => boolean, words: string) => {
    const limit = schema[name]
    if (typeof limit === 'number' && broken(limit))
      problems.push(`${at} must be ${words} ${limit}, but it is ${value}.`)
  }
  rule('minimum', (limit) => value < limit, 'at least')
  rule('maximum', (limit) => value > limit, 'at most')
  rule('exclusiveMinimum', (limit) => value <= limit, 'more than')
  rule('exclusiveMaximum', (limit) => value >= limit, 'less than')
  rule('multipleOf', (step) => step > 0 && Math.abs(value / step - Math.round(value / step)) > 1e-9, 'a multiple of')
  return problems
}

function sizeProblems(schema: Schema, least: string, most: string, size: number, at: string, unit: string): string[] {
  const [min, max] = [schema[least], schema[most]]
  if (typeof min === 'number' && size < min) return [`${at} must have at least ${min} ${unit}, but it has ${size}.`]
  return typeof max === 'number' && size > max ? [`${at} must have at most ${max} ${unit}, but it has ${size}.`] : []
}

function textProblems(schema: Schema, value: string, at: string): string[] {
  const problems = sizeProblems(schema, 'minLength', 'maxLength', [...value].length, at, 'characters')
  const { pattern } = schema
  // By way of a condition, because patterns of users never run on the host's own engine.
  if (typeof pattern === 'string' && !evaluate({ left: 'value', op: 'matches', right: pattern }, { value })) {
    problems.push(`${at} must match ${pattern}.`)
  }
  return problems
}

function listProblems(schema: Schema, value: readonly Value[], at: string, inner: Inner): string[] {
  const problems = sizeProblems(schema, 'minItems', 'maxItems', value.length, at, 'items')
  if (schema.uniqueItems === true && new Set(value.map((one) => JSON.stringify(one))).size < value.length) {
    problems.push(`${at} must not have the same item twice.`)
  }
  for (const [i, item] of value.entries()) problems.push(...inner(schema.items, item, `Item ${i + 1} of ${lower(at)}`))
  return problems
}

function fieldProblems(schema: Schema, value: Record<string, Value>, at: string, inner: Inner): string[] {
  const problems = sizeProblems(schema, 'minProperties', 'maxProperties', Object.keys(value).length, at, 'fields')
  const properties = isRecord(schema.properties) ? schema.properties : {}
  if (Array.isArray(schema.required)) {
    for (const name of schema.required) {
      if (!Object.hasOwn(value, String(name))) problems.push(`${at} has no field “${name}”.`)
    }
  }
  for (const [name, child] of Object.entries(value)) {
    if (Object.hasOwn(properties, name)) problems.push(...inner(properties[name], child, `“${name}” of ${lower(at)}`))
    else if (schema.additionalProperties === false) problems.push(`${at} has a field “${name}” that is not allowed.`)
    else problems.push(...inner(schema.additionalProperties, child, `“${name}” of ${lower(at)}`))
  }
  return problems
}

const lower = (at: string) => at.charAt(0).toLowerCase() + at.slice(1)
