import { useRef } from 'react'

/** The first value that is there for a key, as long as it may still change; the latest for a key that came too late. */
export function useFirst<T>(key: string, value: T | null, open: boolean): T | null {
  const first = useRef<{ readonly key: string; readonly value: T; readonly taken: boolean } | null>(null)
  if (first.current?.key !== key || (!first.current.taken && value !== null))
    first.current = value === null ? null : { key, value, taken: open }
  return first.current?.value ?? null
}
