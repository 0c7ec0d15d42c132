import { useSyncExternalStore } from 'react'

/** How much room things take: rows of 28 px, or of 24. */
export type Density = 'cosy' | 'compact'
/** `reduced`: nothing moves by itself. `system`: as the system asks for. */
export type Motion = 'system' | 'reduced'

interface Appearance {
  readonly density: Density
  readonly motion: Motion
}

const KEY = 'quorum.appearance'
const usual: Appearance = { density: 'cosy', motion: 'system' }

function read(): Appearance {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Appearance>
    return {
      density: stored.density === 'compact' ? 'compact' : 'cosy',
      motion: stored.motion === 'reduced' ? 'reduced' : 'system',
    }
  } catch {
    return usual
  }
}

let now = read()
const listeners = new Set<() => void>()

export const density = (): Density => now.density

/** Puts it on the page. Call once, before the first paint. */
export function startAppearance(): void {
  const { dataset } = document.documentElement
  dataset.density = now.density
  dataset.motion = now.motion
}

export function setAppearance(next: Partial<Appearance>): void {
  now = { ...now, ...next }
  try {
    localStorage.setItem(KEY, JSON.stringify(now))
  } catch {
    // Storage refused: it holds as long as the page.
  }
  startAppearance()
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useAppearance = (): Appearance => useSyncExternalStore(subscribe, () => now)
