import { lookup as systemLookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, buildConnector } from 'undici'
import { isPublicAddress } from './address.ts'
import { GuardError } from './guardError.ts'

export interface AgentOptions {
  readonly allowed: ReadonlySet<string>
  readonly headersMs: number
  readonly idleMs: number
  readonly lookup?: typeof systemLookup
}

/**
 * An undici agent that dials public addresses only, or what the operator allows. Literals never reach `lookup`, so they
 * are judged before; names are resolved once, refused if any answer is not public, and exactly what was judged is dialled;
 * the address of the open socket is judged last (SECURITY §3.4).
 */
export function guardedAgent({ allowed, headersMs, idleMs, lookup = systemLookup }: AgentOptions): Agent {
  const checkedLookup: LookupFunction = (hostname, options, done) => {
    lookup(hostname, { family: options.family, hints: options.hints, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error || !first) return done(error ?? new GuardError(`${hostname} has no address`), [])
      if (!addresses.every(({ address }) => isPublicAddress(address))) return done(refusal(hostname), [])
      if (options.all) done(null, addresses)
      else done(null, first.address, first.family)
    })
  }
  const limits = { timeout: 10_000, allowH2: false }
  const open = buildConnector(limits)
  const guarded = buildConnector({ ...limits, lookup: checkedLookup })
  return new Agent({
    allowH2: false,
    headersTimeout: headersMs,
    bodyTimeout: idleMs,
    connect(options, done) {
      const host = options.hostname.replace(/^\[|\]$/g, '')
      const port = options.port || (options.protocol === 'https:' ? '443' : '80')
      if (allowed.has(`${options.hostname}:${port}`) || allowed.has(`[${host}]:${port}`)) return open(options, done)
      if (isIP(host) && !isPublicAddress(host)) return done(refusal(host), null)
      guarded(options, (error, socket) => {
        if (error) return done(error, null)
        if (socket.remoteAddress !== undefined && isPublicAddress(socket.remoteAddress)) return done(null, socket)
        socket.destroy()
        done(refusal(host), null)
      })
    },
  })
}

const refusal = (host: string): GuardError =>
  new GuardError(
    `${host} is not on the public internet, so it was not called. The operator can allow it with QUORUM_ALLOW_PRIVATE_NETWORK=host:port`,
  )
