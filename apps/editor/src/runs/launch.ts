import { isDirty, saveState, saveWords, useDocument } from '../document/documentStore.ts'
import { toast } from '../ui/Toast.tsx'
import { showRun } from './currentRun.ts'
import { awaitResult } from './dockStore.ts'

let flush: () => Promise<void> = async () => undefined

/** The editor of a flow says how its last edits are sent to the server, so that what runs is what is drawn. */
export function launchWith(next: () => Promise<void>): void {
  flush = next
}

/** The last edits are with the server, or it has been tried. */
export const sent = (): Promise<void> => flush()

/** Saves, starts and shows a run. What goes wrong is thrown; edits that could not be saved are said in a toast. */
export async function launch(flowId: string, begin: () => Promise<string>): Promise<boolean> {
  await sent()
  const state = useDocument.getState()
  if (state.id === flowId && isDirty(state)) {
    toast({
      text: `Not started, because the newest edits are not saved (${saveWords(saveState(state))}).`,
      tone: 'error',
    })
    return false
  }
  const runId = await begin()
  awaitResult(runId)
  showRun(runId)
  return true
}
