import type { Context } from 'hono'
import type { AppEnv } from './env.ts'
import { Problem } from './problem.ts'

const windowMs = 60_000
/** Beyond this many addresses the window starts anew for all: memory stays bounded whoever calls. */
const maxAddresses = 10_000

/** At most `perMinute` calls per address. */
export function createRateLimit(perMinute: number, now: () => number = Date.now): (c: Context<AppEnv>) => void {
  let startedAt = now()
  let counts = new Map<string, number>()
  return (c) => {
    if (now() - startedAt >= windowMs || counts.size >= maxAddresses) {
      startedAt = now()
      counts = new Map()
    }
    const address = addressOf(c)
    const count = (counts.get(address) ?? 0) + 1
    counts.set(address, count)
    if (count > perMinute) {
      const retryAfter = Math.max(1, Math.ceil((startedAt + windowMs - now()) / 1_000))
      throw new Problem('rate-limited', `More than ${perMinute} calls in a minute. Try again in ${retryAfter} s.`, {
        retryAfter,
      })
    }
  }
}

/** Of the socket: headers that claim another address are not believed. */
export const addressOf = (c: Context<AppEnv>): string => c.env?.incoming?.socket.remoteAddress ?? 'local'
