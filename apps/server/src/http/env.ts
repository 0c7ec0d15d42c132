import type { HttpBindings } from '@hono/node-server'
import type { Scope } from './scope.ts'

/** Who calls. */
export interface Caller {
  /** For the audit log: `token`, `session`, the name of an API token, or `local` where no token is set. */
  readonly who: string
  readonly scope: Scope
  /** Hash of the browser's session, if it came with one. */
  readonly session: string | null
  /** Is what they came with still good? Streams ask again and again. */
  isLive(): boolean
}

/** What middleware leaves for those after it. */
export interface AppEnv {
  /** Absent when a test calls the app without a socket. */
  Bindings: Partial<HttpBindings>
  Variables: {
    /** Of this answer only (CSP). */
    nonce: string
    /** Also in `X-Request-Id` and in the log. */
    requestId: string
    caller: Caller
    /** As the API writes it, `/api/flows/{id}`; absent for what is no call of the API. */
    route?: string
  }
}
