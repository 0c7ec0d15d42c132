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
import { joinTabs } from './tabs.ts'

export type Opened =
  | { readonly status: 'open'; readonly close: () => void; readonly flush: () => Promise<void> }
  | { readonly status: 'missing' }
  | { readonly status: 'failed'; readonly reason: string }

/**
 * Loads a flow into the document store and keeps it saved until `close`. Edits of a tab that died come back: as they
 * were when the server has not moved on since, else as a conflict for the person to decide.
 */
export async function openSession(
  flowId: string,
  deps: { api: FlowApi; journal: Journal; history?: HistoryJournal } = {
    api: flowApi,
    journal: indexedDbJournal(),
    history: indexedDbHistory(),
  },
): Promise<Opened> {
  const [answer, left] = await Promise.all([deps.api.get(flowId), deps.journal.left(flowId).catch(() => [])])
  if (answer.status === 'missing') return { status: 'missing' }
  if (answer.status !== 'ok') {
    const reason = answer.status === 'refused' ? answer.reason : 'the server cannot be reached'
    return { status: 'failed', reason }
  }
  const { revision, flow, updatedAt } = answer.stored
  const restored = await adopt(flowId, left, answer.stored, deps)
  await loadKindsOf(restored?.flow ?? flow)
  openDocument({ id: flowId, revision, flow, unsaved: restored?.flow })
  if (restored && restored.base !== revision) {
    useDocument.setState({
      revision: restored.base,
      save: { status: 'conflict', theirs: { revision, flow, updatedAt } },
    })
  }
  const forgetHistory = deps.history ? await keepHistory(flowId, deps.history) : () => undefined
  const tabs = joinTabs(flowId)
  const autosave = startAutosave({ ...deps, onSaved: tabs.saved })
  const stopWatching = saveWhenLeaving(autosave)
  return {
    status: 'open',
    flush: () => autosave.flush(),
    close() {
      stopWatching()
      forgetHistory()
      void autosave.flush({ leaving: true })
      autosave.stop()
      tabs.leave()
      if (useDocument.getState().id === flowId) closeDocument()
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
    openDocument({ id: flowId, revision: 0, flow, readOnly: true })
    return { status: 'open', flush: async () => undefined, close: closeDocument }
  } catch (error) {
    return { status: 'failed', reason: messageOf(error) }
  }
}

function saveWhenLeaving(autosave: Autosave): () => void {
  const onBlur = (): void => void autosave.flush()
  const onHidden = (): void => {
    if (document.visibilityState === 'hidden') void autosave.flush({ leaving: true })
  }
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

/** Ends a conflict by giving up our edits for the version the server has, or loads a newer one that another tab saved. */
export async function takeTheirs(
  deps: { api: FlowApi; journal: Journal } = { api: flowApi, journal: indexedDbJournal() },
): Promise<void> {
  const { id, save } = useDocument.getState()
  if (!id) return
  const answer = await deps.api.get(id)
  const theirs = answer.status === 'ok' ? answer.stored : save.status === 'conflict' ? save.theirs : null
  if (!theirs) return
  const { elsewhere } = useDocument.getState()
  openDocument({ id, revision: theirs.revision, flow: theirs.flow })
  useDocument.setState({ elsewhere: { ...elsewhere, newerRevision: null } })
  await deps.journal.clear(id)
}
