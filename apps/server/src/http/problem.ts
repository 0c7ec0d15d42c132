import type { FlowIssue } from '@quorum/engine'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** Every code a client may meet, with its status and title (API.md §2). Codes are stable. */
export const problems = {
  'bad-json': [400, 'The body is not JSON'],
  'bad-request': [400, 'The request is malformed'],
  unauthorized: [401, 'Sign in first'],
  forbidden: [403, 'This page may not do that'],
  'not-found': [404, 'Not found'],
  'method-not-allowed': [405, 'Wrong method'],
  'wrong-status': [409, 'Not possible in this status'],
  'idempotency-conflict': [409, 'The key was used for another body'],
  stale: [412, 'Somebody saved in between'],
  'too-large': [413, 'Too large'],
  'unsupported-type': [415, 'The body must be JSON'],
  'wrong-host': [421, 'Unknown host name'],
  invalid: [422, 'Some values are wrong'],
  'revision-required': [428, 'Say which revision the change is based on'],
  'rate-limited': [429, 'Too many requests'],
  internal: [500, 'Something went wrong in Quorum'],
  'not-implemented': [501, 'Not there yet'],
  unavailable: [503, 'Not ready'],
  'storage-full': [507, 'The disk is full'],
} as const satisfies Record<string, readonly [ContentfulStatusCode, string]>
export type ProblemCode = keyof typeof problems

export interface ProblemIssue extends Omit<FlowIssue, 'severity'> {
  readonly severity?: FlowIssue['severity']
}
interface Extra {
  readonly issues?: readonly ProblemIssue[]
  readonly current?: { readonly revision: number; readonly updatedAt: string }
  /** Seconds. */
  readonly retryAfter?: number
}

/** An answer that is a "no": thrown anywhere inside a request, sent as problem+json. `detail` says what to do. */
export class Problem extends Error {
  override name = 'Problem'
  readonly code: ProblemCode
  readonly extra: Extra
  constructor(code: ProblemCode, detail: string, extra: Extra = {}) {
    super(detail)
    this.code = code
    this.extra = extra
  }
}

export function sendProblem(c: Context, problem: Problem, redact: (text: string) => string): Response {
  const [status, title] = problems[problem.code]
  const { retryAfter, ...extra } = problem.extra
  const body = {
    type: `/api/docs#${problem.code}`,
    title,
    status,
    detail: problem.message,
    code: problem.code,
    ...extra,
  }
  c.header('Content-Type', 'application/problem+json')
  if (retryAfter !== undefined) c.header('Retry-After', String(retryAfter))
  return c.body(redact(JSON.stringify(body)), status)
}
