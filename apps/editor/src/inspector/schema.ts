import type { NodeDefinition } from '@quorum/engine'
import { toJSONSchema } from './jsonSchema.ts'

/** The part of JSON Schema that parameters use, with the hints of `meta` (nodes/src/params.ts). */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly title?: string
  readonly description?: string
  /** Which field fits, where the type alone does not say. */
  readonly widget?:
    | 'template'
    | 'longText'
    | 'code'
    | 'model'
    | 'flow'
    | 'flowInput'
    | 'condition'
    | 'schema'
    | 'json'
    | 'texts'
    | 'tools'
    | 'mcpServer'
    | 'toolArguments'
  /** What the values of an `enum` are called. */
  readonly labels?: Readonly<Record<string, string>>
  /** Not shown. */
  readonly hidden?: boolean
  /** Shown only while these other parameters have one of these values. */
  readonly onlyFor?: Readonly<Record<string, readonly unknown[]>>
  readonly enum?: readonly unknown[]
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly maxLength?: number
  readonly const?: unknown
}

const cache = new WeakMap<NodeDefinition, Schema>()

/** The parameters of a kind as JSON Schema, as they are written in a flow (before defaults). */
export function paramsSchema(definition: NodeDefinition): Schema {
  const known = cache.get(definition)
  if (known) return known
  const schema = withDefaults(
    toJSONSchema(definition.params, { io: 'input', unrepresentable: 'any' }) as Schema,
    definition.params.safeParse({}).data,
  )
  cache.set(definition, schema)
  return schema
}

/** The JSON Schema loses the default of what holds a condition: without it the list looks empty, and adding to it would empty it. */
function withDefaults(schema: Schema, defaults: unknown): Schema {
  if (!schema.properties || typeof defaults !== 'object' || defaults === null) return schema
  const known = defaults as Readonly<Record<string, unknown>>
  const properties = Object.entries(schema.properties).map(([name, field]): [string, Schema] => [
    name,
    field.default === undefined && known[name] !== undefined ? { ...field, default: known[name] } : field,
  ])
  return { ...schema, properties: Object.fromEntries(properties) }
}

/**
 * What each value of an `enum` is called, and whether that says all its description says. Words come from `labels`,
 * else from a description written as "code: words. other: words.", else from the value itself.
 */
export function optionWords(schema: Schema): { readonly words: ReadonlyMap<unknown, string>; readonly told: boolean } {
  const options = schema.enum ?? []
  const told = new Map(
    [...(schema.description ?? '').matchAll(/(?:^|\. )(\w+): ([^.]+)/g)].map(([, code = '', words = '']) => [
      code,
      words,
    ]),
  )
  const all = options.length > 0 && options.every((option) => told.has(String(option)))
  const wordsOf = (option: unknown): string => {
    const code = String(option)
    return schema.labels?.[code] ?? capital((all ? told.get(code) : undefined) ?? humanised(code))
  }
  return { words: new Map(options.map((option) => [option, wordsOf(option)])), told: all }
}

export type FieldKind =
  | 'template'
  | 'longText'
  | 'code'
  | 'model'
  | 'flow'
  | 'flowInput'
  | 'condition'
  | 'json'
  | 'select'
  | 'boolean'
  | 'number'
  | 'text'
  | 'objects'
  | 'texts'
  | 'object'
  | 'tools'
  | 'mcpServer'
  | 'toolArguments'

/** Which field draws a schema. What none of them can draw is edited as JSON: nothing is out of reach. */
export function fieldKind(schema: Schema): FieldKind {
  const { widget } = schema
  if (widget === 'schema') return 'json'
  if (widget) return widget
  if (schema.enum) return 'select'
  if (schema.anyOf && numberOrWord(schema)) return 'number'
  switch (schema.type) {
    case 'boolean':
      return 'boolean'
    case 'number':
    case 'integer':
      return 'number'
    case 'string':
      return (schema.maxLength ?? 0) > 2_000 ? 'longText' : 'text'
    case 'array':
      if (schema.items?.type === 'object' && schema.items.properties) return 'objects'
      return schema.items?.type === 'string' ? 'texts' : 'json'
    case 'object':
      return schema.properties ? 'object' : 'json'
  }
  return 'json'
}

/** A number, or one of some words in its place (`auto`): the number's schema, and the words. */
export function numberOrWord(schema: Schema): { readonly number: Schema; readonly words: readonly string[] } | null {
  const words = schema.anyOf?.flatMap((one) => (typeof one.const === 'string' ? [one.const] : [])) ?? []
  const [number, ...more] = schema.anyOf?.filter((one) => one.const === undefined) ?? [schema]
  if (number === undefined || more.length > 0 || !(number.type === 'number' || number.type === 'integer')) return null
  return { number, words }
}

/** The parameters to show, by name: not hidden ones, nor those that mean nothing under the choices made (they keep their value). */
export function shownFields(
  schema: Schema,
  params: Readonly<Record<string, unknown>>,
): readonly (readonly [string, Schema])[] {
  const all = schema.properties ?? {}
  return Object.entries(all).filter(([, field]) => {
    if (field.hidden) return false
    if (!field.onlyFor) return true
    return Object.entries(field.onlyFor).every(([other, values]) =>
      values.includes(params[other] ?? all[other]?.default),
    )
  })
}

/** "maxOutputTokens" → "Max output tokens", for a parameter without a title. */
export function titleOf(name: string, schema: Schema): string {
  return schema.title ?? capital(humanised(name))
}

/** Short codes in capitals (GET, URL) stay as they are. */
const humanised = (name: string): string =>
  /^[A-Z]+$/.test(name) ? name : name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** What a new entry of a list starts as: only what has no default of its own. */
export function emptyOf(schema: Schema, index: number): unknown {
  if (schema.type !== 'object' || !schema.properties) return schema.type === 'string' ? '' : null
  return Object.fromEntries(
    Object.entries(schema.properties)
      .filter(([name]) => schema.required?.includes(name))
      .map(([name, inner]) => [
        name,
        inner.type === 'string' ? `${name === 'id' ? 'case' : name}${index + 1}` : (inner.default ?? null),
      ]),
  )
}
