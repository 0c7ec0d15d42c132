import type { Flow } from '@quorum/engine'
import { useDocument } from './documentStore.ts'
import { emptyHistory } from './history.ts'
import type { HistoryJournal } from './journal.ts'

const QUIET_MS = 300

/** Tells documents apart: the same for the same content, in whatever order its fields were written. */
export function markOf(flow: Flow): string {
  // Two FNV-1a hashes of 32 bits and the length: good enough to notice that a document is another one.
  const text = canonical(flow)
  let [a, b] = [0x811c9dc5, 0x9747b28c]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x85ebca6b)
  }
  return `${text.length} ${(a >>> 0).toString(36)} ${(b >>> 0).toString(36)}`
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return `{${entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`)
    .join()}}`
}

/**
 * What can be undone comes back after a reload, if the document is still the one it leads to; and is kept from now on:
 * 300 ms after the last step, at `remember` and at `stop`.
 */
export async function keepHistory(
  flowId: string,
  journal: HistoryJournal,
): Promise<{ remember(): void; stop(): void }> {
  const kept = await journal.read(flowId).catch(() => undefined)
  const { flow, history, id } = useDocument.getState()
  const untouched = history.done.length + history.undone.length === 0
  if (id === flowId && untouched && kept && kept.mark === markOf(flow)) useDocument.setState({ history: kept.history })

  let timer: ReturnType<typeof setTimeout> | undefined
  const remember = (): void => {
    if (timer === undefined) return
    clearTimeout(timer)
    timer = undefined
    const now = useDocument.getState()
    if (now.id !== flowId) return
    const next = { mark: markOf(now.flow), history: now.history }
    // Without room for it undo works until the page is left.
    journal.write(flowId, next).catch(() => undefined)
  }
  const unsubscribe = useDocument.subscribe((state, before) => {
    if (state.id !== flowId || state.history === before.history || state.history === emptyHistory) return
    clearTimeout(timer)
    timer = setTimeout(remember, QUIET_MS)
  })
  return {
    remember,
    stop() {
      unsubscribe()
      remember()
    },
  }
}
