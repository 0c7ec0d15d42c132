import type { Clock } from '@quorum/engine'

/** setTimeout counts in 31 bits, and a sleeping machine makes it fire late: long waits go in pieces. */
const longestMs = 6 * 3_600_000

/** The machine's clock, made never to go back. */
export function createClock(): Clock {
  let last = 0
  const now = (): number => {
    last = Math.max(last, Date.now())
    return last
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
