import type { Failure } from '@quorum/engine'

/** Classes of errors, by what helps against them (CATALOGUE §7.3). */
export type ErrorClass =
  | 'context_window'
  | 'rate_limit'
  | 'server'
  | 'timeout'
  | 'connection'
  | 'model_error'
  | 'schema'
  | 'health_check'
  | 'content_filter'
  | 'quota'
  | 'never'
  | 'unknown'

const byCode: Readonly<Record<string, ErrorClass>> = {
  'context-window': 'context_window',
  'rate-limit': 'rate_limit',
  server: 'server',
  'sandbox-busy': 'server',
  timeout: 'timeout',
  connection: 'connection',
  'model-error': 'model_error',
  schema: 'schema',
  'health-check': 'health_check',
  'no-result': 'health_check',
  'content-filter': 'content_filter',
  quota: 'quota',
}

/** Trying again gives the same: the key, the request or the drawing is wrong, or somebody wanted it to end. */
const never = new Set([
  'auth',
  'not-found',
  'invalid-request',
  'unknown-model',
  'too-large',
  'blocked',
  'budget',
  'cancelled',
  'deadlock',
  'circuit-open',
  'missing-value',
  'template-error',
  'condition-error',
  'code-syntax',
  'invalid-param',
  'not-a-list',
  'too-many-items',
  'max-depth',
  'max-nodes',
  'unknown-flow',
  'memory-full',
  'internal',
])

export function classOf({ code }: Pick<Failure, 'code'>): ErrorClass {
  if (never.has(code)) return 'never'
  return Object.hasOwn(byCode, code) ? (byCode[code] as ErrorClass) : 'unknown'
}

/** For the chip on the card. */
export const classWords: Readonly<Record<ErrorClass, string>> = {
  context_window: 'Text too long',
  rate_limit: 'Too many requests',
  server: 'Service trouble',
  timeout: 'Too slow',
  connection: 'No connection',
  model_error: 'Model trouble',
  schema: 'Unreadable answer',
  health_check: 'Check not passed',
  content_filter: 'Blocked answer',
  quota: 'Account exhausted',
  never: 'Cannot be retried',
  unknown: 'Unknown failure',
}
