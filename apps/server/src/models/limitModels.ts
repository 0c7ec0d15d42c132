import type { ModelClient } from '@quorum/engine'
import type { ModelSettings } from './modelSettings.ts'

interface Ports {
  readonly now: () => number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

/**
 * Keeps to the limits of each provider: so many calls at once, and so many a minute from a bucket that fills evenly and holds
 * one minute's worth. Calls wait for their turn, first come, first served; a cancelled one gives its place up.
 */
export function limitModels(
  client: ModelClient,
  limits: () => ModelSettings['limits'],
  { now, sleep }: Ports,
): ModelClient {
  const lanes = new Map<string, Lane>()
  return {
    async call(request, options) {
      const provider = request.model.slice(0, request.model.indexOf('/'))
      const limit = limits()[provider as keyof ModelSettings['limits']]
      if (!limit) return client.call(request, options)
      const lane = lanes.get(provider) ?? new Lane(now())
      lanes.set(provider, lane)
      await lane.enter(limit.atOnce ?? Number.POSITIVE_INFINITY, options.signal)
      try {
        if (limit.perMinute !== null) {
          const ms = lane.reserve(limit.perMinute, now())
          if (ms > 0) await sleep(ms, options.signal)
        }
        return await client.call(request, options)
      } finally {
        lane.leave()
      }
    },
  }
}

class Lane {
  #inside = 0
  readonly #waiting: { readonly most: number; readonly go: () => void }[] = []
  /** Calls that may be made now; below zero: so many have a time of their own already. */
  #tokens: number | null = null
  #filledAt: number

  constructor(now: number) {
    this.#filledAt = now
  }

  enter(most: number, signal: AbortSignal): Promise<void> {
    if (this.#inside < most && this.#waiting.length === 0) {
      this.#inside++
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const place = {
        most,
        go: () => {
          signal.removeEventListener('abort', stop)
          resolve()
        },
      }
      const stop = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(place), 1)
        reject(signal.reason)
      }
      signal.addEventListener('abort', stop, { once: true })
      this.#waiting.push(place)
    })
  }

  leave(): void {
    this.#inside--
    for (let next = this.#waiting[0]; next && this.#inside < next.most; next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#inside++
      next.go()
    }
  }

  /** Takes a token. @returns milliseconds until it is there. */
  reserve(perMinute: number, now: number): number {
    const perMs = perMinute / 60_000
    this.#tokens = Math.min(perMinute, (this.#tokens ?? perMinute) + (now - this.#filledAt) * perMs) - 1
    this.#filledAt = now
    return this.#tokens >= 0 ? 0 : Math.ceil(-this.#tokens / perMs)
  }
}
