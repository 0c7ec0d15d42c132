import { isRecord, type NodeView } from '@quorum/engine'
import { useCallback, useSyncExternalStore } from 'react'
import { runStore } from './currentRun.ts'

/** What a run has done with an edge: not reached yet, a value is on its way or arrived, or it was not taken. */
export type EdgeRun = 'none' | 'pending' | 'active' | 'taken' | 'notTaken' | 'failed'

export function useEdgeRun(source: string, sourcePort: string | undefined, target: string): EdgeRun {
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = [runStore.onNode(source, listener), runStore.onNode(target, listener)]
      return () => {
        for (const stop of stops) stop()
      }
    },
    [source, target],
  )
  return useSyncExternalStore(subscribe, () => edgeRun(runStore.node(source), sourcePort, runStore.node(target)))
}

export function edgeRun(source: NodeView | null, port: string | undefined, target: NodeView | null): EdgeRun {
  if (!source || !target) return 'none'
  switch (source.status) {
    case 'failed':
      if (port === 'error') return 'taken'
      return source.error?.handled ? 'notTaken' : 'failed'
    case 'skipped':
    case 'cancelled':
      return 'notTaken'
    case 'completed': {
      if (!portTaken(source, port)) return 'notTaken'
      return target.status === 'running' ? 'active' : 'taken'
    }
    case 'idle':
      // In a loop's new round the way of the last one stays drawn until this round has its own.
      if (source.counts.completed === 0) return 'pending'
      return portTaken(source, port) ? 'taken' : 'notTaken'
    default:
      // A pool that has enough has sent its results, while its other items go on.
      if (!isRecord(source.detail) || source.detail.passed !== true || port === 'error') return 'pending'
      return target.status === 'running' ? 'active' : 'taken'
  }
}

/** Which port a node left by is in its record: a gate's verdict, a branch's ways, the decision of people. */
function portTaken({ detail }: NodeView, port: string | undefined): boolean {
  if (port === 'error' || port === 'limit' || port === 'timeout') return false
  if (port === 'approved' || port === 'rejected')
    return port === (lastDecision(detail) === 'reject' ? 'rejected' : 'approved')
  if (!isRecord(detail) || port === undefined) return port !== 'undo'
  if (typeof detail.pass === 'boolean' && (port === 'pass' || port === 'fail')) return detail.pass === (port === 'pass')
  if (Array.isArray(detail.taken)) return detail.taken.includes(port)
  if (port === 'undo') return false
  if ('winner' in detail && port === 'undecided') return detail.winner === null
  if ('winner' in detail && port === 'out') return detail.winner !== null
  return true
}

function lastDecision(detail: NodeView['detail']): unknown {
  const last: unknown = Array.isArray(detail) ? detail.at(-1) : null
  return isRecord(last) ? last.decision : null
}
