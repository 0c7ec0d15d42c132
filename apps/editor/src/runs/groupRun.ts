import type { FlowNode, NodeStatus } from '@quorum/engine'
import { useCallback, useSyncExternalStore } from 'react'
import { runStore } from './currentRun.ts'
import { nodeStatus } from './nodeWords.ts'
import { hasEnded } from './runStream.ts'

/** Of several states the one that needs the eye most. */
const worstFirst: readonly NodeStatus[] = [
  'failed',
  'waiting',
  'retrying',
  'running',
  'paused',
  'queued',
  'cancelled',
  'completed',
  'skipped',
  'idle',
]
const over: ReadonlySet<NodeStatus> = new Set(['completed', 'failed', 'skipped', 'cancelled'])

export interface GroupRun {
  readonly status: NodeStatus
  /** Steps that are over. */
  readonly done: number
}

/** How a group of steps stands: done only when all are, else by the worst of them. */
export function groupRun(statuses: readonly NodeStatus[]): GroupRun {
  const done = statuses.filter((status) => over.has(status)).length
  const worst = worstFirst.find((status) => statuses.includes(status)) ?? 'idle'
  // Between two steps of it nothing runs, and yet it is not done.
  const between = worst === 'completed' && statuses.includes('idle')
  return { status: between ? 'queued' : worst, done }
}

/** Re-renders only when what it says changes. */
export function useGroupRun(members: readonly Pick<FlowNode, 'id'>[]): GroupRun {
  const read = useCallback((): string => {
    const head = runStore.head()
    const ended = head !== null && hasEnded(head.status)
    const { status, done } = groupRun(members.map(({ id }) => nodeStatus(runStore.node(id), ended)))
    return `${status} ${done}`
  }, [members])
  const subscribe = useCallback((listener: () => void) => {
    const stops = [runStore.onAnyNode(listener), runStore.onHead(listener)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [])
  const [status = 'idle', done = '0'] = useSyncExternalStore(subscribe, read).split(' ')
  return { status: status as NodeStatus, done: Number(done) }
}
