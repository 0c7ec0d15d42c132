import type { Failure } from '../failure.ts'
import type { Memory, MemoryChange } from '../memory.ts'
import type { Value } from '../value.ts'
import type { StepContext } from './context.ts'
import type { Leap, LeapAt } from './leap.ts'

/** One in-edge of a node when it runs. */
export interface Arrival {
  readonly edgeId: string
  readonly source: string
  /** Title of the source, or its id. */
  readonly title: string
  readonly port: string
  readonly signal:
    | { readonly live: true; readonly value: Value }
    | { readonly live: false; readonly reason: DeadReason }
}
export type DeadReason = 'notTaken' | 'skipped' | 'failed' | 'cancelled'

/** What a node gets when it runs. All values are frozen. */
export interface NodeInput {
  /** What reached the first input port, by rule 4; null if nothing did. */
  readonly value: Value
  /** The same for each port that has a live signal. */
  readonly ports: Readonly<Record<string, Value>>
  /** Every in-edge, in edge order. */
  readonly arrivals: readonly Arrival[]
  /** What templates and conditions may mention: `input nodes item index round state run`. */
  readonly names: Readonly<Record<string, Value>>
  /** What the run remembers at this moment. */
  readonly memory?: Memory
  /** Out-ports that have an edge. */
  readonly connected: ReadonlySet<string>
  /** Derived from the run's seed and the step's path: the same in every replay. */
  readonly seed: number
}

/** How an activation ends. Out-ports that are not named get `dead(notTaken)`. */
export type Outcome =
  | {
      readonly type: 'completed'
      readonly ports: Readonly<Record<string, Value>>
      readonly record?: Value
      /** What becomes of the run's memory with it. */
      readonly memory?: readonly MemoryChange[]
    }
  | { readonly type: 'failed'; readonly failure: Failure; readonly record?: Value }

export const completed = (ports: Readonly<Record<string, Value>>, record?: Value): Outcome =>
  record === undefined ? { type: 'completed', ports } : { type: 'completed', ports, record }
export const failed = (code: string, message: string, record?: Value): Outcome => ({
  type: 'failed',
  failure: { code, message },
  ...(record === undefined ? {} : { record }),
})

/** A node that waits for the world: what it waits for, until when, and its own memory. */
export interface Parked {
  readonly kind: 'time' | 'signal' | 'approval'
  /** Epoch ms. */
  readonly until: number | null
  readonly memory: Value
  /** Of a task that waits in its middle: the durable step that the answer becomes. Then the task goes on. */
  readonly step?: string
}

/** Thrown by {@link StepContext.wait}: the task stops here, and is called again once the answer is in the log. */
export class Suspension {
  readonly parked: Parked
  constructor(parked: Parked) {
    this.parked = parked
  }
}

/** What people and programs send to a waiting step. */
export interface SignalIn {
  readonly decision?: 'approve' | 'reject'
  readonly by?: string
  /** Which signal it is, for a step that waits for one of several. */
  readonly name?: string
  readonly data?: Value
}

/** The behaviour of a kind; server only. Exactly one of the three ways applies to an activation. */
export interface NodeBehaviour<P = unknown> {
  /** Pure and quick, inside the turn. Null: this activation needs `task` after all (a template with filters, a model gate). */
  inTurn?(params: P, input: NodeInput): Outcome | null
  /**
   * Everything that costs, touches the world or is not deterministic, through `ctx`. Called again after a crash: what it
   * did through `ctx.step` or `ctx.ask` answers from the log.
   * @throws StepFailure; anything else counts as a bug of the kind and fails the attempt with `internal`.
   */
  task?(ctx: StepContext, params: P, input: NodeInput): Promise<Outcome>
  /** Waits for time or people. Pure: `now` is passed in. */
  park?: {
    begin(params: P, input: NodeInput, now: number): Parked | Outcome
    onSignal(params: P, input: NodeInput, parked: Parked, signal: SignalIn, now: number): Parked | Outcome | 'duplicate'
    onDue(params: P, input: NodeInput, parked: Parked): Outcome
  }
  /**
   * Of a task that waits in its middle: what an answer (null: the time is up) comes to. Pure. A new `parked` waits on;
   * a value is what {@link StepContext.wait} then gives.
   */
  answered?(parked: Parked, signal: SignalIn | null, now: number): Parked | 'duplicate' | { readonly value: Value }
  /** The tally to show while only some feeders have arrived. Pure and quick. */
  preview?(params: P, arrivals: readonly Arrival[]): Readonly<Record<string, number>>
  /** A container's outcome once all items have settled, in the order its options ask for. */
  gather?(params: P, outcomes: readonly ItemOutcome[], pool: PoolRecord): Outcome
  /** What a container that samples makes of its samples, in the order drawn. */
  elect?(params: P, outcomes: readonly ItemOutcome[], input: NodeInput): Outcome
  /**
   * A loop whose next rounds need nothing from outside (a practice model without delay) may decide many of them inside the
   * turn, as one event. Pure and quick: some milliseconds. Null: the next round is opened as usual.
   */
  leap?(params: P, at: LeapAt): Leap | null
}

/** What a pool knows of itself at its end. */
export interface PoolRecord {
  /** All items by index, those that were added included. */
  readonly items: readonly Value[]
  readonly lanes: readonly { readonly id: number; readonly done: number; readonly failed: number }[]
  readonly steals: number
  readonly scaling: readonly PoolScaled[]
}
export interface PoolScaled {
  /** ms since the pool was opened. */
  readonly t: number
  readonly from: number
  readonly to: number
  readonly why: string
}

export interface ItemOutcome {
  readonly index: number
  /** `running` where a pool gives its results before all of its items have ended. */
  readonly status: 'ok' | 'failed' | 'skipped' | 'cancelled' | 'running'
  readonly value?: Value
  readonly error?: Failure
  /** The lane that had it last; missing: it never began. */
  readonly lane?: number
  /** Missing: one. */
  readonly attempts?: number
}
