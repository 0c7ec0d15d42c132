import type { HttpBindings } from '@hono/node-server'

/** What middleware leaves for those after it. */
export interface AppEnv {
  /** Absent when a test calls the app without a socket. */
  Bindings: Partial<HttpBindings>
  Variables: {
    /** Of this answer only (CSP). */
    nonce: string
    /** Hash of the browser's session, if it came with one. */
    session: string | null
  }
}
