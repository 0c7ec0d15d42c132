import type { NodeStatus, RunStatus } from '@quorum/engine'
import {
  Check,
  CircleDashed,
  Clock,
  Hand,
  LoaderCircle,
  type LucideIcon,
  Minus,
  OctagonX,
  Pause,
  RotateCw,
  Square,
} from 'lucide-react'

export interface StatusLook {
  readonly word: string
  readonly icon: LucideIcon
}

/** Word and icon of every status (UX.md §5); the colour comes from `data-status` in styles.css. */
export const statusLook: Record<NodeStatus, StatusLook> = {
  idle: { word: 'Not run', icon: CircleDashed },
  queued: { word: 'Queued', icon: Clock },
  running: { word: 'Running', icon: LoaderCircle },
  waiting: { word: 'Waiting for you', icon: Hand },
  retrying: { word: 'Retrying', icon: RotateCw },
  paused: { word: 'Paused', icon: Pause },
  completed: { word: 'Done', icon: Check },
  failed: { word: 'Failed', icon: OctagonX },
  skipped: { word: 'Skipped', icon: Minus },
  cancelled: { word: 'Stopped', icon: Square },
}

/** A run's status as that of a node, so that both look the same. */
export const runStatusAsNode = (status: RunStatus): NodeStatus => (status === 'pending' ? 'queued' : status)
