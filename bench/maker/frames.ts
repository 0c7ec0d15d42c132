import { chromium } from '../../e2e/fixtures/browser.ts'
import { startServer } from '../../e2e/fixtures/server.ts'
import { frames, pan } from '../frames.ts'
import { say } from './lines.ts'

/** The canvas, with the whole drill-in open, while a million steps go by at full rate: still, and while somebody moves it. */
export async function frameTimes(): Promise<void> {
  const server = await startServer()
  const browser = await chromium()
  const { flow, sampleInput } = await server.template('maker-hanoi', {})
  const id = await server.flow(flow)
  for (const [how, moves] of [
    ['still', false],
    ['while it is moved about', true],
  ] as const) {
    const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    await page.goto(`/flows/${id}`)
    await page.locator('.step[data-kind="maker"]').click()
    await page.getByRole('tab', { name: 'Last run' }).click()
    const run = await server.run(id, { ...(sampleInput as object), disks: 20, p: 0.9978 })
    await page.goto(`/flows/${id}?run=${run}`)
    await page.locator('.step[data-kind="maker"]').click()
    await page.getByRole('tab', { name: 'Last run' }).click()
    await page.getByRole('heading', { name: /^Vote on step/ }).waitFor()
    const done = async () =>
      (await server.get<{ endedAt: string | null; nodes: Record<string, { progress: { done: number } }> }>(
        `/api/runs/${run}`,
      )) ?? null
    const before = (await done()).nodes.maker?.progress.done ?? 0
    const { p95, longest } = await frames(page, async () => {
      if (moves) await pan(page)
      else await page.waitForTimeout(1_000)
    })
    const after = await done()
    const went = (after.nodes.maker?.progress.done ?? 0) - before
    say(
      'UX',
      `canvas ${how}, drill-in open, ${went.toLocaleString('en')} steps going by: frames, p95 and longest`,
      `${p95.toFixed(0)} ms, ${longest.toFixed(0)} ms`,
      '≤ 34 ms, ≤ 200 ms',
      went > 0 && p95 <= 34 && longest <= 200,
    )
    while ((await done()).endedAt === null) await page.waitForTimeout(100)
    await context.close()
  }
  await browser.close()
  await server.close()
}
