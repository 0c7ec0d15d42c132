import { useEffect, useSyncExternalStore } from 'react'
import { listModels } from './client.ts'
import type { Model } from './types.ts'

let models: readonly Model[] | null = null
let asked = false
const listeners = new Set<() => void>()

async function ask(): Promise<void> {
  if (asked) return
  asked = true
  try {
    models = (await listModels()).items
    for (const listener of listeners) listener()
  } catch {
    asked = false // asked again by the next who needs it
  }
}

/** Keys have changed: what can be called may be others now. */
export function refreshModels(): void {
  asked = false
  void ask()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** All models the server knows, asked once per page; null until they are here. */
export function useModels(): readonly Model[] | null {
  useEffect(() => void ask(), [])
  return useSyncExternalStore(subscribe, () => models)
}
