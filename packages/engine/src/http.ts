import type { Value } from './value.ts'

/** One call of an HTTP address, as a node wants it. Secrets are named, never contained. */
export interface HttpRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  /** Id of a stored credential; its value exists only inside the adapter (SECURITY S19). */
  readonly credential?: string
  /** Statuses from 400 on are answers too, and no failures. */
  readonly anyStatus?: boolean
}

export interface HttpAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The JSON it says, else its text. */
  readonly body: Value
}

/**
 * The narrow port to everything that is reached by HTTP and is no model. One call is one attempt.
 * @throws StepFailure with a code of CATALOGUE §7.3.
 */
export interface HttpClient {
  call(
    request: HttpRequest,
    options: {
      readonly signal: AbortSignal
      /** `<run>/<path>/<attempt>` (ARCHITECTURE P2). */
      readonly idempotencyKey: string
    },
  ): Promise<HttpAnswer>
}
