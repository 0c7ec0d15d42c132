import { isRecord, StepFailure } from '@quorum/engine'
import { failureOfError } from '../models/modelFailure.ts'
import type { GuardedFetch } from '../net/guardedFetch.ts'
import type { AccessTokens } from '../store/credentials.ts'

/** Asked for anew so long before a token ends. */
const marginMs = 30_000
const usualMs = 300_000

/**
 * Access tokens by client credentials (RFC 6749 §4.4), kept in memory until shortly before they end. The client's secret goes
 * to the token address only, in a Basic header; `learn` hears of each token, so that none is ever shown.
 */
export function createAccessTokens(parts: {
  readonly fetch: GuardedFetch
  readonly learn: (token: string) => void
  readonly now: () => number
}): AccessTokens {
  const known = new Map<string, { readonly of: string; readonly token: string; readonly until: number }>()
  return async (id, { tokenUrl, clientId, scope }, secret) => {
    const of = JSON.stringify([tokenUrl, clientId, scope, secret])
    const before = known.get(id)
    if (before?.of === of && before.until > parts.now()) return before.token
    const host = URL.parse(tokenUrl)?.host ?? tokenUrl
    const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64')
    parts.learn(basic)
    let answer: Response
    let said: unknown
    try {
      answer = await parts.fetch(tokenUrl, {
        method: 'POST',
        redirect: 'error',
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope ? { scope } : {}) }).toString(),
        secret: { name: 'authorization', value: `Basic ${basic}`, hosts: [host] },
      })
      said = JSON.parse((await answer.text()).slice(0, 65_536) || 'null')
    } catch (error) {
      if (error instanceof SyntaxError) throw refused(host, 'does not answer like a token endpoint')
      throw failureOfError(host, error)
    }
    const token = isRecord(said) && typeof said.access_token === 'string' ? said.access_token : null
    if (!answer.ok || token === null) {
      const why = isRecord(said) && typeof said.error === 'string' ? `: ${said.error.slice(0, 100)}` : ''
      throw refused(host, `gave no token (${answer.status}${why})`)
    }
    const seconds = isRecord(said) ? Number(said.expires_in) : Number.NaN
    const lastsMs = seconds > 0 ? seconds * 1_000 : usualMs
    parts.learn(token)
    known.set(id, { of, token, until: parts.now() + Math.max(0, lastsMs - marginMs) })
    return token
  }
}

const refused = (host: string, what: string): StepFailure =>
  new StepFailure('auth', `${host} ${what}. Check the token address, the client’s id and its secret in Settings.`)
