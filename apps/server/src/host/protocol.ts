import type { Addition, Budget, PostResult, RunPatch, RunView, SignalIn } from '@quorum/engine'
import type { Config } from '../config.ts'
import type { ModelCalls } from '../operations/measureModels.ts'
import type { EndedRun } from '../operations/observe.ts'

/** What the HTTP thread asks of the run host, and what comes back. */
export interface Calls {
  start: { ask: { readonly runId: string }; answer: 'begun' | 'queued' }
  cancel: { ask: { readonly runId: string; readonly path?: string; readonly tag?: string }; answer: PostResult }
  signal: { ask: { readonly runId: string; readonly path: string; readonly signal: SignalIn }; answer: PostResult }
  pause: { ask: { readonly runId: string }; answer: PostResult }
  resume: { ask: { readonly runId: string }; answer: PostResult }
  skip: { ask: { readonly runId: string; readonly path: string }; answer: PostResult }
  finish: { ask: { readonly runId: string; readonly path: string }; answer: PostResult }
  step: { ask: { readonly runId: string }; answer: PostResult }
  add: { ask: { readonly runId: string; readonly path: string; readonly more: Addition }; answer: PostResult }
  retry: { ask: { readonly runId: string; readonly wish: RetryWish }; answer: PostResult }
  /** Null: the host does not run it (ended, or not started yet). */
  view: { ask: { readonly runId: string }; answer: RunView | null }
  /** From now on patches, deltas and the end of this run are reported. Answers with where they start. */
  watch: { ask: { readonly runId: string }; answer: RunView | null }
  unwatch: { ask: { readonly runId: string }; answer: null }
  /** Stored keys have changed. */
  reloadKeys: { ask: Record<string, never>; answer: null }
  stop: { ask: Record<string, never>; answer: null }
}
export interface RetryWish {
  readonly paths?: readonly string[]
  /** Steps that are skipped as soon as the run is open again: nothing is done for them. */
  readonly skip?: readonly string[]
  readonly budget?: Budget
}
export type Op = keyof Calls
export type ToHost = { readonly [O in Op]: { readonly id: number; readonly op: O; readonly ask: Calls[O]['ask'] } }[Op]

export interface Delta {
  readonly nodeId: string
  readonly path: string
  readonly text: string
}
export type FromHost =
  | { readonly type: 'ready' }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Calls[Op]['answer'] }
  | { readonly type: 'refused'; readonly id: number; readonly message: string }
  | { readonly type: 'patch'; readonly runId: string; readonly patch: RunPatch }
  /** In place of the first patch of a run that was watched before it started. */
  | { readonly type: 'view'; readonly runId: string; readonly view: RunView }
  | { readonly type: 'delta'; readonly runId: string; readonly delta: Delta }
  | { readonly type: 'end'; readonly runId: string; readonly view: RunView }
  | { readonly type: 'active'; readonly count: number; readonly queued: number }
  /** Why nothing can be written at present, in words for people; null: it can again. */
  | { readonly type: 'stalled'; readonly message: string | null }
  | { readonly type: 'bug'; readonly message: string }
  /** Of every run, watched or not. */
  | ({ readonly type: 'ended' } & EndedRun)
  | { readonly type: 'modelCalls'; readonly sums: readonly ModelCalls[] }

/** What the worker is started with. Plain data. */
export interface HostData {
  readonly config: Config
}
