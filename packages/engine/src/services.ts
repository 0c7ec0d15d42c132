import type { Value } from './value.ts'

/**
 * The narrow port to what a server offers besides models and HTTP, by name: files, MCP servers. Kinds say what they ask and
 * what comes back; the engine passes it on.
 * @throws StepFailure, `not-supported` for a name this server does not know.
 */
export interface Services {
  call(
    name: string,
    request: Value,
    options: {
      readonly runId: string
      readonly flowId: string | null
      readonly signal: AbortSignal
      /** `<run>/<path>/<attempt>` (ARCHITECTURE P2). */
      readonly idempotencyKey: string
    },
  ): Promise<Value>
}
