import { type Flow, isAttachment, isRecord, textOf, type Value } from '@quorum/engine'
import { type Field, input, titleOf } from './definition.ts'

export interface InputIssue {
  readonly code: 'missing-input' | 'wrong-type'
  readonly message: string
  /** The field's name. */
  readonly path: string
}

/** All fields a flow asks for; of two with one name the first counts, and it is required if either is. */
export function inputFields(flow: Pick<Flow, 'nodes'>): Field[] {
  const fields = new Map<string, Field>()
  for (const node of flow.nodes) {
    if (node.kind !== input.kind || node.parent !== undefined) continue
    const params = input.params.safeParse(node.params)
    for (const field of params.data?.fields ?? []) {
      const known = fields.get(field.name)
      fields.set(field.name, known ? { ...known, required: known.required || field.required } : field)
    }
  }
  return [...fields.values()]
}

/**
 * Reads what people or programs sent: defaults filled in, text turned into the field's type where that is plain.
 * Every declared field is there afterwards, null if nothing was given. Without fields anything goes.
 */
export function checkInput(
  fields: readonly Field[],
  given: Value | undefined,
): { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly issues: readonly InputIssue[] } {
  if (fields.length === 0) return { ok: true, value: given ?? {} }
  const only = fields.length === 1 ? fields[0] : undefined
  // A flow with one field may be started with the bare value.
  const source = isRecord(given) ? given : only && given !== null && given !== undefined ? { [only.name]: given } : {}
  const values: [string, Value][] = []
  const issues: InputIssue[] = []
  for (const field of fields) {
    const raw = Object.hasOwn(source, field.name) ? (source[field.name] as Value) : null
    const value = isBlank(raw) ? ((field.default ?? null) as Value) : raw
    if (isBlank(value)) {
      if (field.required) {
        issues.push({
          code: 'missing-input',
          path: field.name,
          message: `“${titleOf(field)}” is required. Please fill it in.`,
        })
      }
      values.push([field.name, raw === '' ? '' : null])
      continue
    }
    const read = readAs(field.type, value)
    if (read === undefined) {
      const message = `“${titleOf(field)}” must be ${expected[field.type]}, but it is ${kindOf(value)}.`
      issues.push({ code: 'wrong-type', path: field.name, message })
    } else values.push([field.name, read])
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: Object.fromEntries(values) }
}

const isBlank = (value: Value) => value === null || (typeof value === 'string' && value.trim() === '')

const expected = {
  text: 'text',
  number: 'a number',
  boolean: 'true or false',
  json: 'JSON',
  list: 'a list, or text with one item per line',
  file: 'a file that was sent to /api/uploads',
} satisfies Record<Field['type'], string>

const kindOf = (value: Value) =>
  Array.isArray(value) ? 'a list' : typeof value === 'string' ? 'text' : `a ${typeof value}`

function readAs(type: Field['type'], value: Value): Value | undefined {
  switch (type) {
    case 'json':
      return value
    case 'text':
      return typeof value === 'object' ? undefined : textOf(value)
    case 'number': {
      const number = typeof value === 'string' ? Number(value) : value
      return typeof number === 'number' && Number.isFinite(number) ? number : undefined
    }
    case 'boolean':
      if (typeof value === 'boolean') return value
      return value === 'true' ? true : value === 'false' ? false : undefined
    case 'file':
      return isAttachment(value) ? value : undefined
    case 'list':
      if (Array.isArray(value)) return value
      return typeof value === 'string' ? listFrom(value) : undefined
  }
}

function listFrom(text: string): Value {
  try {
    const parsed: unknown = JSON.parse(text)
    if (Array.isArray(parsed)) return parsed
  } catch {
    // Not JSON: then it is lines.
  }
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
