/** A key press as it is written in the list of shortcuts: `Mod+Shift+Z`, `N`, `?`. Matched by the character it gives. */
export function comboOf(event: {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}): string {
  const { key } = event
  const letter = /^[a-z]$/i.test(key)
  const symbol = key.length === 1 && !letter && key !== ' '
  return [
    event.ctrlKey || event.metaKey ? 'Mod' : '',
    // A symbol is already what Shift makes of its key.
    event.shiftKey && !symbol ? 'Shift' : '',
    event.altKey ? 'Alt' : '',
    letter ? key.toUpperCase() : key === ' ' ? 'Space' : key,
  ]
    .filter(Boolean)
    .join('+')
}

/** Single keys are those that would also be typed into a text. */
export const isSingleKey = (combo: string): boolean => !/^(Mod|Alt|F\d)/.test(combo)

interface Stored {
  /** By action: its keys instead of ours; none switches it off. */
  readonly keys: Readonly<Record<string, readonly string[]>>
  readonly singleKeys: boolean
}

const KEY = 'quorum.keys'
const ours: Stored = { keys: {}, singleKeys: true }

function read(): Stored {
  try {
    return { ...ours, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Stored>) }
  } catch {
    return ours
  }
}

let stored = read()
const listeners = new Set<() => void>()

export const keySettings = (): Stored => stored
export function onKeySettings(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function setKeySettings(next: Partial<Stored>): void {
  stored = { ...stored, ...next }
  for (const listener of listeners) listener()
  try {
    localStorage.setItem(KEY, JSON.stringify(stored))
  } catch {
    // Storage refused: they hold as long as the page.
  }
}

/** The keys of an action as this person has them. */
export function keysOf(action: { readonly id: string; readonly keys: readonly string[] }): readonly string[] {
  const keys = stored.keys[action.id] ?? action.keys
  return stored.singleKeys ? keys : keys.filter((combo) => !isSingleKey(combo))
}

/** Everything that is done by this key, in the order of the list. */
export const withKey = <A extends { readonly id: string; readonly keys: readonly string[] }>(
  actions: readonly A[],
  combo: string,
): readonly A[] => actions.filter((action) => keysOf(action).includes(combo))
