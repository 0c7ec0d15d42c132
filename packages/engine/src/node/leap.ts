import type { Usage } from '../model.ts'
import type { Value } from '../value.ts'

/** Where a loop stands that may leap. */
export interface LeapAt {
  readonly state: Value
  /** The round that would begin now. */
  readonly round: number
  /** Path of the container. */
  readonly path: string
  /** Seed of the run: a call below `path` has the seed that the engine's `callSeed` gives. */
  readonly seed: number
  /** The model that takes the place of every node's; else the flow's default. */
  readonly model: { readonly override: string | null; readonly fallback: string | null }
  /** Model calls the budget still allows. */
  readonly calls: number
}

/** Rounds that are decided at once: the same as if each had been opened. */
export interface Leap {
  /** At least one. */
  readonly rounds: number
  readonly state: Value
  /** What happened in each of them; one entry of the trail. */
  readonly page: Value
  readonly usage: Usage
}

/** A round of a leap, as it would stand on record had it been opened. */
export interface LeaptRound {
  readonly input: Value
  readonly output: Value
  /** What the body would have sent to `trail`. */
  readonly record: Value
}
