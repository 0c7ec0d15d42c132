import type { HttpAnswer, HttpRequest } from '../http.ts'
import type { ModelAnswer, ModelRequest } from '../model.ts'
import type { Value } from '../value.ts'

/** The one door of a runner to the world. */
export interface StepContext {
  readonly runId: string
  /** `council/answers[2]`, `critic#2`. */
  readonly path: string
  readonly attempt: number
  readonly signal: AbortSignal
  /** Does `work` once per run: if the log has `key` for this path, its value comes back at once. */
  step<T extends Value>(key: string, work: () => Promise<T>): Promise<T>
  /** A model call as a durable step. `model` falls back to the run's or flow's default. `key` only if asked more than once. */
  ask(
    request: Omit<ModelRequest, 'model' | 'seed'> & { readonly model?: string | undefined },
    key?: string,
  ): Promise<ModelAnswer>
  /** An HTTP call as a durable step. `key` only if called more than once. */
  http(request: HttpRequest, key?: string): Promise<HttpAnswer>
  /** A call of one of the server's services (files, MCP) as a durable step. `key` only if called more than once. */
  service(name: string, request: Value, key?: string): Promise<Value>
  /**
   * A call of a tool as one durable step. `work` reaches the world through a context of its own, below `key`: model calls
   * are steps by themselves there too, HTTP calls are part of this one.
   */
  tool<T extends Value>(key: string, work: (ctx: StepContext) => Promise<T>): Promise<T>
  /**
   * Waits for people or programs in the middle of a task. The first time it throws a `Suspension`, which the runner
   * must let pass; the run is then parked, survives a restart, and the task is called again with the answer.
   */
  wait(
    key: string,
    parked: { readonly kind: 'signal' | 'approval'; readonly memory: Value; readonly forMs: number | null },
  ): Promise<Value>
  /** Text to show while it runs; may be lost. */
  say(text: string): void
  /** Renders templates over the node's names; a missing name fails with `missing-value`. */
  render(texts: readonly string[], names: Readonly<Record<string, Value>>): Promise<readonly string[]>
  /** Runs user code in the sandbox. */
  code(source: string, input: Value, extra: Value, limits: { timeoutMs: number; memoryMb: number }): Promise<Value>
}
