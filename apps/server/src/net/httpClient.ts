import { type HttpAnswer, type HttpClient, StepFailure, tooHeavy, type Value } from '@quorum/engine'
import { failureOfError, failureOfStatus } from '../models/modelFailure.ts'
import type { GuardedFetch, SecretHeader } from './guardedFetch.ts'

export interface HttpClientParts {
  /** The guarded one (S15). */
  readonly fetch: GuardedFetch
  /** The header of a stored credential. @throws StepFailure when there is none, or it cannot be read. */
  readonly secret: (credentialId: string) => Promise<SecretHeader>
  readonly now: () => number
}

/** What `http` nodes call through. */
export function createHttpClient({ fetch, secret, now }: HttpClientParts): HttpClient {
  return {
    async call({ method, url, headers: given, body, credential, anyStatus }, { signal, idempotencyKey }) {
      signal.throwIfAborted()
      const who = hostOf(url)
      const headers = headersOf(given, idempotencyKey)
      try {
        const answer = await fetch(url, {
          method,
          headers,
          body,
          signal,
          secret: credential === undefined ? undefined : await secret(credential),
        })
        const bytes = Buffer.from(await answer.arrayBuffer())
        if (answer.status >= 400 && !anyStatus)
          throw failureOf(who, answer.status, bytes.toString().slice(0, 4096), answer.headers.get('retry-after'), now())
        const plain = [...answer.headers].filter(([name]) => name !== 'set-cookie')
        return bounded(who, { status: answer.status, headers: Object.fromEntries(plain), ...bodyOf(answer, bytes) })
      } catch (error) {
        if (signal.aborted) throw signal.reason
        throw failureOfError(who, error)
      }
    },
  }
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? 'the address'
}

/** @throws StepFailure for what is no header. */
function headersOf(given: Readonly<Record<string, string>>, idempotencyKey: string): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(given)) {
    try {
      headers.set(name, value)
    } catch {
      const message = `The header “${name}” cannot be sent: its name or value has characters that headers do not take`
      throw new StepFailure('invalid-request', message)
    }
  }
  if (!headers.has('idempotency-key')) headers.set('idempotency-key', idempotencyKey)
  if (!headers.has('accept')) headers.set('accept', 'application/json, text/*;q=0.9, */*;q=0.8')
  return headers
}

/** JSON as data, text as text; bytes that are neither come as base64. */
function bodyOf(answer: Response, bytes: Buffer): { body: Value; encoding?: 'base64' } {
  const type = answer.headers.get('content-type') ?? ''
  let text: string
  try {
    text = new TextDecoder(/charset=["']?([\w-]+)/i.exec(type)?.[1] ?? 'utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { body: bytes.toString('base64'), encoding: 'base64' }
  }
  if (!/[/+]json\b/i.test(type)) return { body: text }
  try {
    return { body: JSON.parse(text) as Value }
  } catch {
    return { body: text }
  }
}

function bounded(who: string, answer: HttpAnswer): HttpAnswer {
  const heavy = tooHeavy(answer as unknown as Value)
  if (!heavy) return answer
  throw new StepFailure(heavy.code, `The answer of ${who} is too much. ${heavy.message}`)
}

/** The classes are those of model calls; where the words would speak of models, they are others. */
function failureOf(who: string, status: number, said: string, retryAfter: string | null, now: number): StepFailure {
  const failure = failureOfStatus(who, status, said, retryAfter, now)
  if (failure.code !== 'not-found' && failure.code !== 'auth') return failure
  const words = status === 404 ? 'has nothing at this address' : `did not let the request in`
  return new StepFailure(failure.code, `${who} ${words} (${status}). Check the address and the key`)
}
