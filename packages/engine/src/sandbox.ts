import type { Value } from './value.ts'

/** Runs a stranger's code where it has no power (SECURITY §3.2). Only JSON crosses, both ways. */
export interface Sandbox {
  /**
   * `source` is a module `export default (input, ctx) => value`; the value (or its promise) is the result.
   * @throws StepFailure `code-error`, `code-timeout`, `code-memory`, `code-output` (too large or not JSON), `code-syntax`; none is retryable.
   */
  run(job: {
    readonly source: string
    readonly input: Value
    readonly ctx: Value
    readonly timeoutMs: number
    readonly memoryMb: number
    readonly signal: AbortSignal
  }): Promise<{ readonly value: Value; readonly log: readonly string[] }>
  /**
   * Renders LiquidJS templates over `names`, all in one go.
   * @throws StepFailure `template-error` with the message of the template engine.
   */
  render(texts: readonly string[], names: Record<string, Value>, signal: AbortSignal): Promise<readonly string[]>
}
