import type { Range } from '../estimate/range.ts'
import type { Failure } from '../failure.ts'
import type { Value } from '../value.ts'
import type { ItemOutcome, Outcome } from './behaviour.ts'

/** How a container samples: it runs its body on the same input, wave after wave, until it knows enough (an adaptive vote). */
export interface SampleOptions {
  /**
   * How many more samples to draw, from those so far in the order in which they were drawn; 0 is enough. Only asked while
   * none is in work, so that the order in which a wave comes back never matters.
   */
  more(outcomes: readonly ItemOutcome[], input: Value): number
  /** What its card shows as the tally so far. */
  tally?(outcomes: readonly ItemOutcome[], input: Value): Readonly<Record<string, number>>
  /** How many it draws, as far as its settings say. */
  readonly samples: Range
}

/** How a container repeats its body, carrying a state from round to round. */
export interface LoopOptions {
  /** Whether to go on, asked before each round with the state so far; `round` counts from 1. */
  again(at: {
    readonly state: Value
    readonly round: number
    readonly names: Readonly<Record<string, Value>>
    /** Did the last round leave the state as it was? Compared when asked. */
    readonly still: () => boolean
  }): 'next' | 'done' | 'limit'
  /** How many rounds it runs at least and at most, as far as its settings say. */
  readonly rounds?: { readonly min: number; readonly max: number }
  /**
   * A round failed: another one on the same state, or null to fail with it. Absent: it always fails. `mishaps` are the
   * rounds that failed before, `chance` is drawn from the run's seed, in [0, 1).
   */
  onError?(at: {
    readonly round: number
    readonly error: Failure
    readonly mishaps: readonly Mishap[]
    readonly chance: number
  }): Recovery | null
  /** Whether what a round made will do: a failure if not. The round has then failed. */
  check?(at: {
    readonly state: Value
    readonly round: number
    readonly names: Readonly<Record<string, Value>>
  }): Failure | null
  /** A round whose result nobody gave has failed, rather than being the last. */
  readonly needsResult?: boolean
  /** What it gives when it is done. Absent: the state on the first port. */
  done?(at: {
    readonly state: Value
    readonly mishaps: readonly Mishap[]
    readonly spent: Spent
    /** Whether the state is what an earlier one made, and how many have made or reused one so far ({@link SharedOptions.keep}). */
    readonly kept: { readonly reused: boolean; readonly times: Reuse }
  }): Outcome
  /** What it gives although it ended with this failure, which nobody inside absorbed; null: it fails with it. */
  failed?(at: {
    readonly error: Failure
    readonly spent: Spent
    readonly connected: ReadonlySet<string>
    /** Of a loop that notes it, the last first. */
    readonly done: readonly DoneStep[]
  }): Outcome | null
  /** What was done in rounds that failed is noted, and `failed` is asked whatever went wrong inside. */
  readonly notesDone?: boolean
  /**
   * Once its inside has spent more than this, what runs in it is withdrawn and the round has failed with `over-limit`.
   * `pause`: instead, and instead of running out of time, the run is paused, once.
   */
  readonly most?: { readonly calls?: number | undefined; readonly usd?: number | undefined; readonly pause: boolean }
  /** Every call of a model inside asks this one, whatever else says. */
  readonly model?: string
  /** Every call of a model inside may be answered with what the same question was answered before. */
  readonly remember?: boolean
  /** By which it can be cancelled together with others. */
  readonly tag?: string
  /** Steps inside that call out are not tried again by themselves, but by this loop, unless they say otherwise. */
  readonly soleRetry?: boolean
  /** What it shares with others of the same name in the run. */
  readonly shared?: SharedOptions
  /** The first round begins only while this holds; if nothing in the run can change it any more, the node is skipped. */
  startWhen?(names: Readonly<Record<string, Value>>): boolean
  /** Longest time a round may take; then what runs in it is withdrawn and it has failed with `timeout`. */
  readonly timeoutMs?: number
  /**
   * What the body sends to the inner port `trail` is kept, round by round, and leaves by the port `trail` at the end: a list,
   * or `{path, rounds}` where there were more rounds than this.
   */
  readonly trail?: number
  /** What its card shows of the state while it runs; bounded, whatever the loop does. */
  show?(state: Value): { readonly detail: Value; readonly progress?: { readonly done: number; readonly total: number } }
}

/** A step drawn in a loop that was done in a round that failed: one that calls out, or has others inside. */
export interface DoneStep {
  /** The node's id and title. */
  readonly step: string
  readonly title: string
  readonly round: number
  /** What it gave on its first port. */
  readonly value: Value
}

/** What a container has spent since it began: calls of models that came to an end, US dollars, time. */
export interface Spent {
  readonly calls: number
  readonly usd: number
  readonly ms: number
}

/** How often something was made, and given again. */
export interface Reuse {
  readonly made: number
  readonly reused: number
}

/** A round that failed and was tried again. */
export interface Mishap extends Failure {
  readonly round: number
  /** What was done about it, for people and for the next decision. */
  readonly action: string
  /** Epoch ms. */
  readonly at: number
}

/** What is done about a round that failed. */
export interface Recovery {
  readonly afterMs: number
  readonly action?: string
  /** How the next round differs. */
  readonly change?: AskChange
  /** Instead of the `timeoutMs` of the options, from now on. */
  readonly timeoutMs?: number
}

/** How calls of models inside a round differ from what is drawn, because an earlier round failed. */
export interface AskChange {
  readonly model?: string
  /** Told to the model after everything else. */
  readonly note?: string
  /** How often the longest texts of the request are halved. */
  readonly shrink?: number
  /** An answer to the same question may be taken from memory. */
  readonly remember?: boolean
}

/** Places, a rate and a circuit breaker that all of one name in a run share. Waiters are served in the order they came. */
export interface SharedOptions {
  /** Null: those of the same node. */
  readonly name: string | null
  /** How many may be at work at once. */
  readonly places?: number
  /** Those for whom this gives the same text share; others have nothing to do with them. Never throws. */
  per?(value: Value): string
  /** What a round made is given to all who come later, who begin none. `ms`: for how long; null: to the end of the run. */
  readonly keep?: { readonly ms: number | null }
  /** At most `count` rounds begin in any `perMs`. */
  readonly rate?: { readonly count: number; readonly perMs: number }
  /** After `failures` failed rounds within `windowMs` none begins for `openMs`; then one at a time is tried. */
  readonly breaker?: { readonly failures: number; readonly windowMs: number; readonly openMs: number }
}
