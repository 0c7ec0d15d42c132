import { evaluate, isRecord, StepFailure, sameValue, type Value, weigh } from '@quorum/engine'

type Schema = Record<string, unknown>

/** About so many small looks at the value: a second's worth. A short schema can ask for more than there is time for. */
const mostLooks = 250_000
const mostLevels = 200

/** One comparison: what a reference leads to, and the looks that are left. */
interface Check {
  readonly root: unknown
  left: number
  /** A pattern that cannot be looked for is passed over: the schema is somebody else’s. */
  readonly lenient: boolean
}

/**
 * What keeps a value from fitting a JSON Schema, in words; empty if it fits. Knows the words people and models use
 * (types, enum, const, object, array, number and string limits, anyOf, oneOf, allOf, not, references within the schema);
 * others are not looked at. Schemas come from strangers, so they are read and never made into code, patterns are RE2's, and
 * the work has an end (SECURITY S13).
 * @throws StepFailure `condition-error` for a comparison that is too deep or takes too long.
 */
export const schemaProblems = (schema: unknown, value: Value, lenient = false): string[] =>
  problemsOf({ root: schema, left: mostLooks, lenient }, schema, value, 'The value', 0)

/** The same in one text for whoever made the value, a model as a rule; null if it fits. */
export function schemaProblem(value: Value, schema: unknown): string | null {
  const problems = schemaProblems(schema, value, true)
  if (problems.length === 0) return null
  const rest = problems.length - 10
  return problems.slice(0, 10).join(' ') + (rest > 0 ? ` And ${rest} more.` : '')
}

function problemsOf(check: Check, schema: unknown, value: Value, at: string, depth: number): string[] {
  if (schema === true || schema === undefined) return []
  if (schema === false) return [`${at} is not allowed.`]
  if (!isRecord(schema)) return []
  if (depth > mostLevels)
    throw new StepFailure('condition-error', 'The shape is nested too deep to check. Make it flatter.')
  spend(check, 1)
  const inner: Inner = (next, child, where) => problemsOf(check, next, child, where, depth + 1)
  return [
    ...(typeof schema.$ref === 'string' ? inner(referred(check.root, schema.$ref), value, at) : []),
    ...typeProblems(schema, value, at),
    ...choiceProblems(schema, value, at, (next) => inner(next, value, at)),
    ...(typeof value === 'number' ? numberProblems(schema, value, at) : []),
    ...(typeof value === 'string' ? textProblems(check, schema, value, at) : []),
    ...(Array.isArray(value) ? listProblems(check, schema, value, at, inner) : []),
    ...(isRecord(value) ? fieldProblems(check, schema, value as Record<string, Value>, at, inner) : []),
  ]
}

function spend(check: Check, looks: number): void {
  check.left -= looks
  if (check.left < 0)
    throw new StepFailure(
      'condition-error',
      'The shape takes too long to check. Make it simpler, or the value smaller.',
    )
}

/** `#/$defs/tree`; whatever leads nowhere asks for nothing. */
function referred(root: unknown, ref: string): unknown {
  if (!ref.startsWith('#')) return undefined
  let at = root
  for (const part of ref.slice(1).split('/').filter(Boolean)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined
    at = (at as Schema)[name]
  }
  return at
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
  const same = (other: unknown) => sameValue(other as Value, value)
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

function textProblems(check: Check, schema: Schema, value: string, at: string): string[] {
  spend(check, value.length / 64)
  const problems = sizeProblems(schema, 'minLength', 'maxLength', charactersIn(value), at, 'characters')
  const { pattern } = schema
  if (typeof pattern === 'string' && !matches(check, pattern, value)) problems.push(`${at} must match ${pattern}.`)
  return problems
}

/** As people count: a pair of surrogates is one. */
const charactersIn = (text: string): number =>
  text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0)

/** By way of a condition, because patterns of users never run on the host's own engine. */
function matches(check: Check, pattern: string, value: string): boolean {
  spend(check, 100 + 4 * value.length)
  try {
    return evaluate({ left: 'value', op: 'matches', right: pattern }, { value })
  } catch (error) {
    if (check.lenient && error instanceof StepFailure) return true
    throw error
  }
}

function listProblems(check: Check, schema: Schema, value: readonly Value[], at: string, inner: Inner): string[] {
  const problems = sizeProblems(schema, 'minItems', 'maxItems', value.length, at, 'items')
  if (schema.uniqueItems === true) spend(check, (weigh(value)?.chars ?? mostLooks) / 16)
  if (schema.uniqueItems === true && new Set(value.map((one) => JSON.stringify(one))).size < value.length) {
    problems.push(`${at} must not have the same item twice.`)
  }
  const places = Array.isArray(schema.prefixItems) ? schema.prefixItems : []
  for (const [i, item] of value.entries())
    problems.push(...inner(i < places.length ? places[i] : schema.items, item, `Item ${i + 1} of ${lower(at)}`))
  return problems
}

function fieldProblems(check: Check, schema: Schema, value: Record<string, Value>, at: string, inner: Inner): string[] {
  const problems = sizeProblems(schema, 'minProperties', 'maxProperties', Object.keys(value).length, at, 'fields')
  spend(check, Object.keys(value).length / 16)
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
