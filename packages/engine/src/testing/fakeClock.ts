import type { Clock } from '../run/backend.ts'

/** A clock that stands still until it is told to move. */
export interface FakeClock extends Clock {
  /** Lets everything happen that is already due: deferred work and promises, until nothing moves any more. */
  settle(): Promise<void>
  /** Moves on by `ms`, timer by timer. */
  pass(ms: number): Promise<void>
  /** Timers that are set. */
  pending(): number
}

export function fakeClock(start = Date.parse('2026-01-01T00:00:00Z')): FakeClock {
  let now = start
  let deferred: (() => void)[] = []
  const timers = new Set<{ at: number; fire: () => void }>()
  const settle = async () => {
    for (let quiet = 0; quiet < 20; ) {
      const work = deferred
      deferred = []
      for (const run of work) run()
      quiet = work.length > 0 ? 0 : quiet + 1
      await Promise.resolve()
    }
  }
  return {
    now: () => now,
    at(at, fire) {
      const timer = { at, fire }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    defer(work) {
      deferred.push(work)
    },
    settle,
    async pass(ms) {
      const until = now + ms
      await settle()
      for (;;) {
        const [next] = [...timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)
        if (!next) break
        timers.delete(next)
        now = Math.max(now, next.at)
        next.fire()
        await settle()
      }
      now = until
    },
    pending: () => timers.size,
  }
}
