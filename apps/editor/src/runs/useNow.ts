import { useEffect, useState } from 'react'

/** The time while `moving`, once a second unless told otherwise. */
export function useNow(moving: boolean, everyMs = 1_000): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!moving) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [moving, everyMs])
  return now
}
