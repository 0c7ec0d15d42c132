import type { Failure } from '../failure.ts'
import type { BodyPlan, EdgePlan, NodePlan } from '../flow/compile.ts'
import type { Budget } from '../flow/flow.ts'
import type { Memory } from '../memory.ts'
import type { AskChange, DeadReason, DoneStep, Mishap, NodeInput, Outcome, Parked, Reuse, SignalIn } from '../node.ts'
import type { Fifo } from '../pool/queue.ts'
import type { Value } from '../value.ts'
import type { RunError } from './event.ts'
import type { Pool } from './poolState.ts'
import type { Projection } from './project.ts'
import type { Register } from './register.ts'

/** What travels on an edge. A dead signal of a failure carries the failure it began with. */
export type Signal =
  | { readonly live: true; readonly value: Value }
  | { readonly live: false; readonly reason: DeadReason; readonly cause?: RunError }

/**
 * One node in one frame, in the present round.
 * idle → (its feeders have arrived) ready → active (running, retrying, waiting or open) → settled; or straight to settled.
 */
export interface Cell {
  phase: 'idle' | 'ready' | 'active' | 'settled'
  live: number
  dead: number
  failed: number
  cancelled: number
  /** By slot of the forward in-edge; made when the first arrives. */
  signals: (Signal | undefined)[] | null
  /** What came back over back edges and started this round. */
  carry: Map<EdgePlan, Value> | null
  /** Epoch ms of the first arrival. */
  since: number
  /** While it is at work. */
  activation: Activation | null
  /** Of a join that opens threads: those whose signals are out. */
  sent: Set<number> | null
  /** Its signals are out although it has not ended. */
  passed: boolean
}

export interface Group {
  round: number
  /** Direct members that have not settled in this round. */
  open: number
  /** Signals on edges that leave the group, sent when it settles; of several rounds the last counts. */
  held: Map<EdgePlan, Signal> | null
  /** A join withdrew it: no further round. */
  stopped: boolean
  /** A failure of this round that nobody absorbs, and the node in the loop that it was told of. */
  failure: { readonly cause: RunError; readonly by: number } | null
  /** It has settled for good and its signals are out. */
  left: boolean
}

/** One opened body: the flow, one item of a pool, one composite. */
export interface Frame {
  readonly plan: BodyPlan
  /** Path prefix of its steps: '' for the flow, `docs[17]`, `council`. */
  readonly id: string
  /** The activation that opened it; null for the flow. */
  readonly owner: Activation | null
  readonly index: number | null
  /** The item, or the state a loop carries into this round. */
  readonly item: Value | null
  /** Round of a loop container. */
  readonly round: number | null
  readonly cells: Cell[]
  readonly groups: Group[]
  /** By position in `plan.results`. */
  readonly results: (Signal | undefined)[]
  /** How its calls of models differ, because an earlier round failed. */
  readonly change: AskChange | null
  /** What the outputs of a called flow were given, by name; the run's own if this is the flow itself. */
  named: Map<string, Value> | null
  /** The same of outputs that lie in threads of a join, by name and by the indices of the threads around them. */
  readonly namedInThreads: { readonly name: string; readonly indices: readonly number[]; readonly value: Value }[]
  /** Results that later texts mention, by node number. */
  outputs: Map<number, Value> | null
  /** A failure nobody absorbed. */
  failure: RunError | null
  /** The node that `failure` was told of. */
  blamed: number
  closed: boolean
}

/** One run of one node: from the moment it is decided to run until it has settled. */
export interface Activation {
  readonly path: string
  readonly frame: Frame
  readonly node: NodePlan
  input: NodeInput
  phase: 'queued' | 'running' | 'retrying' | 'waiting' | 'open'
  attempt: number
  /** When a retry or a wait is due, epoch ms. */
  due: number | null
  parked: Parked | null
  /** Durable calls it has made, by key. */
  steps: Map<string, Value> | null
  since: number
  body: Frame | null
  pool: Pool | null
  loop: LoopRun | null
  /** Of a join whose threads are the items of `pool`. */
  threads: Threads | null
}

