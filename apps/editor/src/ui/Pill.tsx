import type { NodeStatus } from '@quorum/engine'
import { statusLook } from './status.ts'

/** Status as word, icon and colour. `word` replaces the usual word ("Thinking", "Round 2 of 3"). */
export function Pill({
  status,
  word,
  title,
}: {
  status: NodeStatus
  word?: string | undefined
  title?: string | undefined
}) {
  const look = statusLook[status]
  const Icon = look.icon
  return (
    <span className="pill" data-status={status} title={title}>
      <Icon aria-hidden size={12} strokeWidth={2.25} className={status === 'running' ? 'spin shrink-0' : 'shrink-0'} />
      <span className="truncate">{word ?? look.word}</span>
    </span>
  )
}
