import type { NodeStatus, NodeView } from '@quorum/engine'

const open = new Set<NodeStatus>(['queued', 'running', 'retrying', 'waiting', 'paused'])

/** What the pill of a node says. When the run has ended nothing may still look as if it were going on (UX.md §5). */
export function nodeStatus(run: NodeView | null, runEnded: boolean): NodeStatus {
  const status = run?.status ?? 'idle'
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
    default:
      return undefined
  }
}
