import type { Failure } from '../failure.ts'
import type { Budget } from '../flow/flow.ts'
import type { MemoryChange } from '../memory.ts'
import type { Usage } from '../model.ts'
import type { DeadReason, Parked, Recovery, SignalIn } from '../node.ts'
import type { Value } from '../value.ts'

export type RunStatus = 'pending' | 'running' | 'paused' | 'completed' | 'failed' | 'cancelled'
export type NodeStatus =
  | 'idle'
  | 'queued'
  | 'waiting'
  | 'running'
  | 'retrying'
  | 'paused'
  | 'completed'
  | 'failed'
  | 'skipped'
  | 'cancelled'

/** Where an event happened: the step's path, and the key of its node in the view (`council/member` for `council/answers[2]/member`). */
interface At {
  readonly path: string
  readonly node: string
}

/**
 * A fact of a run, append-only. Folding them in order is the only way to know anything about a run.
 * Every activation's first event carries its `input`; it ends with exactly one of completed, failed, skipped, cancelled.
 */
export type RunEventBody =
  | { readonly type: 'run.started'; readonly input: Value; readonly seed: number }
  /** An attempt of a task is handed out. `input` on the first only. */
  | (At & { readonly type: 'node.started'; readonly attempt: number; readonly input?: Value })
  /** A durable call inside a task: never made again. */
  | (At & { readonly type: 'step.completed'; readonly key: string; readonly value: Value; readonly usage?: Usage })
  /** The attempt failed; the next starts at `dueAt` (epoch ms). */
  | (At & {
      readonly type: 'node.retrying'
      readonly attempt: number
      readonly failure: Failure
      readonly dueAt: number
      readonly usage?: Usage
      /** Of a loop: what was done about the round that failed. */
      readonly recovery?: Omit<Recovery, 'afterMs'>
    })
  | (At & { readonly type: 'node.waiting'; readonly parked: Parked; readonly input?: Value })
  /** A container or composite opened its body: `total` items, or null for a composite. */
  | (At & { readonly type: 'body.opened'; readonly total: number | null; readonly input: Value })
  /** `lane` where more than pulling decides, `from` if it was stolen. Its second attempt is at `docs[17]#2`. */
  | (At & {
      readonly type: 'item.opened'
      readonly index: number
      /** The item, where the list did not have it from the beginning. */
      readonly value?: Value
      readonly lane?: number
      readonly from?: number
    })
  /** An attempt at an item failed, and it waits for the next. */
  | (At & { readonly type: 'item.returned'; readonly index: number; readonly error: Failure })
  /** More items for an open pool: of the result of item `by`, else from outside, once per `key`. */
  | (At & {
      readonly type: 'items.added'
      readonly items: readonly Value[]
      readonly by?: number
      readonly key?: string
    })
  /** Nothing is added from outside any more. */
  | (At & { readonly type: 'items.closed' })
  /** A pool has enough and sends what it has; its other items go on, and it has not ended. */
  | (At & {
      readonly type: 'pool.passed'
      readonly ports: Readonly<Record<string, Value>>
      readonly record?: Value
    })
  /** Somebody wants a pool or a loop to end with what it has: what is at work in it is withdrawn. */
  | (At & { readonly type: 'node.finishing' })
  | (At & { readonly type: 'pool.scaled'; readonly from: number; readonly to: number; readonly why: string })
  /** A lane failed too often in a row and is left out until then, epoch ms. */
  | (At & { readonly type: 'lane.ejected'; readonly lane: number; readonly until: number })
  | (At & {
      readonly type: 'item.settled'
      readonly index: number
      readonly status: 'ok' | 'failed' | 'skipped' | 'cancelled'
      readonly value?: Value
      readonly error?: RunError
    })
  /** A join no longer waits for what has not arrived. */
  | (At & { readonly type: 'join.expired' })
  /** A loop container begins a round (path `refine#2`), and what its body made of the state. */
  | (At & { readonly type: 'round.opened'; readonly round: number })
  | (At & {
      readonly type: 'round.closed'
      readonly round: number
      readonly state?: Value
      readonly trail?: Value
      readonly error?: RunError
    })
  /**
   * A loop decided the rounds from `round` on inside the turn, `rounds` of them; the path is the loop's own. Its `kind` tells
   * them one by one from the page (`NodeDefinition.leapt`).
   */
  | (At & {
      readonly type: 'rounds.leapt'
      readonly kind: string
      readonly round: number
      readonly rounds: number
      readonly state: Value
      readonly page: Value
      readonly usage?: Usage
    })
  /** A loop of back edges finished a round. `node` is the loop's first node. */
  | (At & { readonly type: 'round.settled'; readonly round: number; readonly to: RoundEnd })
  | (At & {
      readonly type: 'node.completed'
      readonly ports: Readonly<Record<string, Value>>
      readonly record?: Value
      readonly input?: Value
      readonly usage?: Usage
      readonly memory?: readonly MemoryChange[]
      /** It depends on what the run remembered at that moment: a replay takes it over. */
      readonly recalls?: true
      /** Taken over from an earlier run, or given by hand: nothing was done for it. */
      readonly kept?: true
    })
  | (At & {
      readonly type: 'node.failed'
      readonly failure: Failure
      /** Its error went down the error port, or was replaced by the fallback value. */
      readonly handled?: 'port' | 'fallback'
      readonly fallback?: Value
      readonly attempts: number
      readonly record?: Value
      readonly input?: Value
      readonly usage?: Usage
    })
  /** Somebody sent a signal to a step that does not wait yet, and the step took the oldest one kept for it. */
  | (At & { readonly type: 'signal.kept'; readonly signal: SignalIn })
  | (At & { readonly type: 'signal.taken' })
  | (At & { readonly type: 'node.skipped'; readonly reason: DeadReason })
  | (At & { readonly type: 'node.cancelled' })
  /** Everything that has not settled is withdrawn; `error` is why, where that is not a wish. */
  | { readonly type: 'run.cancelling'; readonly why: 'asked' | 'terminate' | 'failure'; readonly error?: RunError }
  /** Nothing new starts; what is in flight is finished and recorded. `by`: path of the container that had its limit passed. */
  | { readonly type: 'run.paused'; readonly by?: string }
  | { readonly type: 'run.resumed' }
  /**
   * A run that had failed goes on. What the log before it says is read without its failures (see `revise`): `paths` if
   * only these, else all that nobody absorbed. `usage` is what had been spent, `budget` what may be spent in all.
   */
  | {
      readonly type: 'run.retried'
      readonly paths?: readonly string[]
      readonly budget?: Budget
      readonly usage: Usage
    }
  | {
      readonly type: 'run.ended'
      readonly status: 'completed' | 'failed' | 'cancelled'
      readonly output: Readonly<Record<string, Value>> | null
      readonly error: RunError | null
    }

/** `next` goes on; `exit` leaves; `limit` may not go on; `failed` gives up, because of a failure that nobody absorbs. */
export type RoundEnd = 'next' | 'exit' | 'limit' | 'failed'

export interface RunError extends Failure {
  readonly nodeId?: string
  readonly path?: string
}

/** `seq` grows by one per run, from 1; `at` is epoch ms. */
export type RunEvent = { readonly seq: number; readonly at: number } & RunEventBody
