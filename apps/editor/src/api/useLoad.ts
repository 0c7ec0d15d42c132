import { useCallback, useEffect, useState } from 'react'
import { messageOf } from './error.ts'

export interface Loaded<T> {
  readonly data: T | null
  readonly error: string | null
  /** Asks again; what is shown stays until the answer is there. */
  readonly reload: () => void
}

/** Data of one call; asked again when `key` changes. Null as key: do not ask. */
export function useLoad<T>(key: string | null, load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string | null; data: T | null; error: string | null }>({
    key: null,
    data: null,
    error: null,
  })
  const [turn, setTurn] = useState(0)
  const reload = useCallback(() => setTurn((n) => n + 1), [])
  // `key` says what `load` asks; `turn` asks the same again.
  useEffect(() => {
    if (key === null) return
    let current = true
    load().then(
      (data) => current && setState({ key, data, error: null }),
      (error: unknown) =>
        current && setState((old) => ({ key, data: old.key === key ? old.data : null, error: messageOf(error) })),
    )
    return () => {
      current = false
    }
  }, [key, turn])
  const mine = state.key === key
  return { data: mine ? state.data : null, error: mine ? state.error : null, reload }
}
