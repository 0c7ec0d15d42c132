import { useEffect, useSyncExternalStore } from 'react'
import { getSettings } from './client.ts'

let model = ''
let asked = false
const listeners = new Set<() => void>()

async function ask(): Promise<void> {
  if (asked) return
  asked = true
  try {
    setDefaultModel((await getSettings()).defaultModel)
  } catch {
    asked = false // asked again by the next who needs it
  }
}

/** It was changed on this page. */
export function setDefaultModel(next: string): void {
  model = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The server's model for flows that name none, asked once per page; empty until it is here. */
export function useDefaultModel(): string {
  useEffect(() => void ask(), [])
  return useSyncExternalStore(subscribe, () => model)
}
