import type { Value } from '@quorum/engine'

/** One step's answer: what is done, and what is then. A vote is over the pair. */
export type Answer = { readonly action: Value; readonly state: Value }

/** A problem at one point of its course, to go on from. */
export interface Machine {
  /** Which wrong answers a mistaken model could give here: at least one, each different from the right one. */
  readonly wrongs: number
  /** Takes the right answer (0) or a wrong one (from 1) and goes on from it. @returns the action in a few characters. */
  take(answer: number): string
  state(): Value
}

/**
 * A procedure whose every step is known, so that a practice model can do it and every decision can be checked. The check
 * is on the step: given this state, is this the right answer?
 */
export interface Problem {
  readonly id: string
  readonly title: string
  /** @throws StepFailure `invalid-input` for fields that make no sense. */
  start(input: Readonly<Record<string, Value>>): { readonly state: Value; readonly steps: number }
  /** What the model is told in every call: the strategy and this state. */
  prompt(state: Value): { readonly system: string; readonly user: string }
  machine(state: Value): Machine
  /** The answer to take(n) at a state, without going on. */
  answer(state: Value, n: number): Answer
  write(answer: Answer): string
  /** Strict: what is not exactly as asked is no answer. */
  read(text: string, state: Value): Answer | null
  /** An action from the few characters of {@link Machine.take}. */
  unpack(code: string): Value
  /** Characters of one action's code. */
  readonly width: number
  /** Is this where it should end? */
  reached(state: Value): boolean
}
