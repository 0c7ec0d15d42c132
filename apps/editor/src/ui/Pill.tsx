import type { NodeStatus } from '@quorum/engine'
import { Pin } from 'lucide-react'
import { statusLook } from './status.ts'

/** Status as word, icon and colour. `word` replaces the usual word ("Thinking", "Round 2 of 3"). */
export function Pill({
  status,
  word,
  title,
  kept = false,
}: {
  status: NodeStatus
  /** The result of an earlier run. */
  kept?: boolean
  word?: string | undefined
  title?: string | undefined
}) {
  const look = statusLook[status]
  const Icon = kept ? Pin : look.icon
  return (
    <span className="pill" data-status={status} data-kept={kept || undefined} title={title}>
      <Icon aria-hidden size={12} strokeWidth={2.25} className={status === 'running' ? 'spin shrink-0' : 'shrink-0'} />
      <span className="truncate">{word ?? look.word}</span>
    </span>
  )
}
