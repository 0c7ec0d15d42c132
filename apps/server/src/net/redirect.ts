import { GuardError } from './guardError.ts'

export interface Hop {
  readonly url: URL
  readonly method: string
  readonly headers: Headers
  readonly body: ArrayBuffer | null
}

/** Those of one connection and not of the message, and those that would let a flow pretend to be another host. */
const forbiddenHeaders = [
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]
/** What belongs to the first origin only (S16), under whatever name people send their keys. */
const carriesKey = (name: string): boolean => /auth|cookie|key|token|secret|password|session/i.test(name)
const bodyHeaders = ['content-type', 'content-encoding', 'content-language', 'content-location']

/** @throws GuardError */
export function checkUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href)
  if (url === null) throw new GuardError('The address cannot be read')
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new GuardError(`Only http and https addresses can be called, not ${url.protocol}`)
  if (url.username !== '' || url.password !== '')
    throw new GuardError('The address must not contain a user name or password: use a header instead')
  return url
}

export const isForbiddenHeader = (name: string): boolean => forbiddenHeaders.includes(name.toLowerCase())

/** @throws GuardError */
export function checkHeaders(headers: Headers): Headers {
  for (const name of forbiddenHeaders)
    if (headers.has(name)) throw new GuardError(`The header ${name} cannot be set: the connection decides it`)
  return headers
}

/**
 * Where a redirect leads, or null if the answer is none. The method changes as browsers change it.
 * @throws GuardError
 */
export function nextHop(hop: Hop, status: number, location: string | null): Hop | null {
  if (![301, 302, 303, 307, 308].includes(status) || location === null) return null
  const url = checkUrl(location, hop.url)
  if (hop.url.protocol === 'https:' && url.protocol === 'http:')
    throw new GuardError(`${hop.url.host} redirected from https to http, which would give away what was sent`)
  const headers = new Headers(hop.headers)
  if (url.origin !== hop.url.origin)
    for (const name of [...headers.keys()]) if (carriesKey(name) && name !== 'idempotency-key') headers.delete(name)
  const becomesGet = status === 303 ? hop.method !== 'HEAD' : status < 303 && hop.method === 'POST'
  if (!becomesGet) return { ...hop, url, headers }
  for (const name of bodyHeaders) headers.delete(name)
  return { url, method: 'GET', headers, body: null }
}
