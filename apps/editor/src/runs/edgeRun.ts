import type { NodeView } from '@quorum/engine'
import { useCallback, useSyncExternalStore } from 'react'
import { runStore } from './currentRun.ts'

/** What a run has done with an edge: not reached yet, a value is on its way or arrived, or it was not taken. */
export type EdgeRun = 'none' | 'pending' | 'active' | 'taken' | 'notTaken' | 'failed'

/** Where an edge begins; `inner`: on the inside of a container. */
export interface EdgeStart {
  readonly nodeId: string
  readonly portId: string
  readonly inner: boolean
}

export function useEdgeRun(from: EdgeStart, target: string): EdgeRun {
  return useSyncExternalStore(useEnds(from.nodeId, target), () =>
    edgeRun(runStore.node(from.nodeId), from, runStore.node(target)),
  )
}

export function useTimesTaken(from: EdgeStart, target: string): number {
  return useSyncExternalStore(useEnds(from.nodeId, target), () =>
    timesTaken(runStore.node(from.nodeId), from, runStore.node(target)),
  )
}

const useEnds = (source: string, target: string) =>
  useCallback((listener: () => void) => watchEnds(source, target, listener), [source, target])

export function watchEnds(source: string, target: string, listener: () => void): () => void {
  const stops = [runStore.onNode(source, listener), runStore.onNode(target, listener)]
  return () => {
    for (const stop of stops) stop()
  }
}

type Port = Pick<EdgeStart, 'portId' | 'inner'>
const over = new Set<NodeView['status']>(['completed', 'failed', 'skipped', 'cancelled'])

export function edgeRun(source: NodeView | null, port: Port, target: NodeView | null): EdgeRun {
  if (!source || !target) return 'none'
  if (timesTaken(source, port, target) > 0)
    return source.status === 'completed' && target.status === 'running' ? 'active' : 'taken'
  if (source.status === 'failed') return port.portId === 'error' || source.error?.handled ? 'notTaken' : 'failed'
  return over.has(source.status) ? 'notTaken' : 'pending'
}

/** Ways out that are taken only when something did not go as it should. */
const exceptions = new Set(['error', 'limit', 'timeout', 'undo'])

/**
 * How often a value has gone over an edge, over all rounds and items: the source counts what it sends. What a container
 * gives its body arrives as often as the step there began.
 */
export function timesTaken(source: NodeView | null, { portId, inner }: Port, target: NodeView | null): number {
  if (!source || !target) return 0
  if (inner) return target.counts.running + target.counts.completed + target.counts.failed
  if (source.sent) return source.sent[portId] ?? 0
  // A run of an older version: what has ended has sent.
  return source.status === 'completed' && !exceptions.has(portId) ? 1 : 0
}
