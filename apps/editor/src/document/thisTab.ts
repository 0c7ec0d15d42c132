const KEY = 'quorum.tab'
const lockName = (tab: string): string => `quorum tab ${tab}`

let mine: Promise<string> | null = null

/**
 * The name of this tab; a reload keeps it. As long as the tab lives it holds a lock with it, so that others can tell what
 * an open tab looks after from what a dead one left behind.
 */
export function thisTab(): Promise<string> {
  mine ??= name()
  return mine
}

async function name(): Promise<string> {
  const before = stored()
  const reloaded = performance
    .getEntriesByType('navigation')
    .some((entry) => 'type' in entry && entry.type === 'reload')
  // A duplicated tab brings the name of its original along.
  const tab = before !== null && (reloaded || !(await openTabs()).has(before)) ? before : crypto.randomUUID()
  try {
    sessionStorage.setItem(KEY, tab)
  } catch {
    // Storage refused: the name holds as long as this page.
  }
  void navigator.locks?.request(lockName(tab), () => new Promise<void>(() => undefined))
  return tab
}

function stored(): string | null {
  try {
    return sessionStorage.getItem(KEY)
  } catch {
    return null
  }
}

/** Names of the tabs of this browser that are open; none where it cannot be told. */
export async function openTabs(): Promise<ReadonlySet<string>> {
  const held = (await navigator.locks?.query())?.held ?? []
  const prefix = lockName('')
  return new Set(held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : [])))
}
