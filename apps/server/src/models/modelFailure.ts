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
  // An exhausted account comes as 429 from some providers, where waiting does not help, and as 400 or 403 from others.
  if (status === 402 || (blaming.has(status) && /insufficient_quota|billing|credit balance|spend limit/i.test(body)))
    return fail('quota', 'says the account is exhausted. Top it up or use another key')
  if (status === 400 && /api[ _]key[ _](not valid|invalid)/i.test(body))
    return fail('auth', `refused the key (${status}). Check it`)
  if ((status === 400 || status === 413) && tooLong.test(body))
    return fail(
      'context-window',
      'says the text is too long for this model. Send less, or choose a model that takes more',
    )
  switch (status) {
    case 401:
    case 403:
      return fail('auth', `refused the key (${status}). Check it`)
    case 404:
      return fail('not-found', 'does not know this model or address. Check the model name')
    case 408:
      return fail('timeout', 'gave up waiting (408)', true)
    case 429: {
      const retryAfterMs = parseRetryAfter(retryAfter ?? retryDelay(body), now)
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

const blaming: ReadonlySet<number> = new Set([400, 403, 429])
const tooLong =
  /context[ _](length|window|size)|maximum context|prompt is too long|token count exceeds|too many (input )?tokens/i

/** Google says in the body how long to wait: `"retryDelay": "34s"`. */
const retryDelay = (body: string): string | null => /"retryDelay":\s*"([\d.]+)s"/.exec(body)?.[1] ?? null

/** Trouble that is told in the middle of an answer, where there is no status: by the names that providers give it. */
export function failureInStream(who: string, name: string, said: string, now: number): StepFailure {
  const [, status = 200] = inStream.find(([pattern]) => pattern.test(name)) ?? []
  return failureOfStatus(who, status, JSON.stringify({ message: said }), null, now)
}
const inStream: readonly (readonly [RegExp, number])[] = [
  [/overloaded|unavailable|server_error|api_error|internal|50\d|529/i, 500],
  [/rate_limit|exhausted|429/i, 429],
  [/quota|billing/i, 402],
  [/authentication|permission|401|403/i, 401],
]

/** All that it may write went into thinking. */
export const spent = (who: string): StepFailure =>
  new StepFailure(
    'model-error',
    `${who} reached its limit of tokens before it had answered. Raise the limit, or leave it empty`,
  )

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
function parseRetryAfter(header: string | null, now: number): number | undefined {
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
