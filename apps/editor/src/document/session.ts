import { Flow } from '@quorum/engine'
import { getRunFlow } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import { loadKindsOf } from '../compose/insides.ts'
import { type Autosave, startAutosave } from './autosave.ts'
import { closeDocument, openDocument, useDocument } from './documentStore.ts'
import { type FlowApi, flowApi } from './flowApi.ts'
import { type HistoryJournal, indexedDbHistory, indexedDbJournal, type Journal } from './journal.ts'
import { keepHistory } from './keepHistory.ts'
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
  const [answer, unsaved] = await Promise.all([deps.api.get(flowId), deps.journal.read(flowId).catch(() => undefined)])
  if (answer.status === 'missing') return { status: 'missing' }
  if (answer.status !== 'ok') {
    const reason = answer.status === 'refused' ? answer.reason : 'the server cannot be reached'
    return { status: 'failed', reason }
  }
  const { revision, flow, updatedAt } = answer.stored
  await loadKindsOf(unsaved?.flow ?? flow)
  const same = unsaved && JSON.stringify(unsaved.flow) === JSON.stringify(flow)
  const restored = unsaved && !same ? unsaved : undefined
  if (same) await deps.journal.clear(flowId)
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
