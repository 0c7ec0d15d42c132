import type { NodePlan } from '../flow/compile.ts'
import { noUsage, type Usage } from '../model.ts'
import type { Value } from '../value.ts'
import { textOf } from '../value.ts'
import type { NodeStatus } from './event.ts'
import { arrivalsOf } from './input.ts'
import { type Pool, samplesOf } from './poolState.ts'
import { isWaiting, poolDetail } from './poolView.ts'
import type { Activation, Frame } from './state.ts'
import type { NodeView } from './view.ts'
import { feedersOf, isDue, openCell } from './waiting.ts'

/** What people see of one node, over all its activations. Mutable; {@link nodeView} gives the JSON of it. */
export interface Shown {
  readonly node: NodePlan
  readonly active: Record<'queued' | 'running' | 'retrying' | 'waiting' | 'open', number>
  readonly counts: { completed: number; failed: number; skipped: number; cancelled: number }
  /** How its activations ended; `counts` of a container are those of its items or calls instead. */
  readonly ends: { completed: number; failed: number; skipped: number; cancelled: number }
  last: NodeStatus
  attempt: number
  round: number | null
  progress: { done: number; total: number } | null
  letters: string[] | null
  /** Open loops that have begun no round: others that share something with them come first. */
  inLine: number
  /** Items of a pool in work. */
  items: number
  /** The pool that is open now; of several at once, in several items, none. */
  pool: { readonly now: Pool; readonly ends: 'idle' | 'closed' | undefined } | null
  /** What the last pool was like at its end. */
  lastPool: Record<string, Value> | null
  record: Value
  tally: Readonly<Record<string, number>> | null
  text: string | null
  error: NodeView['error']
  usage: Usage
  startedAt: number | null
  endedAt: number | null
  /** The latest activation of a container that shows more than its items. */
  at: Activation | null
  /** The frame whose arrivals the card shows while the node has not fired. */
  frame: Frame | null
  kept: boolean
  /** By output; null before the first. */
  sent: Record<string, number> | null
  /** Since the last patch. */
  changed: boolean
}

export function newShown(node: NodePlan): Shown {
  const counts = { completed: 0, failed: 0, skipped: 0, cancelled: 0 }
  return {
    node,
    active: { queued: 0, running: 0, retrying: 0, waiting: 0, open: 0 },
    counts,
    // Of most nodes they are the same.
    ends: countsItself(node) ? counts : { ...counts },
    last: 'idle',
    attempt: 0,
    round: null,
    progress: null,
    letters: null,
    inLine: 0,
    items: 0,
    pool: null,
    lastPool: null,
    record: null,
    tally: null,
    text: null,
    error: null,
    usage: noUsage,
    startedAt: null,
    endedAt: null,
    at: null,
    frame: null,
    kept: false,
    sent: null,
    changed: false,
  }
}

/** Its counts are those of its own activations, not of its items or of the calls inside it. */
const countsItself = ({ pool, sample, threads, definition }: NodePlan): boolean =>
  !pool && !sample && threads === null && !definition.expand

let lastTime = 0
let lastText = new Date(0).toISOString()
/** Many things happen in one millisecond. */
export function iso(at: number | null): string | null {
  if (at === null) return null
  if (at !== lastTime) {
    lastTime = at
    lastText = new Date(at).toISOString()
  }
  return lastText
}

const noFeeders: Pick<NodeView, 'waiting' | 'feeders'> = { waiting: [], feeders: [] }

export function nodeView(shown: Shown): NodeView {
  const { node, active, counts, frame } = shown
  const partial = frame && openCell(frame, node) ? frame : null
  const due = partial === null && frame !== null && isDue(frame, node)
  const heard = due ? frame : partial
  const preview = heard && node.behaviour.preview ? node.behaviour.preview(node.params, arrivalsOf(heard, node)) : null
  const running = active.running + active.open + active.retrying + active.waiting
  const looked = shown.at ? lookedAt(shown.at) : {}
  return {
    status: statusOf(shown, partial !== null, due),
    counts: {
      // A pool counts its items, as it does for those that have settled.
      running: node.pool || node.sample || node.threads !== null ? shown.items : running,
      completed: counts.completed,
      failed: counts.failed,
      skipped: counts.skipped,
      cancelled: counts.cancelled,
    },
    attempt: shown.attempt,
    round: shown.round,
    progress: looked.progress ?? shown.progress,
    tally: looked.tally ?? preview ?? shown.tally,
    detail: looked.detail ?? detailOf(shown),
    text: shown.text,
    error: shown.error,
    usage: shown.usage,
    startedAt: iso(shown.startedAt),
    endedAt: running > 0 ? null : iso(shown.endedAt),
    kept: shown.kept,
    sent: shown.sent && { ...shown.sent },
    ...(partial ? feedersOf(partial, node) : noFeeders),
  }
}

/** What an open container says of itself beyond its items. */
export function lookedAt({ node, loop, pool, input }: Activation): {
  readonly detail?: Value
  readonly progress?: Shown['progress']
  readonly tally?: Shown['tally']
} {
  if (loop && node.loop?.show) return node.loop.show(loop.state)
  if (!pool || !node.sample?.tally) return {}
  return { tally: node.sample.tally(samplesOf(pool), input.value) }
}

function detailOf({ letters, record, pool, lastPool }: Shown): Value {
  const now = pool ? poolDetail(pool.now) : lastPool
  if (!letters && !now) return record
  return { ...(letters ? { items: letters.join('') } : {}), ...now, ...(isObject(record) ? record : {}) }
}

function statusOf({ active, inLine, last, pool }: Shown, partial: boolean, due: boolean): NodeStatus {
  if (pool && isWaiting(pool.now, pool.ends)) return 'waiting'
  if (active.waiting > 0) return 'waiting'
  if (active.retrying > 0) return 'retrying'
  if (active.running + active.open > inLine) return 'running'
  if (inLine > 0) return 'waiting'
  if (active.queued > 0 || due) return 'queued'
  return partial ? 'waiting' : last
}

/** Of a node that ran once per item people want to know whether it works at all, whichever item came last; the counts tell the rest. */
export function summary(ends: Shown['ends']): NodeStatus {
  if (ends.completed > 0) return 'completed'
  if (ends.failed > 0) return 'failed'
  return ends.cancelled > 0 ? 'cancelled' : 'skipped'
}

/** Is this body an item of a pool, or inside one? */
export function perItem(frame: Frame): boolean {
  for (let at: Frame | null = frame; at; at = at.owner?.frame ?? null) if (at.index !== null) return true
  return false
}

const isObject = (value: Value): value is { readonly [key: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A record that lists candidates with votes is a tally. */
export function tallyOf(record: Value | undefined): Record<string, number> | null {
  if (record === undefined || !isObject(record) || !Array.isArray(record.candidates)) return null
  const tally: Record<string, number> = {}
  for (const candidate of record.candidates as readonly Value[]) {
    if (!isObject(candidate) || typeof candidate.votes !== 'number') return null
    tally[textOf(candidate.value)] = candidate.votes
  }
  return tally
}
