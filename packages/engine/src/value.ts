/** What travels on edges: plain JSON, frozen. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value }

/** Text from a value (API.md): text as it is, an object of one field gives that field's text, else pretty JSON; null is empty. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'object' && !Array.isArray(value)) {
    const fields = Object.values(value)
    if (fields.length === 1) return textOf(fields[0])
  }
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value)
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
