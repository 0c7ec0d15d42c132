import type { Failure } from '../failure.ts'
import type { NodePlan } from '../flow/compile.ts'
import type { Budget } from '../flow/flow.ts'
import type { Usage } from '../model.ts'
import type { AskChange, NodeInput, Outcome, Parked, SignalIn } from '../node.ts'
import type { Value } from '../value.ts'
import { apply } from './apply.ts'
import type { PostResult } from './backend.ts'
import type { RunEvent, RunEventBody } from './event.ts'
import type { Known } from './frames.ts'
import type { Activation, Frame, RunState } from './state.ts'

/** What reaches a run: the result of a task, a person's answer, a due timer, a wish to stop. */
export type Message =
  | { readonly type: 'start'; readonly input: Value; readonly seed: number }
  | {
      readonly type: 'step'
      readonly path: string
      readonly attempt: number
      readonly key: string
      readonly value: Value
      readonly usage?: Usage
    }
  | {
      readonly type: 'done'
      readonly path: string
      readonly attempt: number
      readonly outcome: Outcome
      /** Of calls that gave nothing usable, and yet it went on. */
      readonly usage?: Usage
    }
  /** A task waits for somebody in its middle. */
  | { readonly type: 'suspended'; readonly path: string; readonly attempt: number; readonly parked: Parked }
  | {
      readonly type: 'error'
      readonly path: string
      readonly attempt: number
      readonly failure: Failure
      readonly retryable: boolean
      readonly retryAfterMs?: number
      readonly usage?: Usage
    }
  | { readonly type: 'due'; readonly path: string }
  | { readonly type: 'signal'; readonly path: string; readonly signal: SignalIn }
  | { readonly type: 'cancel'; readonly path?: string; readonly tag?: string }
  | { readonly type: 'pause' | 'resume' | 'stepOnce' }
  | { readonly type: 'skip' | 'finish'; readonly path: string }
  | {
      readonly type: 'add'
      readonly path: string
      readonly items: readonly Value[]
      readonly key?: string
      readonly close: boolean
    }
  | { readonly type: 'retry'; readonly paths?: readonly string[]; readonly budget?: Budget; readonly usage: Usage }
  /** Goes on where the budget of the last turn ended. */
  | { readonly type: 'go' }

/** Work for a runner, with what it has done already. */
export interface Task {
  readonly path: string
  readonly node: NodePlan
  readonly input: NodeInput
  readonly attempt: number
  readonly steps: ReadonlyMap<string, Value>
  /** How its calls of models differ from what is drawn; the innermost loop that recovers decides. */
  readonly change: AskChange | null
}

/** What a backend must make durable, and then do. */
export interface Turn {
  readonly events: RunEvent[]
  readonly tasks: Task[]
  /** Tasks that must stop; their results no longer count. */
  readonly aborts: string[]
  readonly timers: { readonly path: string; readonly due: number }[]
  /** Something is left to decide: commit, then send `go`. */
  more: boolean
  reply: PostResult
}

/** A turn in the making. */
export interface Work {
  readonly run: RunState
  readonly now: number
  /** Events after which the turn is cut; 0 cuts it at once. */
  budget: number
  readonly out: Turn
}

export const newWork = (run: RunState, now: number, budget: number): Work => ({
  run,
  now,
  budget,
  out: { events: [], tasks: [], aborts: [], timers: [], more: false, reply: 'ok' },
})

const NO_STEPS: ReadonlyMap<string, Value> = new Map()

export const taskOf = (activation: Activation): Task => ({
  path: activation.path,
  node: activation.node,
  input: activation.input,
  attempt: activation.attempt,
  steps: activation.steps ?? NO_STEPS,
  change: changeOf(activation.frame),
})

/** Of several loops around a step the innermost counts, except for the model all of one are held to. */
function changeOf(frame: Frame): AskChange | null {
  let change: AskChange | null = null
  let model: string | undefined
  let remember = false
  for (let at: Frame | null = frame; at; at = at.owner?.frame ?? null) {
    change ??= at.change
    model = at.owner?.node.loop?.model ?? model
    remember ||= at.owner?.node.loop?.remember ?? false
  }
  if (model === undefined && !remember) return change
  return { ...change, ...(model === undefined ? {} : { model }), ...(remember ? { remember } : {}) }
}

/** The only way to change a run: an event, applied at once. `body` becomes the event: it is the caller's no more. */
export function emit(work: Work, body: RunEventBody, known?: Known): void {
  const event = body as RunEventBody & { seq: number; at: number }
  event.seq = work.run.seq + 1
  event.at = work.now
  apply(work.run, event, known)
  work.out.events.push(event)
}
