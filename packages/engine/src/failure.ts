/** What went wrong in a step, in a form that is stored and shown. `code` is stable and kebab-case. */
export interface Failure {
  readonly code: string
  /** What happened and what to do next. */
  readonly message: string
  /** The least wait the other side asked for. */
  readonly retryAfterMs?: number
}

/**
 * Thrown by a runner to fail its attempt on purpose.
 * `retryable` lets the node's policy try again; `retryAfterMs` is the least wait the other side asked for.
 */
export class StepFailure extends Error {
  readonly code: string
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  constructor(
    code: string,
    message: string,
    options: { retryable?: boolean; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'StepFailure'
    this.code = code
    this.retryable = options.retryable ?? false
    this.retryAfterMs = options.retryAfterMs
  }
}

/** A bug of ours, never of the user's. */
export class InvariantError extends Error {
  override name = 'InvariantError'
}

export function assertNever(value: never): never {
  throw new InvariantError(`unexpected ${JSON.stringify(value)}`)
}
