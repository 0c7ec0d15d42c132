import { useSyncExternalStore } from 'react'

/** What is written in a field: decides colours and completion. */
export type CodeMode = 'javascript' | 'template' | 'condition'

const KEY = 'quorum.codeFields'
const listeners = new Set<() => void>()

function read(): boolean {
  try {
    return localStorage.getItem(KEY) === 'on'
  } catch {
    return false
  }
}
let wanted = read()

/** Whether this person wants colours and completion where templates and expressions are written. Code always has them. */
export const useCodeFields = (): boolean => useSyncExternalStore(subscribe, () => wanted)

export function setCodeFields(on: boolean): void {
  wanted = on
  try {
    localStorage.setItem(KEY, on ? 'on' : 'off')
  } catch {
    // Storage refused: it holds as long as the page.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
