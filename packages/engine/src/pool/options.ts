import type { Value } from '../value.ts'

/** How a container runs its body once per item of what reaches it. Only the first three always mean something; the rest is off unless given. */
export interface PoolOptions {
  /** Items in work at once: the number of lanes, unless `scaling` says otherwise. */
  readonly concurrency: number
  readonly maxItems: number
  readonly failure: 'collect' | 'failFast' | 'threshold'
  /** Share of the items that must succeed, for `threshold`. */
  readonly minSuccess: number
  /** So many successes are enough (WCP-34 to 36). */
  readonly enough?: number
  /** Asked after every settled item; true is enough too. @throws StepFailure, which fails the pool. */
  readonly until?: (so: PoolTally) => boolean
  /** `cancel` unless given. */
  readonly rest?: PoolRest
  /** `open`: items may be added while it runs, by its own body, by people and by programs. */
  readonly source?: 'list' | 'open'
  /** When an open pool is done: once nothing is left to do, or not before somebody has closed it as well. */
  readonly ends?: 'idle' | 'closed'
  /** In which order its outcomes are told. */
  readonly order?: 'input' | 'completion'
  /** `window`: the next item begins as soon as a lane is free. `batch`: once the whole batch has settled. */
  readonly schedule?: 'window' | 'batch'
  /** Longest time one attempt at an item may take; then it has failed with `timeout`. */
  readonly itemTimeoutMs?: number
  /** Attempts at an item in all; 1 unless given. */
  readonly attempts?: number
  /** US dollars its items may use; then nothing new begins. */
  readonly spendCap?: number
  readonly dispatch?: Dispatch
  readonly scaling?: Scaling
  /** A lane is left out for `ms` after so many failures in a row. */
  readonly eject?: { readonly failures: number; readonly ms: number }
  /** What is to be known of an item before it begins. Pure and quick. */
  readonly facts?: (item: Value, index: number) => ItemFacts
  /** Items that the result of one adds. Pure and quick. */
  readonly adds?: (result: Value) => readonly Value[]
  /** The items of what reaches it, where that is no list itself. Pure and quick. */
  readonly itemsOf?: (value: Value) => readonly Value[]
  /** The n-th item begins so long after the one before it, or as soon as that has failed (hedging). */
  readonly staggerMs?: number
}

/** Results are in the order they came. */
export interface PoolTally {
  readonly ok: number
  readonly failed: number
  readonly results: readonly Value[]
  readonly last: Value
}

export interface ItemFacts {
  /** By which others name it; of several additions with one id the first counts. */
  readonly id?: string
  /** Higher begins earlier. */
  readonly priority?: number
  /** Ids of items that must have succeeded before it begins. */
  readonly dependsOn?: readonly string[]
  /** Estimated effort, in any unit. */
  readonly load?: number
  /** Items with one key go to one lane, under `affinity`. */
  readonly key?: string
}

/**
 * What becomes of the other items once a pool has `enough`, or its `until` holds.
 * - `cancel`: those at work are withdrawn, the others do not begin, and the pool is over.
 * - `finish`: it sends its results at once; those at work are finished unheard, the others do not begin.
 * - `drain`: it sends its results at once; all the others are done unheard.
 */
export type PoolRest = 'cancel' | 'finish' | 'drain'

/**
 * Who takes which item (CATALOGUE §7.1).
 * - `pull`: an idle lane takes the first ready one, by priority and then age.
 * - `deque`: each lane has its own; it works newest first, and an idle one steals the oldest of a random other.
 * - `push`: on arrival it is given to a lane, and waits there.
 */
export type Dispatch =
  | { readonly type: 'pull' }
  | { readonly type: 'deque'; readonly stealHalf: boolean }
  | {
      readonly type: 'push'
      readonly strategy: 'roundRobin' | 'leastLoaded' | 'weighted' | 'powerOfTwo' | 'affinity' | 'random'
      /** By lane, from the first; 1 where none is given. */
      readonly weights?: readonly number[]
      /** Lanes drawn under `powerOfTwo`; 2 unless given. */
      readonly choices?: number
    }

/** How many lanes there are (CATALOGUE P17, P18). */
export type Scaling =
  | {
      readonly type: 'threshold'
      readonly min: number
      readonly max: number
      /** Share of busy lanes above which it doubles; below half of it, it shrinks. */
      readonly up: number
      readonly intervalMs: number
    }
  | {
      readonly type: 'target'
      readonly metric: 'utilisation' | 'queuePerLane' | 'waitMs'
      readonly target: number
      readonly tolerance: number
      readonly min: number
      readonly max: number
      /** Lanes of all pools of the run that scale by a target. */
      readonly globalMax: number
      readonly intervalMs: number
      readonly stabilizeMs: number
    }
