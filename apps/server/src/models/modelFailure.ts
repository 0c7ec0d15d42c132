import { isRecord, StepFailure } from '@quorum/engine'
import { causeOf, GuardError } from '../net/guardError.ts'

/** An answer longer than this is cut off (SECURITY §4). */
export const maxAnswerBytes = 4 * 1024 * 1024
const maxWaitMs = 60_000
const maxQuoted = 300

/** What the status of a model endpoint means (CATALOGUE §7.3). `who` is the provider as people know it. */
export function failureOfStatus(
  who: string,
  status: number,
  body: string,
  retryAfter: string | null,
  now: number,
): StepFailure {
  const said = quoted(body)
  const fail = (code: string, what: string, retryable = false) =>
    new StepFailure(code, `${who} ${what}${said}`, { retryable })
  // An exhausted account comes as 429 from some providers; waiting does not help there.
  if (status === 402 || (status === 429 && /insufficient_quota|billing|credit balance|spend limit/i.test(body)))
    return fail('quota', 'says the account is exhausted. Top it up or use another key')
  switch (status) {
    case 401:
    case 403:
      return fail('auth', `refused the key (${status}). Check it`)
    case 404:
      return fail('not-found', 'does not know this model or address. Check the model name')
    case 408:
      return fail('timeout', 'gave up waiting (408)', true)
    case 429: {
      const retryAfterMs = parseRetryAfter(retryAfter, now)
      return new StepFailure(
        'rate-limit',
        `${who} has had too many requests (429). The call can be made again later${said}`,
        {
          retryable: true,
          ...(retryAfterMs !== undefined && { retryAfterMs }),
        },
      )
    }
  }
  if (status >= 500) return fail('server', `has a problem of its own (${status})`, true)
  if (status >= 400) return fail('invalid-request', `did not accept the request (${status})`)
  if (status >= 300) return fail('invalid-request', `redirects (${status}). Set the final address instead`)
  return fail('model-error', 'reported an error', true)
}

/** What an exception of a call means. The caller has checked before that it was not its own abort. */
export function failureOfError(who: string, error: unknown): StepFailure {
  if (error instanceof StepFailure) return error
  const refused = causeOf(error, GuardError)
  if (refused) return new StepFailure('invalid-request', refused.message, { cause: error })
  const code = codeOf(error)
  if (code.includes('TIMEOUT') || code.includes('TIMEDOUT'))
    return new StepFailure('timeout', `${who} did not answer in time`, { retryable: true, cause: error })
  const hint = code === 'ECONNREFUSED' ? ': nothing listens there. Is it running?' : code === '' ? '' : ` (${code})`
  return new StepFailure('connection', `The connection to ${who} failed${hint}`, { retryable: true, cause: error })
}

/** @returns milliseconds from a number of seconds or a date, at most a minute; undefined if it says nothing useful. */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined
  const seconds = Number(header)
  const waitMs = Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1000
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(0, waitMs), maxWaitMs)
}

function codeOf(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 10; at = at.cause, depth++) {
    if (at.name === 'TimeoutError') return 'TIMEOUT'
    const inner = at instanceof AggregateError ? at.errors[0] : undefined
    for (const candidate of [at, inner])
      if (isRecord(candidate) && typeof candidate.code === 'string') return candidate.code
  }
  return ''
}

/** What the other side said, short and in one line. */
function quoted(body: string): string {
  let text = body
  try {
    const parsed: unknown = JSON.parse(body)
    const error = isRecord(parsed) ? (parsed.error ?? parsed) : parsed
    const message = isRecord(error) ? error.message : error
    if (typeof message === 'string') text = message
  } catch {
    if (body.trimStart().startsWith('<')) return ''
  }
  const line = text.replace(/\s+/g, ' ').trim()
  return line === '' ? '' : `: ${line.length > maxQuoted ? `${line.slice(0, maxQuoted)}…` : line}`
}
