import type { NodeStatus, NodeView } from '@quorum/engine'
import { neverBegan } from '@quorum/nodes/neverBegan'
import { statusLook } from '../ui/status.ts'
import { nameOfNode } from './nodeName.ts'

const open = new Set<NodeStatus>(['queued', 'running', 'retrying', 'waiting', 'paused'])

/** What the pill of a node says. When the run has ended nothing may still look as if it were going on (UX.md §5). */
export function nodeStatus(run: NodeView | null, runEnded: boolean): NodeStatus {
  const status = run?.status ?? 'idle'
  // What only suffers from another's failure must not look like one more.
  if (status === 'failed' && run?.error?.code === 'upstream-failed') return 'skipped'
  return runEnded && open.has(status) ? 'cancelled' : status
}

/** The word on the pill where it is more than the usual one. */
export function nodeWord(
  run: NodeView | null,
  status: NodeStatus,
  verb: string,
  attempts: number | undefined,
): string | undefined {
  if (!run) return undefined
  switch (status) {
    case 'running':
      return run.round !== null && run.round > 1 ? `Round ${run.round}` : verb
    case 'retrying':
      return attempts === undefined ? `Retry ${run.attempt}` : `Retry ${run.attempt} of ${attempts}`
    case 'waiting':
      return run.waiting.length > 0 ? `Waits for ${run.waiting.length} more` : undefined
    case 'failed':
      return run.error?.handled ? 'Failed, handled' : undefined
    case 'skipped':
      return run.error?.code === 'upstream-failed' ? 'Not reached' : undefined
    case 'cancelled':
      return neverBegan(run) ? 'Not reached' : undefined
    case 'idle':
      return run.counts.completed > 0 ? 'Next round' : undefined
    case 'completed':
      return run.kept ? 'Kept result' : undefined
    default:
      return undefined
  }
}

/** The part of a step's spoken name that says how it stands: ", round 2, waits for Security, Quality". */
export function stateWords(run: NodeView | null): string {
  if (!run || run.status === 'idle') return ''
  const round = run.round !== null && run.round > 1 ? `, round ${run.round}` : ''
  const missing = [...new Set(run.waiting.map(({ from }) => (from === '@' ? 'its container' : nameOfNode(from))))]
  if (missing.length > 0) return `${round}, waits for ${missing.join(', ')}`
  return `${round}, ${run.kept ? 'kept result' : statusLook[run.status].word.toLowerCase()}`
}
