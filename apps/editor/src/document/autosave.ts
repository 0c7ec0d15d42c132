import type { Flow } from '@quorum/engine'
import { isDirty, type SaveState, useDocument } from './documentStore.ts'
import type { FlowApi, StoredFlow } from './flowApi.ts'
import type { Journal } from './journal.ts'

export const IDLE_MS = 500
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000]

const hidden = (): boolean => globalThis.document?.visibilityState === 'hidden'

export interface Autosave {
  /** Writes what is unsaved now. `leaving`: the page is being hidden, the request must outlive it. */
  flush(options?: { leaving?: boolean }): Promise<void>
  stop(): void
}

/**
 * Carries every edit first to this device, then to the server: 500 ms after the last one, and at `flush`.
 * saved → saving → saved | offline (tries again) | failed (next edit tries again) | conflict (saving stops until the person chose).
 */
export function startAutosave(deps: {
  readonly api: FlowApi
  readonly journal: Journal
  /** Tells other tabs of a new revision. */
  readonly onSaved?: (revision: number) => void
}): Autosave {
  const { api, journal } = deps
  const id = useDocument.getState().id
  if (id === null) throw new Error('startAutosave needs an open document')
  let timer: ReturnType<typeof setTimeout> | undefined
  let inFlight: Promise<void> | null = null
  let tries = 0
  let stopped = false

  const later = (ms: number): void => {
    clearTimeout(timer)
    // A hidden page wrote its last edits as it was hidden. What they still wait for is done when it is seen again.
    if (!stopped) timer = setTimeout(() => void (hidden() || flush()), ms)
  }
  const setSave = (save: SaveState): void => {
    if (!stopped) useDocument.setState({ save })
  }

  // What this device has no room for is safe only once the server has it.
  let kept = true
  const unreached = (): SaveState =>
    kept
      ? { status: 'offline' }
      : { status: 'failed', reason: 'the server cannot be reached, and this device has no room' }

  const write = async (leaving: boolean): Promise<void> => {
    const { flow, revision } = useDocument.getState()
    setSave({ status: 'saving' })
    const answer = await api.put(id, revision, flow, { keepalive: leaving })
    if (stopped && answer.status !== 'ok') return
    switch (answer.status) {
      case 'ok':
        tries = 0
        return confirmed(flow, answer.stored)
      case 'stale':
        return conflict()
      case 'offline':
        setSave(unreached())
        later(RETRY_MS[Math.min(tries++, RETRY_MS.length - 1)] ?? 15_000)
        return
      case 'missing':
        return setSave({ status: 'failed', reason: 'the workflow was deleted; copy it into a new one to keep it' })
      case 'refused':
        return setSave({ status: 'failed', reason: answer.reason })
    }
  }

  const confirmed = async (sent: Flow, stored: StoredFlow): Promise<void> => {
    deps.onSaved?.(stored.revision)
    if (stopped) return void (await journal.clear(id))
    useDocument.setState({ revision: stored.revision, savedFlow: sent, save: { status: 'saved' } })
    if (isDirty(useDocument.getState())) {
      await keep()
      later(IDLE_MS)
    } else await journal.clear(id)
  }

  const conflict = async (): Promise<void> => {
    const answer = await api.get(id)
    if (answer.status !== 'ok') {
      setSave({ status: 'failed', reason: 'changed elsewhere, and the other version cannot be read now' })
      return
    }
    const { revision, flow, updatedAt } = answer.stored
    setSave({ status: 'conflict', theirs: { revision, flow, updatedAt } })
  }

  const flush = async ({ leaving = false } = {}): Promise<void> => {
    clearTimeout(timer)
    if (inFlight) await inFlight
    const state = useDocument.getState()
    if (state.id !== id || !isDirty(state) || state.save.status === 'conflict') return
    inFlight = write(leaving).finally(() => {
      inFlight = null
    })
    await inFlight
  }

  // Edits come faster than a disk: while one is being written only the newest of the others waits.
  let keeping = false
  let keepAgain = false
  const keep = async (): Promise<void> => {
    if (keeping) {
      keepAgain = true
      return
    }
    keeping = true
    do {
      keepAgain = false
      const state = useDocument.getState()
      if (isDirty(state)) {
        kept = await journal.write(id, { flow: state.flow, base: state.revision }).then(
          () => true,
          () => false,
        )
        if (!kept && useDocument.getState().save.status === 'offline') setSave(unreached())
      }
    } while (keepAgain)
    keeping = false
  }

  const unsubscribe = useDocument.subscribe((state, before) => {
    if (state.id !== id || state.flow === before.flow || !isDirty(state)) return
    void keep()
    if (state.save.status !== 'conflict') later(IDLE_MS)
  })
  if (isDirty(useDocument.getState())) later(IDLE_MS)

  return {
    flush,
    stop() {
      stopped = true
      clearTimeout(timer)
      unsubscribe()
    },
  }
}
