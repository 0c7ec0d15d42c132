import type { Locator, Page } from '@playwright/test'
import { agentFlow, approvalFlow } from '../fixtures/flows.ts'
import { expect, test } from '../fixtures/test.ts'

test.use({ hasTouch: true, isMobile: true, viewport: { width: 1024, height: 768 } })

const middleOf = async (of: Locator): Promise<{ x: number; y: number }> => {
  const box = await of.boundingBox()
  if (!box) throw new Error('it is not on the page')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Fingers as the browser feels them: each frame is where they are, none at the end. */
async function fingers(
  page: Page,
  frames: readonly (readonly { x: number; y: number }[])[],
  holdMs = 0,
): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  for (const [at, points] of frames.entries()) {
    const touchPoints = points.map(({ x, y }, id) => ({ x, y, id }))
    await devtools.send('Input.dispatchTouchEvent', { type: at === 0 ? 'touchStart' : 'touchMove', touchPoints })
  }
  if (holdMs > 0) await page.waitForTimeout(holdMs)
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

test('a tap on a port and a tap on another connect; one finger pans, two zoom, over a step too; a long press is the menu', async ({
  page,
  editor,
  server,
}) => {
  const drawn = agentFlow('simulated/fast')
  const id = await server.flow({ ...drawn, edges: drawn.edges.slice(0, 1) })
  await editor.open(id)
  await page.getByRole('button', { name: 'Fit all' }).tap()
  await editor.port(editor.step('Writer'), 'out').tap()
  await editor.port(editor.step('Answer'), 'in').tap()
  await expect(editor.canvas.locator('.react-flow__edge')).toHaveCount(2)

  const writer = editor.step('Writer')
  const before = await middleOf(writer)
  await fingers(page, [[before], [{ x: before.x, y: before.y + 40 }], [{ x: before.x, y: before.y + 90 }]])
  await expect.poll(async () => (await middleOf(writer)).y).toBeGreaterThan(before.y + 40)
  expect((await server.readFlow(id)).nodes.map(({ position }) => position.y)).toEqual([0, 0, 0])

  const zoom = page.getByRole('button', { name: /^Zoom \d+ %/ })
  const percent = async (): Promise<number> => Number.parseInt((await zoom.textContent()) ?? '', 10)
  const was = await percent()
  const { x, y } = await middleOf(writer)
  const apart = (by: number) => [
    { x: x - by, y },
    { x: x + by, y },
  ]
  await fingers(page, [apart(60), apart(50), apart(40), apart(30)])
  await expect.poll(percent).toBeLessThan(was)

  await fingers(page, [[await middleOf(editor.step('Answer'))]], 800)
  await page.getByRole('menuitem', { name: 'Duplicate' }).tap()
  await expect(editor.canvas.locator('.step[data-kind="output"]')).toHaveCount(2)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('a run is started, watched and approved, and a step is added by lists, with nothing wider than the screen', async ({
    page,
    editor,
    server,
  }) => {
    const id = await server.flow(approvalFlow())
    await editor.open(id)
    const fits = async (): Promise<void> =>
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await fits()
    await editor.runBar.getByRole('button', { name: 'Run', exact: true }).tap()
    await page.getByRole('dialog').getByLabel('Your question').fill('Shall we?')
    await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).tap()
    await editor.runBar.getByRole('button', { name: 'Approve' }).first().tap()
    await editor.expectDone()
    await expect(editor.dock.getByRole('region', { name: 'sent' })).toContainText(/\w{3}/)
    await fits()

    await page.getByRole('button', { name: 'Outline', exact: true }).tap()
    const tree = page.getByRole('tree')
    await tree.getByRole('treeitem', { name: /Draft/ }).tap()
    await expect(editor.inspector.getByLabel('Name', { exact: true })).toBeVisible()
    await fits()
    // A sheet from below, as wide as the screen; the step it is about stays in view above it.
    const sheet = await editor.inspector.boundingBox()
    expect(sheet?.width).toBe(390)
    expect(sheet?.y).toBeGreaterThan(250)
    await expect.poll(async () => (await middleOf(editor.step('Draft'))).y).toBeLessThan(sheet?.y ?? 0)
    await editor.inspector.getByRole('button', { name: 'Fold' }).tap()
    await page.goto('/')
    await fits()
    await page.goto('/runs')
    await fits()
    await page.goto('/settings')
    await fits()
  })
})
