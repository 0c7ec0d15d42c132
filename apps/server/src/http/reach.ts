import type { HonoRequest, MiddlewareHandler } from 'hono'
import type { Config } from '../config.ts'
import type { AppEnv } from './env.ts'
import { Problem } from './problem.ts'

/**
 * Only addresses that are ours, and no other web site on a visitor's behalf (SECURITY S2, S3): a page elsewhere can
 * neither rebind its name to us, nor post to us, nor hold our live views open; it may link to us, and no more. `port` is the
 * one we listen on, known once we do.
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
    if (!fromUs(c.req, origins) && !isLink(c.req)) {
      throw new Problem('forbidden', 'The request comes from another web site, so it was not answered.')
    }
    await next()
  }
}

function fromUs(request: HonoRequest, origins: ReadonlySet<string>): boolean {
  const origin = request.header('origin')
  const site = request.header('sec-fetch-site')
  return origin === undefined ? site === undefined || site === 'same-origin' || site === 'none' : origins.has(origin)
}

/** Somebody followed a link: the browser leaves the other page for ours. */
const isLink = (request: HonoRequest): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') &&
  request.header('origin') === undefined &&
  request.header('sec-fetch-mode') === 'navigate' &&
  request.header('sec-fetch-dest') === 'document'

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
