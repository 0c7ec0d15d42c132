/** Runs `work` once, soon, however often it is asked before that. */
export type Frame = (work: () => void) => void

const hiddenMs = 1_000

/** With the next frame of the screen; once a second while the page is hidden, and at once when it is shown again. */
export function pageFrame(): Frame {
  let waiting: (() => void) | null = null
  let cancel = (): void => {}
  const run = (): void => {
    const work = waiting
    waiting = null
    work?.()
  }
  const plan = (): void => {
    if (document.visibilityState === 'hidden') {
      const timer = setTimeout(run, hiddenMs)
      cancel = () => clearTimeout(timer)
    } else {
      const handle = requestAnimationFrame(run)
      cancel = () => cancelAnimationFrame(handle)
    }
  }
  // A frame asked for just before the page was hidden would never come.
  document.addEventListener('visibilitychange', () => {
    if (!waiting) return
    cancel()
    plan()
  })
  return (work) => {
    const planned = waiting !== null
    waiting = work
    if (!planned) plan()
  }
}