/** What has come to a join that opens threads and has not been looked at. Not part of the log: a fold finds it again. */
export interface Threads {
  /** Slots of in-edges whose signal came. */
  readonly fresh: number[]
  /** Of `collect`: the next slot in edge order, the batch it goes to and what is in that already. */
  cursor: number
  batch: number
  pending: number[]
  /** Of `collect`: the slot of the first failure it does not ignore. */
  broken: number | null
}

/** A loop container at work: the rounds are one after another, so only the present one is kept. */
export interface LoopRun {
  round: number
  state: Value
  /** What the last round began with; undefined before it has ended. */
  before: Value | undefined
  frame: Frame | null
  /** The body failed; the loop fails with it. */
  error: RunError | null
  /** A round left nothing to go on with. */
  empty: boolean
  /** What its rounds left on record, in order; null once there are too many to hand on. */
  trail: Value[] | null
  /** Rounds that failed and were tried again. */
  readonly mishaps: Mishap[]
  change: AskChange | null
  /** What its inside has spent. */
  calls: number
  usd: number
  /** It paused the run, as it does once. */
  paused: boolean
  /** Somebody wants it to end with what it has. */
  finishing: boolean
  /** By which name it shares; empty if it shares nothing. */
  share: string
  /** Longest time of the next round, where a recovery changed it. */
  timeoutMs: number | null
  /** What was done in rounds that failed, in order, where the loop notes it. */
  readonly done: DoneStep[]
}

/** What all loops of one name in a run share (see `SharedOptions`). */
export interface Shared {
  readonly holders: Set<Activation>
  /** Those that wait for a place, first come first served. */
  readonly queue: Set<Activation>
  /** When the last rounds began. */
  opened: number[]
  /** When the last rounds failed. */
  failures: number[]
  /** The circuit is open until then; after that, until a round succeeds, one at a time is tried. Null: closed. */
  openUntil: number | null
  probe: Activation | null
  /** What a round made, for those who come later. */
  kept: { readonly value: Value; readonly at: number } | null
}

/** What may have to be decided. Never part of the log: after a fold it is found again by looking at every open frame once. */
export type Doubt =
  | { readonly about: 'cell'; readonly frame: Frame; readonly node: number }
  | { readonly about: 'group'; readonly frame: Frame; readonly group: number }
  | { readonly about: 'frame'; readonly frame: Frame }
  | { readonly about: 'pool'; readonly owner: Activation }
  | { readonly about: 'loop'; readonly owner: Activation }

export interface RunState {
  readonly id: string
  readonly plan: BodyPlan
  /** The body a calling node opens, compiled once per place; null if there is no such flow. */
  readonly bodyOf: (node: NodePlan) => BodyPlan | null
  /** Calls made so far. */
  calls: number
  readonly flowId: string | null
  readonly revision: number | null
  readonly replayOf: string | null
  /** Results taken over from an earlier run, by path or top-level node. */
  readonly given: ReadonlyMap<string, Outcome>
  /** What was added to the open pools of the run this one replays, in order, by the pool's path. */
  readonly givenItems: ReadonlyMap<string, readonly Value[][]>
  readonly concurrency: number
  readonly stopOnFailure: boolean
  /** Of the run, in the place of every node's; and the flow's default. */
  readonly model: { readonly override: string | null; readonly fallback: string | null }
  budget: Budget
  /** Nothing new starts. */
  paused: boolean
  seed: number
  seq: number
  input: Value
  startedAt: number
  root: Frame | null
  /** By path. The bodies they have opened hang on them. */
  readonly active: Register<string, Activation>
  /** The active ones that wait for time or people. */
  readonly waiting: Set<Activation>
  memory: Memory
  /** Signals kept for steps that do not wait yet, by path without rounds. */
  readonly mail: Map<string, readonly SignalIn[]>
  /** What loops share, by name. */
  readonly shared: Map<string, Shared>
  /** Names of those that keep what was made, the oldest first. */
  readonly keeping: Set<string>
  /** How often a node made or reused something, by its key. */
  readonly reuse: Map<string, Reuse>
  /** Loops that wait for their condition. Found again after a fold. */
  readonly gated: Set<Activation>
  /** Tags by which something has been cancelled. */
  readonly cancelledTags: Set<string>
  /** Attempts begun by steps that call out, and how often one was made again because the other side was in trouble. */
  readonly tries: { begun: number; again: number }
  /** Those whose last attempt failed and that are tried again. */
  readonly retrying: Set<Activation>
  /** Joins that have heard from somebody and wait until their deadline at most. */
  readonly deadlines: Map<Cell, { readonly frame: Frame; readonly node: NodePlan }>
  /** Paths of tasks that were withdrawn and must be told. */
  readonly aborts: string[]
  /** Tasks handed out: never more than `concurrency`. */
  inFlight: number
  failure: RunError | null
  cancelling: 'asked' | 'terminate' | 'failure' | null
  ended: boolean
  readonly doubts: Doubt[]
  /** Cells that want a task and wait for a free place. */
  readonly queue: Fifo<Activation>
  readonly view: Projection
}

