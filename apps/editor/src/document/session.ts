import { Flow } from '@quorum/engine'
import { getRunFlow } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import { loadKindsOf } from '../compose/insides.ts'
import { toast } from '../ui/Toast.tsx'
import { type Autosave, startAutosave } from './autosave.ts'
import { closeDocument, openDocument, useDocument } from './documentStore.ts'
import { type FlowApi, flowApi, type StoredFlow } from './flowApi.ts'
import {
  type HistoryJournal,
  indexedDbHistory,
  indexedDbJournal,
  type Journal,
  type JournalEntry,
  type LeftEntry,
} from './journal.ts'
import { keepHistory, markOf } from './keepHistory.ts'
import { joinTurns, type Listener, pause, type Turn } from './turns.ts'

export type Opened =
  | {
      readonly status: 'open'
      readonly close: () => void
      readonly flush: () => Promise<void>
      /** Takes the turn to edit from the other tab that has it. */
      readonly editHere: () => Promise<void>
    }
  | { readonly status: 'missing' }
  | { readonly status: 'failed'; readonly reason: string }

export interface SessionDeps {
  readonly api: FlowApi
  readonly journal: Journal
  readonly history?: HistoryJournal
  readonly turns?: (flowId: string, listener: Listener) => Turn
}

/** How long a page that is just being left may keep the turn before this one opens to look at only. */
const LEAVING_MS = 150

/**
 * Loads a flow into the document store and keeps it saved until `close`. Edits of a tab that died come back: as they
 * were when the server has not moved on since, else as a conflict for the person to decide. While another tab of this
 * browser edits the flow it is here to look at, and follows what that one saves.
 */
export async function openSession(
  flowId: string,
  deps: SessionDeps = { api: flowApi, journal: indexedDbJournal(), history: indexedDbHistory() },
): Promise<Opened> {
  let editing: Editing | null = null
  let closed = false
  // One after the other: a turn may be won and lost faster than a flow is loaded.
  let work: Promise<unknown> = Promise.resolve()
  const next = (task: () => Promise<void>): Promise<void> => {
    const done = work.then(() => (closed ? undefined : task()))
    work = done.catch(() => undefined)
    return done
  }

  const edit = async (stored: StoredFlow): Promise<void> => {
    const left = await deps.journal.left(flowId).catch(() => [])
    const restored = await adopt(flowId, left, stored, deps)
    await loadKindsOf(restored?.flow ?? stored.flow)
    if (!closed) editing = await startEditing(flowId, stored, restored, { ...deps, onSaved: turn.saved })
  }
  const look = async (stored: StoredFlow): Promise<void> => {
    await loadKindsOf(stored.flow)
    if (!closed) openDocument({ ...stored, id: flowId, readOnly: 'elsewhere' })
  }
  const won = async (): Promise<void> => {
    if (editing) return
    const answer = await deps.api.get(flowId)
    const { revision, savedFlow } = useDocument.getState()
    // Without the server one may go on from what is on screen: it asks whoever turns out to have an older version.
    await edit(answer.status === 'ok' ? answer.stored : { id: flowId, revision, flow: savedFlow, updatedAt: null })
  }
  const lost = async (): Promise<void> => {
    editing?.stop()
    editing = null
    useDocument.setState({ readOnly: 'elsewhere' })
  }
  const follow = async (saved: number): Promise<void> => {
    const { readOnly, revision, flow, savedFlow } = useDocument.getState()
    if (!readOnly || saved <= revision || flow !== savedFlow) return
    const answer = await deps.api.get(flowId)
    if (answer.status === 'ok') await look(answer.stored)
  }

  let opened = false
  const turn = (deps.turns ?? joinTurns)(flowId, {
    mine: () => void (opened && next(won)),
    lost: () => void (opened && next(lost)),
    asked: async () => {
      await editing?.flush()
      editing?.remember()
    },
    saved: (revision) => void (opened && next(() => follow(revision))),
  })
  const answer = await deps.api.get(flowId)
  if (answer.status !== 'ok') {
    turn.leave()
    if (answer.status === 'missing') return { status: 'missing' }
    const reason = answer.status === 'refused' ? answer.reason : 'the server cannot be reached'
    return { status: 'failed', reason }
  }
  const mine = await turn.soon(LEAVING_MS)
  opened = true
  await next(() => (mine ? edit : look)(answer.stored))
  return {
    status: 'open',
    flush: async () => editing?.flush(),
    editHere: turn.take,
    close() {
      closed = true
      const saved = editing?.flush({ leaving: true })
      editing?.stop()
      // Whoever comes next is to find what was saved, if that does not take too long.
      void Promise.race([saved, pause(LEAVING_MS)]).finally(turn.leave)
      if (useDocument.getState().id === flowId) closeDocument()
    },
  }
}

