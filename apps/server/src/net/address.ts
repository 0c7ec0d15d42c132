import { networkInterfaces } from 'node:os'
import ipaddr from 'ipaddr.js'

const globalUnicast6 = ipaddr.parseCIDR('2000::/3')

/**
 * Whether `ip` (a literal without brackets) lies in the public internet: not private, not special, not one of this
 * machine's own addresses. IPv4 inside IPv6 is judged as IPv4; the other IPv6 blocks that embed IPv4 are refused whole.
 */
export function isPublicAddress(ip: string): boolean {
  if (!ipaddr.isValid(ip)) return false
  const address = ipaddr.process(ip)
  if (address.range() !== 'unicast') return false
  if (address.kind() === 'ipv6' && !address.match(globalUnicast6)) return false
  return !ownAddresses().has(address.toNormalizedString())
}

function ownAddresses(): Set<string> {
  const own = new Set<string>()
  for (const list of Object.values(networkInterfaces()))
    for (const { address } of list ?? [])
      if (ipaddr.isValid(address)) own.add(ipaddr.process(address).toNormalizedString())
  return own
}

/**
 * The operator's exceptions as a set of `host:port`. An entry is `host`, `host:port` or an address; all are read by the
 * URL parser, so every spelling of a host is one entry. A bare host means its ports 80 and 443.
 * @throws TypeError naming the entry that cannot be read.
 */
export function parseAllowList(entries: readonly string[]): ReadonlySet<string> {
  const allowed = new Set<string>()
  for (const entry of entries) {
    const text = entry.trim()
    if (text === '') continue
    const isUrl = text.includes('://')
    const bare = ipaddr.IPv6.isValid(text) ? `[${text}]` : text
    const url = URL.parse(isUrl ? text : `http://${bare}`)
    if (url === null || url.hostname === '')
      throw new TypeError(`“${entry}” is not a host or host:port. Write it like 127.0.0.1:11434`)
    const statesPort = isUrl || /:\d+$/.test(bare.replace(/^\[.*?\]/, ''))
    for (const port of statesPort ? [portOf(url)] : ['80', '443']) allowed.add(`${url.hostname}:${port}`)
  }
  return allowed
}

export const portOf = (url: URL): string => url.port || (url.protocol === 'https:' ? '443' : '80')