export const newCell = (): Cell => ({
  phase: 'idle',
  live: 0,
  dead: 0,
  failed: 0,
  cancelled: 0,
  signals: null,
  carry: null,
  since: 0,
  activation: null,
  sent: null,
  passed: false,
})

export function newFrame(
  plan: BodyPlan,
  id: string,
  owner: Activation | null,
  at: {
    readonly index?: number
    readonly round?: number
    readonly item?: Value
    readonly change?: AskChange | null
  } = {},
): Frame {
  return {
    plan,
    id,
    owner,
    index: at.index ?? null,
    round: at.round ?? null,
    item: at.item ?? null,
    cells: plan.nodes.map(newCell),
    groups: plan.groups.map(({ size: open }) => ({
      round: 1,
      open,
      held: null,
      stopped: false,
      failure: null,
      left: false,
    })),
    results: new Array(plan.results.length).fill(undefined),
    change: at.change ?? null,
    named: null,
    namedInThreads: [],
    outputs: null,
    failure: null,
    blamed: 0,
    closed: false,
  }
}

/** A path without the round of its last part. */
export const withoutRound = (path: string): string => path.replace(/#[\d.]+$/, '')

/** `council/answers[2]/member`, `critic#2`, `critic#2.1` in a loop within a loop. */
export function pathOf(frame: Frame, node: NodePlan): string {
  const name = frame.id === '' ? node.id : `${frame.id}/${node.id}`
  if (node.group === 0) return name
  const rounds: number[] = []
  for (let group = node.group; group > 0; group = frame.plan.groups[group]?.parent ?? 0)
    rounds.unshift(frame.groups[group]?.round ?? 1)
  return `${name}#${rounds.join('.')}`
}

/** The body as it was drawn: threads are parts of it. */
export function withoutThreads(frame: Frame): Frame {
  let at = frame
  while (at.owner && at.owner.node.threads !== null) at = at.owner.frame
  return at
}

/** What stands for a node in the body as it was drawn: itself, or the join in whose threads it runs. */
export function nodeWithoutThreads(frame: Frame, node: NodePlan): NodePlan {
  let [at, found] = [frame, node]
  for (const whole = withoutThreads(frame); at !== whole && at.owner; at = at.owner.frame) found = at.owner.node
  return found
}

/** Is `node` in `group` or in a loop inside it? */
export function within(plan: BodyPlan, node: number, group: number): boolean {
  if (group === 0) return true
  for (let at = plan.nodes[node]?.group ?? 0; at > 0; at = plan.groups[at]?.parent ?? 0) if (at === group) return true
  return false
}

export const causeOf = (path: string, node: NodePlan, failure: Failure): RunError => ({
  ...failure,
  nodeId: node.key,
  path,
})

/** Has what runs inside it spent more than it may, and nothing been done about it? */
export function overLimit({ node, loop }: Activation): boolean {
  const most = node.loop?.most
  if (!most || !loop?.frame || loop.paused) return false
  return loop.calls > (most.calls ?? Number.POSITIVE_INFINITY) || loop.usd > (most.usd ?? Number.POSITIVE_INFINITY)
}