interface Editing {
  flush(options?: { leaving?: boolean }): Promise<void>
  /** Keeps at once what can be undone. */
  remember(): void
  stop(): void
}

async function startEditing(
  flowId: string,
  { revision, flow, updatedAt }: StoredFlow,
  restored: JournalEntry | undefined,
  deps: SessionDeps & { onSaved: (revision: number) => void },
): Promise<Editing> {
  openDocument({ id: flowId, revision, flow, unsaved: restored?.flow })
  if (restored && restored.base !== revision) {
    useDocument.setState({
      revision: restored.base,
      save: { status: 'conflict', theirs: { revision, flow, updatedAt } },
    })
  }
  const history = deps.history ? await keepHistory(flowId, deps.history) : null
  const autosave = startAutosave(deps)
  const stopWatching = saveWhenLeaving(autosave)
  return {
    flush: autosave.flush,
    remember: () => history?.remember(),
    stop() {
      stopWatching()
      history?.stop()
      autosave.stop()
    },
  }
}

/**
 * The newest of what dead tabs left behind, from now on looked after by this one. What else they left becomes a workflow
 * of its own: none of it is thrown away, and none can be merged unseen.
 */
async function adopt(
  flowId: string,
  left: readonly LeftEntry[],
  stored: StoredFlow,
  { api, journal }: { api: FlowApi; journal: Journal },
): Promise<JournalEntry | undefined> {
  const known = new Set([markOf(stored.flow)])
  let newest: LeftEntry | undefined
  for (const entry of left) {
    const mark = markOf(entry.flow)
    if (known.has(mark)) await journal.forget(entry.key)
    else if (!newest) {
      newest = entry
      await journal.adopt(flowId, entry)
    } else await keepAsCopy(entry, { api, journal })
    known.add(mark)
  }
  return newest
}

async function keepAsCopy(entry: LeftEntry, { api, journal }: { api: FlowApi; journal: Journal }): Promise<void> {
  const name = `${entry.flow.name} (from a closed tab)`.slice(0, 200)
  const answer = await api.create({ ...entry.flow, name })
  if (answer.status !== 'ok') return
  await journal.forget(entry.key)
  toast({ text: `Edits of a tab that was closed are kept as “${name}”.` })
}

/** Loads the flow as one of its runs froze it, to look at. */
export async function openRunFlow(flowId: string, runId: string): Promise<Opened> {
  try {
    const flow = Flow.parse(await getRunFlow(runId))
    await loadKindsOf(flow)
    openDocument({ id: flowId, revision: 0, flow, readOnly: 'run' })
    const nothing = async (): Promise<void> => undefined
    return { status: 'open', flush: nothing, editHere: nothing, close: closeDocument }
  } catch (error) {
    return { status: 'failed', reason: messageOf(error) }
  }
}

function saveWhenLeaving(autosave: Autosave): () => void {
  const onBlur = (): void => void autosave.flush()
  const onHidden = (): void => void autosave.flush({ leaving: document.visibilityState === 'hidden' })
  addEventListener('blur', onBlur)
  addEventListener('online', onBlur)
  document.addEventListener('visibilitychange', onHidden)
  return () => {
    removeEventListener('blur', onBlur)
    removeEventListener('online', onBlur)
    document.removeEventListener('visibilitychange', onHidden)
  }
}

/**
 * Ends a conflict by storing our version as a flow of its own.
 * @returns the id of the copy, or why it could not be made.
 */
export async function keepMineAsCopy(
  deps: { api: FlowApi; journal: Journal } = { api: flowApi, journal: indexedDbJournal() },
): Promise<{ readonly id: string } | { readonly reason: string }> {
  const { id, flow: mine } = useDocument.getState()
  const answer = await deps.api.create({ ...mine, name: `${mine.name} (my copy)`.slice(0, 200) })
  if (answer.status !== 'ok') {
    return {
      reason:
        answer.status === 'refused'
          ? answer.reason
          : 'The server cannot be reached. Your version is kept on this device.',
    }
  }
  if (id) await takeTheirs(deps)
  return { id: answer.stored.id }
}

/** Ends a conflict by giving up our edits for the version the server has. */
export async function takeTheirs(
  deps: { api: FlowApi; journal: Journal } = { api: flowApi, journal: indexedDbJournal() },
): Promise<void> {
  const { id, save, readOnly } = useDocument.getState()
  if (!id) return
  const answer = await deps.api.get(id)
  const theirs = answer.status === 'ok' ? answer.stored : save.status === 'conflict' ? save.theirs : null
  if (!theirs) return
  openDocument({ id, revision: theirs.revision, flow: theirs.flow, readOnly })
  await deps.journal.clear(id)
}
