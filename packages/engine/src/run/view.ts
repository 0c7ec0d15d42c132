import type { Failure } from '../failure.ts'
import type { Usage } from '../model.ts'
import type { Value } from '../value.ts'
import type { NodeStatus, RunError, RunStatus } from './event.ts'

/** A run as people see it (API.md, "Run view"): O(nodes), whatever the run does. Times are ISO 8601 UTC. */
export interface RunView {
  readonly id: string
  readonly flowId: string | null
  readonly revision: number | null
  /** The run this one replays without asking a model, or null. */
  readonly replayOf: string | null
  readonly status: RunStatus
  readonly waitingFor: readonly WaitingFor[]
  readonly seq: number
  readonly startedAt: string | null
  readonly endedAt: string | null
  readonly input: Value
  readonly output: Readonly<Record<string, Value>> | null
  readonly error: RunError | null
  readonly usage: Usage
  readonly nodes: Readonly<Record<string, NodeView>>
}

export interface WaitingFor {
  readonly nodeId: string
  readonly path: string
  /**
   * `retry`: a failed attempt is tried again at `deadline`. `join`: at `deadline` it goes on with what has come. `lock`: what
   * it shares with others is in use, or may not be used again before `deadline`. `condition`: what must hold does not yet.
   */
  readonly kind: 'time' | 'signal' | 'approval' | 'retry' | 'join' | 'lock' | 'condition'
  readonly since: string
  readonly deadline: string | null
}

/** One in-edge of a node that waits. */
export interface Feeder {
  readonly from: string
  readonly port: string
  /** What came over the edge (`arrived`, or `dead`: nothing will), else what its source is doing. */
  readonly state: 'arrived' | 'dead' | 'idle' | 'queued' | 'running' | 'retrying' | 'waiting'
}

export interface NodeView {
  readonly status: NodeStatus
  readonly counts: Readonly<Record<'running' | 'completed' | 'failed' | 'skipped' | 'cancelled', number>>
  readonly attempt: number
  readonly round: number | null
  readonly progress: { readonly done: number; readonly total: number } | null
  readonly tally: Readonly<Record<string, number>> | null
  /** What the kind's card draws: a node's `record` once it has one; `{items: "crf…"}` (one letter per item, ≤ 96) for containers. */
  readonly detail: Value
  /** First 2 KiB of the latest text. */
  readonly text: string | null
  readonly error: (Failure & { readonly handled?: boolean }) | null
  readonly usage: Usage
  readonly startedAt: string | null
  readonly endedAt: string | null
  /** Its result was taken over from an earlier run. */
  readonly kept: boolean
  /** How often it has sent by each of its outputs, over all rounds and items; null before the first. */
  readonly sent: Readonly<Record<string, number>> | null
  /** Whom it still waits for, since when and at most until when; the first 50. */
  readonly waiting: readonly (Feeder & { readonly since: string; readonly until: string | null })[]
  /** While it waits: everyone who feeds it, those who have arrived or will not come included; the first 50. */
  readonly feeders: readonly Feeder[]
}

/** What an SSE `patch` carries. A given field replaces the old one whole; null clears it. */
export interface RunPatch {
  readonly seq: number
  readonly run?: Partial<Omit<RunView, 'nodes' | 'seq'>>
  readonly nodes?: Readonly<Record<string, Partial<NodeView>>>
}

/** Folds a patch into a view. Pure: both the browser and outside clients can do just this. */
export function applyPatch(view: RunView, patch: RunPatch): RunView {
  if (patch.seq < view.seq) return view
  let nodes = view.nodes
  if (patch.nodes) {
    const changed: Record<string, NodeView> = { ...view.nodes }
    for (const [id, fields] of Object.entries(patch.nodes)) changed[id] = { ...(changed[id] ?? idleNode), ...fields }
    nodes = changed
  }
  return { ...view, ...patch.run, seq: patch.seq, nodes }
}

export const idleNode: NodeView = {
  status: 'idle',
  counts: { running: 0, completed: 0, failed: 0, skipped: 0, cancelled: 0 },
  attempt: 0,
  round: null,
  progress: null,
  tally: null,
  detail: null,
  text: null,
  error: null,
  usage: { calls: 0, inputTokens: 0, outputTokens: 0, usd: 0, simulated: false },
  startedAt: null,
  endedAt: null,
  kept: false,
  sent: null,
  waiting: [],
  feeders: [],
}
