/** The fields of `now` that differ from what `sent` remembers under `key`; remembers them. */
export function difference<T extends object>(
  sent: Map<string, Record<string, string>>,
  key: string,
  now: T,
): Partial<T> | null {
  const before = sent.get(key) ?? {}
  const after: Record<string, string> = {}
  const changed: Record<string, unknown> = {}
  let some = false
  for (const [field, value] of Object.entries(now)) {
    const text = JSON.stringify(value) ?? 'null'
    after[field] = text
    if (before[field] === text) continue
    changed[field] = value
    some = true
  }
  if (!some) return null
  sent.set(key, after)
  return changed as Partial<T>
}
