import { type NodeView, textOf } from '@quorum/engine'
import { useCallback, useSyncExternalStore } from 'react'
import { getRun } from '../api/client.ts'
import { pageFrame } from './frame.ts'
import { type Connection, createRunStore, type RunHead } from './runStore.ts'
import { createRunStream } from './runStream.ts'

/** The one run this tab shows. */
export const runStore = createRunStore(pageFrame())

/** All that this tab watches: the run on screen, and those of lists. */
export const runStream = createRunStream({ open: (url) => new EventSource(url), getRun, onHope })

let shown: { readonly id: string; stop(): void } | null = null

/** Shows a run and follows it to its end; the run shown before is let go. */
export function showRun(runId: string): void {
  if (shown?.id === runId) return
  hideRun()
  follow(runId)
}

/** Follows a run that had ended and goes on; what is on screen stays until its news come. */
export function reopenRun(runId: string): void {
  if (shown?.id !== runId) showRun(runId)
  else {
    shown.stop()
    follow(runId)
  }
}

function follow(runId: string): void {
  shown = { id: runId, stop: runStream.watch(new Map([[runId, runStore]])) }
}

function onHope(listener: () => void): () => void {
  const seen = (): void => {
    if (document.visibilityState === 'visible') listener()
  }
  addEventListener('online', listener)
  document.addEventListener('visibilitychange', seen)
  return () => {
    removeEventListener('online', listener)
    document.removeEventListener('visibilitychange', seen)
  }
}

/** The picture stays as it is. */
export const stopFollowing = (): void => shown?.stop()

export function hideRun(): void {
  shown?.stop()
  shown = null
  runStore.clear()
}

export const useRunHead = (): RunHead | null => useSyncExternalStore(runStore.onHead, runStore.head)
export const useRetryAt = (): number | null => useSyncExternalStore(runStore.onHead, runStore.retryAt)
export const useConnection = (): Connection => useSyncExternalStore(runStore.onHead, runStore.connection)

/** The step of one node in the run on screen; null while there is none. Events of other nodes do not re-render this one. */
export function useNodeRun(nodeId: string): NodeView | null {
  const subscribe = useCallback((listener: () => void) => runStore.onNode(nodeId, listener), [nodeId])
  return useSyncExternalStore(subscribe, () => runStore.node(nodeId))
}

/** Re-renders with anything inside a composite; gives what is inside by its inner id. */
export function useInner(nodeId: string): (id: string) => NodeView | null {
  const subscribe = useCallback((listener: () => void) => runStore.onInside(nodeId, listener), [nodeId])
  useSyncExternalStore(subscribe, () => runStore.version(nodeId))
  return (id) => runStore.node(`${nodeId}/${id}`)
}

/** Calls `write` with the text of a node whenever it grows: for a text node by ref, never for React state (UX.md §9.6). */
export function watchText(nodeId: string, write: (text: string) => void): () => void {
  const tell = (): void => write(runStore.text(nodeId) || resultText(runStore.node(nodeId)))
  tell()
  return runStore.onText(nodeId, tell)
}

const resultText = (node: NodeView | null): string => (node?.status === 'completed' ? textOf(node.detail) : '')
