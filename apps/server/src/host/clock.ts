import type { Clock } from '@quorum/engine'

/** setTimeout counts in 31 bits, and a sleeping machine makes it fire late: long waits go in pieces. */
const longestMs = 6 * 3_600_000

/**
 * The machine's clock, made never to go back: set back by hand, time goes on from where it was at the pace of the
 * monotonic clock, so that what is due in a second is due in a second. Set forward, or after a sleep, it follows.
 */
export function createClock(wall: () => number = Date.now, steady: () => number = () => performance.now()): Clock {
  let last = wall()
  let lastSteady = steady()
  const now = (): number => {
    const passed = steady() - lastSteady
    lastSteady += passed
    last = Math.max(wall(), last + passed)
    return Math.floor(last)
  }
  return {
    now,
    at(at, fire) {
      let timer: NodeJS.Timeout
      const arm = (): void => {
        const left = at - now()
        timer =
          left > longestMs
            ? setTimeout(arm, longestMs)
            : setTimeout(() => (now() >= at ? fire() : arm()), Math.max(0, left))
      }
      arm()
      return () => clearTimeout(timer)
    },
    defer: (work) => void setImmediate(work),
  }
}
