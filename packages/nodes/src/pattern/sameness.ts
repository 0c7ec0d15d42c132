import { isRecord, textOf, type Value } from '@quorum/engine'
import { normalized } from './judging.ts'

export type Sameness = 'canonical' | 'normalized' | 'exact'

/** Under what key answers count as the same. canonical: the same JSON, whatever the order of its fields; texts without blanks around. */
export function sameKey(value: Value, by: Sameness): string {
  if (by === 'exact') return typeof value === 'string' ? value : JSON.stringify(value)
  if (by === 'normalized') return normalized(value)
  return typeof value === 'object' ? JSON.stringify(sorted(value)) : textOf(value).trim()
}

function sorted(value: Value): Value {
  if (Array.isArray(value)) return (value as readonly Value[]).map(sorted)
  if (!isRecord(value)) return value as Value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] as Value)]),
  )
}
