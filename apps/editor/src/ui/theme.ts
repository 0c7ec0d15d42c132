import { useSyncExternalStore } from 'react'

export type Theme = 'light' | 'dark' | 'system'

const key = 'quorum.theme'
const dark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

function stored(): Theme {
  try {
    const value = localStorage.getItem(key)
    return value === 'light' || value === 'dark' ? value : 'system'
  } catch {
    return 'system' // storage refused by the browser: follow the system
  }
}

let theme = stored()

function apply(): void {
  document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
}

/** Puts the stored theme on the page and follows the system from then on. Call once, before the first paint. */
export function startTheme(): void {
  apply()
  dark.addEventListener('change', apply)
}

export function setTheme(next: Theme): void {
  theme = next
  try {
    localStorage.setItem(key, next)
  } catch {
    // Storage refused: the choice lasts as long as this page.
  }
  apply()
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, () => theme)
