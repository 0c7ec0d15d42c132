import { isAttachment } from './attachment.ts'

/** What travels on edges: plain JSON, frozen. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value }

/** Text from a value (API.md): text as it is, an object of one field gives that field's text, else pretty JSON; null is empty. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'object' && !Array.isArray(value)) {
    if ('file' in value && isAttachment(value)) return value.name
    const fields = Object.values(value)
    if (fields.length === 1) return textOf(fields[0])
  }
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value)
}

/** The first `chars` characters of that text, in the time they take: a value may be a hundred megabytes. */
export const textStart = (value: unknown, chars: number): string =>
  textOf(beginning(value, { left: chars })).slice(0, chars)

function beginning(value: unknown, budget: { left: number }): unknown {
  budget.left--
  if (typeof value === 'string') {
    const start = value.slice(0, Math.max(0, budget.left) + 1)
    budget.left -= start.length
    return start
  }
  if (Array.isArray(value)) {
    const items: unknown[] = []
    for (const item of value) if (items.push(beginning(item, budget)) && budget.left < 0) break
    return items
  }
  if (!isRecord(value)) return value
  const only = onlyField(value)
  // Of it neither the braces nor the name need show.
  if (only !== null) {
    budget.left++
    return { [only]: beginning(value[only], budget) }
  }
  const fields: [string, unknown][] = []
  for (const [name, inner] of Object.entries(value)) {
    // One more than fits: an object of one field is told as that field alone.
    const over = budget.left < 0
    budget.left -= name.length
    fields.push([name, over ? null : beginning(inner, budget)])
    if (over) break
  }
  return Object.fromEntries(fields)
}

function onlyField(value: Record<string, unknown>): string | null {
  let only: string | null = null
  for (const name in value) {
    if (only !== null) return null
    only = name
  }
  return only
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The same JSON, whatever the order of the fields. */
export function sameValue(one: Value, other: Value): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one) || Array.isArray(other))
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => sameValue(item as Value, other[index] as Value))
    )
  const fields = Object.entries(one as { readonly [key: string]: Value })
  const others = other as { readonly [key: string]: Value }
  return (
    fields.length === Object.keys(others).length &&
    fields.every(([key, value]) => Object.hasOwn(others, key) && sameValue(value, others[key] as Value))
  )
}
