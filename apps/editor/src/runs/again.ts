import type { Value } from '@quorum/engine'
import { getRunFlow, listItems, startRun } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import type { RunRequest } from '../api/types.ts'
import { useDocument } from '../document/documentStore.ts'
import { navigate, runPath } from '../router.ts'
import { toast } from '../ui/Toast.tsx'
import { changedSince, mendedSince } from './changedSince.ts'
import { runStore } from './currentRun.ts'
import { launch } from './launch.ts'
import { nameOfNode } from './nodeName.ts'
import { pinsOf } from './pins.ts'
import { hasEnded } from './runStream.ts'
import { tell, tryAgain } from './steer.ts'

/** The run on screen that a new one can go on from: it has ended, and it is of this flow. */
function baseRun(): string | null {
  const head = runStore.head()
  const { id, readOnly } = useDocument.getState()
  return head && hasEnded(head.status) && (readOnly === 'run' ? head.flowId !== null : head.flowId === id)
    ? head.id
    : null
}

/** Can the run on screen be taken up again at this node? Steps inside others run with what they are in. */
export const canRunFrom = (nodeId: string): boolean =>
  baseRun() !== null &&
  useDocument.getState().flow.nodes.some(({ id, parent }) => id === nodeId && parent === undefined)

/**
 * Runs a node and all behind it again, or `only` it; everything else keeps the result of the run on screen. While a run
 * is looked at as it was, the new one forks off it: the same version of the flow, on a page of its own.
 */
export async function runFrom(nodeId: string, only = false): Promise<void> {
  const runId = baseRun()
  if (runId === null) return toast({ text: 'There is no finished run to go on from. Press Run first.' })
  const { flow, readOnly } = useDocument.getState()
  if (flow.nodes.find(({ id }) => id === nodeId)?.parent !== undefined)
    return toast({ text: 'This step runs as a part of the one it is in. Run that one instead.' })
  try {
    if (readOnly !== 'run') await sayStale(runId, nodeId, only)
    await begin(only ? { runId, nodeId, only } : { runId, nodeId })
  } catch (error) {
    toast({ text: messageOf(error), tone: 'error' })
  }
}

/** A new run that takes `output` as the result of a node and does what is behind it again. @returns what went wrong. */
export async function goOnWith(nodeId: string, output: Value): Promise<string | null> {
  const runId = baseRun()
  if (runId === null) return 'There is no finished run to go on from.'
  try {
    await begin({ runId, nodeId, edits: { [nodeId]: output } })
    return null
  } catch (error) {
    return messageOf(error)
  }
}

async function begin(from: NonNullable<RunRequest['from']>): Promise<void> {
  const { id: flowId, readOnly } = useDocument.getState()
  const head = runStore.head()
  if (readOnly === 'run') {
    if (!head?.flowId) return
    const version = head.revision === null ? {} : { revision: head.revision }
    const { id } = await startRun({ flowId: head.flowId, ...version, from }, crypto.randomUUID())
    return navigate(runPath(head.flowId, id))
  }
  if (flowId === null) return
  await launch(flowId, async () => {
    // Who asks for a step to run, or gives it another result, means that and not what was kept.
    const { [from.nodeId]: _, ...pins } = await pinsOf(flowId)
    const kept = Object.keys(pins).length > 0 ? { pins } : {}
    return (await startRun({ flowId, from, ...kept }, crypto.randomUUID())).id
  })
}

async function sayStale(runId: string, nodeId: string, only: boolean): Promise<void> {
  const { flow } = useDocument.getState()
  const stale = changedSince(await getRunFlow(runId), flow, nodeId, only).map((id) => `“${nameOfNode(id)}”`)
  if (stale.length === 0) return
  toast({
    text: `${stale.join(', ')} changed since the last run. The old result is kept: run from there to use the change.`,
  })
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
      readOnly !== 'run' &&
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

/** Takes the run up without a step that failed: what can do without it goes on. */
export const goOnWithout = (runId: string, path: string): Promise<boolean> =>
  tryAgain(runId, { paths: [path], skip: [path] })

/** The most that one call takes up again. */
const mostItems = 1_000

/** Does the items of a node that failed again, and no others. */
export const retryItems = (runId: string, nodeId: string): Promise<boolean> =>
  tell(async () => {
    const paths: string[] = []
    let cursor: string | undefined
    do {
      const page = await listItems(runId, { node: nodeId, status: 'failed', limit: 200, ...(cursor ? { cursor } : {}) })
      paths.push(...page.items.map(({ path }) => path))
      cursor = page.nextCursor ?? undefined
    } while (cursor && paths.length < mostItems)
    if (paths.length > 0) await tryAgain(runId, { paths: paths.slice(0, mostItems) })
  })
