import { useEffect, useState } from 'react'
import { runNow, useMoment } from './moment.ts'

/** The time of the run on screen while `moving`, once a second unless told otherwise. */
export function useNow(moving: boolean, everyMs = 1_000): number {
  const [now, setNow] = useState(runNow)
  useEffect(() => {
    if (!moving) return
    const tick = (): void => setNow(runNow())
    tick()
    const timer = setInterval(tick, everyMs)
    const stop = useMoment.subscribe(tick)
    return () => {
      clearInterval(timer)
      stop()
    }
  }, [moving, everyMs])
  return now
}
