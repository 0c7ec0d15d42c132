import type { Page } from '../e2e/fixtures/browser.ts'

/** How long the frames of a page take (ms) while `work` is done: the 95th percentile and the longest. */
export async function frames(page: Page, work: () => Promise<void>): Promise<{ p95: number; longest: number }> {
  await page.evaluate(() => {
    const times: number[] = []
    let last = performance.now()
    let going = true
    const tick = (now: number): void => {
      times.push(now - last)
      last = now
      if (going) requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
    Object.assign(globalThis, {
      stopFrames: () => {
        going = false
        return times.slice(2)
      },
    })
  })
  await work()
  const times = await page.evaluate(() => (globalThis as unknown as { stopFrames: () => number[] }).stopFrames())
  const sorted = times.toSorted((a, b) => a - b)
  return { p95: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN, longest: sorted.at(-1) ?? Number.NaN }
}

/** Moves the canvas about with the wheel, a frame at a time. */
export async function pan(page: Page): Promise<void> {
  await page.mouse.move(760, 420)
  for (let turn = 0; turn < 60; turn += 1) {
    await page.mouse.wheel(turn % 20 < 10 ? 40 : -40, turn % 12 < 6 ? 24 : -24)
    await page.evaluate(() => new Promise(requestAnimationFrame))
  }
}
