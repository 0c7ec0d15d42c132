import type { Budget, Flow } from '../flow/flow.ts'
import type { HttpClient } from '../http.ts'
import type { ModelClient } from '../model.ts'
import type { Kit, SignalIn } from '../node.ts'
import type { Sandbox } from '../sandbox.ts'
import type { Services } from '../services.ts'
import type { Value } from '../value.ts'
import type { RunEvent } from './event.ts'
import type { RunPatch, RunView } from './view.ts'

/** Time as a port. Epoch ms; a timer may fire late, never early. */
export interface Clock {
  now(): number
  /** Calls `fire` once at or after `at`; the returned function takes it back. */
  at(at: number, fire: () => void): () => void
  /** Calls `work` at the end of the present turn of the event loop: what happened meanwhile goes in one commit. */
  defer(work: () => void): void
}

/** An earlier run whose results a run takes over instead of working again. */
export interface RunSource {
  /** Null: there is none, only results given by hand. */
  readonly runId: string | null
  /**
   * `all`: every task and wait is answered from the earlier log (replay: no model is asked).
   * Else the top-level nodes that keep their result, where they have one.
   */
  readonly keep: 'all' | readonly string[]
  /** Results given by hand, by top-level node. */
  readonly pins: Readonly<Record<string, Value>>
}

/** A run as it is stored beside its log. `flow` is the frozen version it runs. */
export interface RunRecord {
  readonly id: string
  readonly flowId: string | null
  readonly revision: number | null
  readonly flow: Flow
  readonly input: Value
  readonly seed: number
  /** Takes the place of every node's model. */
  readonly model: string | null
  readonly source: RunSource | null
  /** The flows it may call, frozen with it, by id. */
  readonly callees: Readonly<Record<string, Flow>>
}

/** What one run has to say cannot be written at all, however often it is tried: a fault of ours, and of that run only. */
export class Unwritable extends Error {
  override name = 'Unwritable'
  readonly runId: string
  constructor(runId: string, cause: unknown) {
    super(`what run ${runId} has to say cannot be written`, { cause })
    this.runId = runId
  }
}

/** The log of all runs of this process. */
export interface RunStore {
  /**
   * Appends in one transaction, durable when it returns. `ended` rows also get the final view, so that finished runs need no fold; `reopened` ones lose it.
   * @throws Unwritable when trying again is of no use; nothing was written.
   * @throws when any run's log does not end at `afterSeq`: somebody else writes it, so stop.
   */
  commit(
    batch: readonly {
      readonly runId: string
      readonly afterSeq: number
      readonly events: readonly RunEvent[]
      readonly ended?: RunView
      readonly reopened?: boolean
    }[],
  ): void
  /** The log of a run, by seq. */
  events(runId: string, afterSeq?: number): Iterable<RunEvent>
  /** Runs without an end, oldest first. */
  unfinished(): readonly RunRecord[]
}

export interface HostPorts {
  readonly store: RunStore
  readonly kit: Kit
  readonly models: ModelClient
  readonly http: HttpClient
  readonly services: Services
  readonly sandbox: Sandbox
  readonly clock: Clock
  /** Does anybody look at this run? Nothing is worked out for those nobody sees. */
  watched(runId: string): boolean
  /** Patches of runs somebody watches, already coalesced (≤ 20 per second), only about committed events. */
  onPatch(runId: string, patch: RunPatch, view: () => RunView): void
  /** Streaming tokens: not durable, may be lost. */
  onDelta(runId: string, delta: { nodeId: string; path: string; text: string }): void
  onEnd(runId: string, view: RunView): void
  /** A bug of ours; the run goes on or fails by itself. */
  onBug(error: unknown): void
  /** The store refuses to write (a full disk): all runs stand still until it does again, which is told with null. */
  onStall?(error: unknown): void
  /** Runs at work at a time; others are queued. Those that only wait do not count. Absent: any number. */
  readonly maxWorking?: number
}

/** `refused`: it cannot take what it was sent. */
export type PostResult = 'ok' | 'duplicate' | 'ended' | 'not-waiting' | 'refused'

export interface Addition {
  readonly items: readonly Value[]
  readonly key?: string
  readonly close: boolean
}

/**
 * The embedded backend (DISTRIBUTED.md §4.1): state in memory, log in a store, group commit, tasks on an in-process pool.
 * A distributed backend offers the same calls over other ports.
 */
export interface RunBackend {
  /** Idempotent by id: the second call for a run does nothing. The record must already be stored. Resolves once the first turn is durable, or it has a place in the queue. */
  start(run: RunRecord): Promise<'begun' | 'queued'>
  /** Continues every unfinished run of the store. */
  resumeAll(): void
  /** Resolves once durable. Without a path or a tag the whole run is cancelled. */
  cancel(runId: string, at?: { readonly path?: string; readonly tag?: string }): Promise<PostResult>
  signal(runId: string, path: string, signal: SignalIn): Promise<PostResult>
  pause(runId: string): Promise<PostResult>
  resume(runId: string): Promise<PostResult>
  /** Lets a paused run begin or settle one more node. */
  step(runId: string): Promise<PostResult>
  /** A step that is at work, waits or has not begun is skipped. */
  skip(runId: string, path: string): Promise<PostResult>
  /** A pool or a loop ends with what it has, and a join that waits goes on with what has come. */
  finish(runId: string, path: string): Promise<PostResult>
  /** Gives an open pool more items, once per `key`; with `close` these were the last. */
  add(runId: string, path: string, more: Addition): Promise<PostResult>
  /** Continues a run that failed or was cancelled and keeps what succeeded. `not-waiting`: it is not in such a state. */
  retry(record: RunRecord, wish: { readonly paths?: readonly string[]; readonly budget?: Budget }): Promise<PostResult>
  /** The live view of a run this process runs, up to its last commit; null for others (finished ones are in the store). */
  view(runId: string): RunView | null
  active(): number
  /** Runs that wait for a place. */
  queued(): number
  /** Starts nothing new, aborts what is in flight without recording an outcome, commits what is there. Runs stay resumable. */
  stop(): void
}
