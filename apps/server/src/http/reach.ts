import type { MiddlewareHandler } from 'hono'
import type { Config } from '../config.ts'
import type { AppEnv } from './env.ts'
import { Problem } from './problem.ts'

const unsafe = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * Only addresses that are ours, and no other web site on a visitor's behalf (SECURITY S2, S3): a page elsewhere can
 * neither rebind its name to us nor post to us. `port` is the one we listen on, known once we do.
 */
export function guardReach(config: Config, port: () => number): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const raw = c.env?.incoming?.rawHeaders ?? []
    if (raw.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length > 1) {
      throw new Problem('bad-request', 'The request has two Host headers. Send one.')
    }
    const { hosts, origins } = ownAddresses(config, port())
    const host = c.req.header('host')?.toLowerCase()
    if (host === undefined || !hosts.has(host)) {
      throw new Problem(
        'wrong-host',
        `Quorum does not answer under this name. Open ${[...origins][0]}, or set QUORUM_PUBLIC_URL to the address people use.`,
      )
    }
    if (unsafe.has(c.req.method) && !fromUs(c.req.header('origin'), c.req.header('sec-fetch-site'), origins)) {
      throw new Problem('forbidden', 'The request comes from another web site, so nothing was changed.')
    }
    await next()
  }
}

const fromUs = (origin: string | undefined, site: string | undefined, origins: ReadonlySet<string>): boolean =>
  origin === undefined ? site === undefined || site === 'same-origin' || site === 'none' : origins.has(origin)

function ownAddresses(config: Config, port: number): { hosts: ReadonlySet<string>; origins: ReadonlySet<string> } {
  const names = ['127.0.0.1', 'localhost', '[::1]']
  const host = config.host.includes(':') && !config.host.startsWith('[') ? `[${config.host}]` : config.host
  if (!['', '0.0.0.0', '[::]', ...names].includes(host)) names.push(host.toLowerCase())
  const hosts = names.map((name) => (port === 80 ? name : `${name}:${port}`))
  const origins = hosts.map((name) => `http://${name}`)
  if (config.publicUrl !== null) {
    const url = new URL(config.publicUrl)
    hosts.push(url.host)
    origins.unshift(url.origin)
  }
  return { hosts: new Set(hosts), origins: new Set(origins) }
}
