import type { lookup } from 'node:dns'
import { fetch as undiciFetch } from 'undici'
import { parseAllowList, portOf } from './address.ts'
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

/**
 * A secret header that the guard itself puts on, once it has approved where the call goes (S16). It never travels to
 * another origin, nor in the clear over the internet.
 */
export interface SecretHeader {
  readonly name: string
  readonly value: string
  /** `host` or `host:port`, the only ones it may be sent to. */
  readonly hosts: readonly string[]
}
export type GuardedFetch = (
  input: string | URL | Request,
  init?: RequestInit & { readonly secret?: SecretHeader | undefined },
) => Promise<Response>

/** What models get: they may think for a minute, and the policy of the node limits the whole. */
export const modelTimeouts = { headersMs: 60_000, idleMs: 60_000, totalMs: null } as const

const maxRedirects = 5
const maxHeaders = 100

/**
 * The one `fetch` of the server for everything a flow can cause (S15, SECURITY §3.4). Redirects are followed here, each
 * hop judged like the first.
 * @throws GuardError when the guard refuses or cuts off; everything else as `fetch` does.
 */
export function createGuardedFetch(options: GuardOptions): GuardedFetch {
  const { headersMs = 10_000, idleMs = 60_000, totalMs = 60_000, maxBodyBytes = 10 * 1024 * 1024 } = options
  const allowed = parseAllowList(options.allow)
  const dispatcher = guardedAgent({
    allowed,
    headersMs,
    idleMs,
    ...(options.lookup && { lookup: options.lookup }),
  })

  return async (input, init) => {
    const url = checkUrl(input instanceof Request ? input.url : String(input))
    const request = new Request(input, init)
    const first = url.origin
    if (init?.secret) checkSecret(init.secret, url, allowed)
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
        headers: [...headers, ...secretFor(init?.secret, url, first)],
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

/** @throws GuardError */
function checkSecret({ hosts }: SecretHeader, url: URL, allowed: ReadonlySet<string>): void {
  const place = `${url.hostname}:${portOf(url)}`
  if (!parseAllowList(hosts).has(place)) {
    const known = hosts.length > 0 ? hosts.join(', ') : 'no host yet'
    throw new GuardError(
      `The key is for ${known}, so it was not sent to ${url.host}. Change the key’s hosts in Settings`,
    )
  }
  if (url.protocol !== 'https:' && !allowed.has(place))
    throw new GuardError(`A key is only sent over https, and ${url.host} would be called in the clear`)
}

const secretFor = (secret: SecretHeader | undefined, url: URL, first: string): [string, string][] =>
  secret && url.origin === first ? [[secret.name, secret.value]] : []

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
