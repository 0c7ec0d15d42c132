/** An outgoing call that the guard refused or cut off. The message says why and is fit for people. */
export class GuardError extends Error {
  override name = 'GuardError'
}

/** The first error of class `kind` in the chain of causes: fetch wraps whatever the connector said in a TypeError. */
export function causeOf<E extends Error>(error: unknown, kind: new (...args: never[]) => E): E | undefined {
  let at = error
  for (let depth = 0; depth < 10 && at instanceof Error; depth++) {
    if (at instanceof kind) return at
    if (at instanceof AggregateError) {
      for (const inner of at.errors) if (inner instanceof kind) return inner
    }
    at = at.cause
  }
  return undefined
}
