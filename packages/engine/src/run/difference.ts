/** What was told of a thing, by field: numbers and the like as they are, the rest as JSON, for it may change under our hands. */
export type Told = Record<string, unknown>

/** The fields of `now` that differ from what `sent` remembers under `key`; remembers them. */
export function difference<T extends object>(sent: Map<string, Told>, key: string, now: T): Partial<T> | null {
  const before = sent.get(key)
  const after: Told = {}
  const changed: Record<string, unknown> = {}
  let some = false
  for (const field of Object.keys(now)) {
    const value = now[field as keyof T]
    const told = value === null || value === undefined ? null : isFlat(value) ? value : JSON.stringify(value)
    after[field] = told
    if (before !== undefined && before[field] === told) continue
    changed[field] = value
    some = true
  }
  if (!some) return null
  sent.set(key, after)
  return changed as Partial<T>
}

const isFlat = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean'
