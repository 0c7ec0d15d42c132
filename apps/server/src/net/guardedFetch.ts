import type { lookup } from 'node:dns'
import { fetch as undiciFetch } from 'undici'
import { parseAllowList } from './address.ts'
import { causeOf, GuardError } from './guardError.ts'
import { guardedAgent } from './guardedAgent.ts'
import { limitBody } from './limitBody.ts'
import { checkHeaders, checkUrl, type Hop, nextHop } from './redirect.ts'

export interface GuardOptions {
  /** `host:port` entries that may be reached although they are not public. */
  readonly allow: readonly string[]
  /** Until the headers have come (10 s). */
  readonly headersMs?: number
  /** Between two pieces of the body (60 s). */
  readonly idleMs?: number
  /** The whole call with its body; null for no limit (60 s). */
  readonly totalMs?: number | null
  readonly maxBodyBytes?: number
  /** Name resolution; tests pass their own. */
  readonly lookup?: typeof lookup
}

/** What models get: they may think for a minute, and the policy of the node limits the whole. */
export const modelTimeouts = { headersMs: 60_000, idleMs: 60_000, totalMs: null } as const

const maxRedirects = 5
const maxHeaders = 100

/**
 * The one `fetch` of the server for everything a flow can cause (S15, SECURITY §3.4). Redirects are followed here, each
 * hop judged like the first.
 * @throws GuardError when the guard refuses or cuts off; everything else as `fetch` does.
 */
export function createGuardedFetch(options: GuardOptions): typeof fetch {
  const { headersMs = 10_000, idleMs = 60_000, totalMs = 60_000, maxBodyBytes = 10 * 1024 * 1024 } = options
  const dispatcher = guardedAgent({
    allowed: parseAllowList(options.allow),
    headersMs,
    idleMs,
    ...(options.lookup && { lookup: options.lookup }),
  })

  return async (input, init) => {
    const url = checkUrl(input instanceof Request ? input.url : String(input))
    const request = new Request(input, init)
    const signals = totalMs === null ? [request.signal] : [request.signal, AbortSignal.timeout(totalMs)]
    const signal = AbortSignal.any(signals)
    let hop: Hop = {
      url,
      method: request.method,
      headers: checkHeaders(request.headers),
      body: request.body === null ? null : await request.arrayBuffer(),
    }
    for (let redirects = 0; ; redirects++) {
      const { url, method, headers, body } = hop
      const response = await undiciFetch(url, {
        method,
        headers: [...headers],
        body,
        signal,
        dispatcher,
        redirect: 'manual',
      }).catch((error: unknown) => {
        throw causeOf(error, GuardError) ?? error
      })
      const next = nextHop(hop, response.status, response.headers.get('location'))
      if (next === null || init?.redirect === 'manual') {
        if ([...response.headers].length > maxHeaders) {
          await response.body?.cancel()
          throw new GuardError(`${url.host} answered with more than ${maxHeaders} headers`)
        }
        return answer(response, limitBody(response.body, maxBodyBytes, url.host), url, redirects > 0)
      }
      await response.body?.cancel()
      if (init?.redirect === 'error') throw new GuardError(`${url.host} answered with a redirect`)
      if (redirects === maxRedirects) throw new GuardError(`${url.host} redirected more than ${maxRedirects} times`)
      hop = next
    }
  }
}

/** The platform's Response, so that callers and libraries see the class they know. */
function answer(
  from: Awaited<ReturnType<typeof undiciFetch>>,
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null,
  url: URL,
  redirected: boolean,
): Response {
  const response = new Response(body, {
    status: from.status,
    statusText: from.statusText,
    headers: [...from.headers],
  })
  return Object.defineProperties(response, { url: { value: url.href }, redirected: { value: redirected } })
}
