import type { Failure } from '../failure.ts'
import type { RunState } from './state.ts'

/** Failures of the other side, which more requests make worse. What is tried again for other reasons is not limited. */
const outages = new Set(['rate-limit', 'server', 'overloaded', 'timeout', 'connection'])

export const isOutage = ({ code }: Failure): boolean => outages.has(code)

/**
 * What is said of a failure that is not met by another attempt, because the run has made enough of those: a fifth of its
 * attempts and ten more, so that an outage does not multiply the load (CATALOGUE §7.3). Null: it may try again.
 */
export function enoughOf(failure: Failure, { tries }: RunState): Failure | null {
  if (!isOutage(failure) || tries.again < 10 + 0.2 * tries.begun) return null
  const message = `${failure.message} It was not tried again: this run has tried again ${tries.again} times, so the other side must be in trouble.`
  return { ...failure, message }
}
