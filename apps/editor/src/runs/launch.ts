import { getRunFlow, startRun } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import { isDirty, saveState, saveWords, useDocument } from '../document/documentStore.ts'
import { toast } from '../ui/Toast.tsx'
import { changedSince, mendedSince } from './changedSince.ts'
import { runStore, showRun } from './currentRun.ts'
import { awaitResult } from './dockStore.ts'
import { nameOfNode } from './nodeName.ts'
import { hasEnded } from './runStream.ts'
import { tryAgain } from './steer.ts'

let flush: () => Promise<void> = async () => undefined

/** The editor of a flow says how its last edits are sent to the server, so that what runs is what is drawn. */
export function launchWith(next: () => Promise<void>): void {
  flush = next
}

/** Saves, starts and shows a run. What goes wrong is thrown; edits that could not be saved are said in a toast. */
export async function launch(flowId: string, begin: () => Promise<string>): Promise<boolean> {
  await flush()
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

/** The run on screen that a new one can go on from: it has ended, and it is of this flow. */
export function baseRun(): string | null {
  const head = runStore.head()
  return head && hasEnded(head.status) && head.flowId === useDocument.getState().id ? head.id : null
}

/** Can the run on screen be taken up again at this node? Steps inside others run with what they are in. */
export const canRunFrom = (nodeId: string): boolean => {
  const { flow, readOnly } = useDocument.getState()
  return !readOnly && baseRun() !== null && flow.nodes.some(({ id, parent }) => id === nodeId && parent === undefined)
}

/** Runs a node and all behind it again, or `only` it; everything else keeps the result of the run on screen. */
export async function runFrom(nodeId: string, only = false): Promise<void> {
  const { id: flowId, flow, readOnly } = useDocument.getState()
  const runId = baseRun()
  if (readOnly || flowId === null) return
  if (runId === null) return toast({ text: 'There is no finished run to go on from. Press Run first.' })
  if (flow.nodes.find(({ id }) => id === nodeId)?.parent !== undefined)
    return toast({ text: 'This step runs as a part of the one it is in. Run that one instead.' })
  try {
    const stale = changedSince(await getRunFlow(runId), flow, nodeId, only).map((id) => `“${nameOfNode(id)}”`)
    if (stale.length > 0)
      toast({
        text: `${stale.join(', ')} changed since the last run. The old result is kept: run from there to use the change.`,
      })
    await launch(flowId, async () => {
      const from = only ? ({ runId, nodeId, only } as const) : { runId, nodeId }
      return (await startRun({ flowId, from }, crypto.randomUUID())).id
    })
  } catch (error) {
    toast({ text: messageOf(error), tone: 'error' })
  }
}

/**
 * Goes on with a run that failed. A run keeps the flow it began with; so where that was mended since, a new run of the
 * flow as it is drawn now takes over what succeeded. Else the run itself is taken up, at `path` or wherever it failed.
 */
export async function goOn(runId: string, path?: string): Promise<void> {
  const { flow, readOnly } = useDocument.getState()
  const error = runStore.head()?.error
  // The first segment of a path is a node of the flow itself.
  const [failed] = (path ?? error?.path ?? '').split(/[/#[]/)
  try {
    if (
      !readOnly &&
      failed &&
      flow.nodes.some(({ id }) => id === failed) &&
      mendedSince(await getRunFlow(runId), flow)
    ) {
      await runFrom(failed)
      return
    }
  } catch (problem) {
    return toast({ text: messageOf(problem), tone: 'error' })
  }
  await tryAgain(runId, path === undefined ? {} : { paths: [path] })
}
