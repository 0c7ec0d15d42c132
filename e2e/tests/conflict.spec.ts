import type { Page } from '@playwright/test'
import { Editor } from '../fixtures/editor.ts'
import { councilFlow } from '../fixtures/flows.ts'
import { expect, test } from '../fixtures/test.ts'

const rename = async ({ page }: { page: Page }, from: string, to: string): Promise<void> => {
  await page.getByRole('button', { name: from, exact: true }).click()
  await page.getByLabel('Name of the workflow').fill(to)
  await page.getByLabel('Name of the workflow').press('Enter')
}

test.describe('two people edit one workflow', () => {
  test.beforeEach(({ expectComplaint }) => expectComplaint(/status of 412/))

  test('the second to save is asked, and may keep both versions', async ({ page, editor, server, another }) => {
    const id = await server.flow(councilFlow())
    const theirs = new Editor(await (await another()).newPage())
    await editor.open(id)
    await theirs.open(id)

    await rename(theirs, 'A council', 'Their council')
    await expect(theirs.saved).toBeVisible()
    await rename(editor, 'A council', 'My council')

    const conflict = page.getByRole('dialog', { name: 'Changed elsewhere' })
    await expect(conflict).toBeVisible()
    await expect(page.getByTestId('save-state')).toHaveText('Not saved: changed elsewhere')
    await conflict.getByRole('button', { name: 'See differences' }).click()
    await expect(conflict.getByRole('list', { name: 'Differences' })).toContainText('My council')
    await conflict.getByRole('button', { name: 'Keep mine as a copy' }).click()

    await expect(conflict).toBeHidden()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('My council (my copy)')
    await expect(editor.saved).toBeVisible()
    expect(page.url()).not.toContain(id)
    expect((await server.readFlow(id)).name).toBe('Their council')
  })

  test('or may take the other version', async ({ page, editor, server, another }) => {
    const id = await server.flow(councilFlow())
    const theirs = new Editor(await (await another()).newPage())
    await editor.open(id)
    await theirs.open(id)
    await rename(theirs, 'A council', 'Their council')
    await expect(theirs.saved).toBeVisible()
    await rename(editor, 'A council', 'My council')
    await page.getByRole('dialog').getByRole('button', { name: 'Use theirs' }).click()

    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Their council')
    await expect(editor.saved).toBeVisible()
    await rename(editor, 'Their council', 'Our council')
    await expect(editor.saved).toBeVisible()
    await expect.poll(async () => (await server.readFlow(id)).name).toBe('Our council')
  })

  test('edits made while the conflict waits survive a reload', async ({ page, editor, server, another }) => {
    const id = await server.flow(councilFlow())
    const theirs = new Editor(await (await another()).newPage())
    await editor.open(id)
    await theirs.open(id)
    await rename(theirs, 'A council', 'Their council')
    await expect(theirs.saved).toBeVisible()
    await rename(editor, 'A council', 'My council')
    await expect(page.getByRole('dialog', { name: 'Changed elsewhere' })).toBeVisible()

    await page.reload()
    await expect(page.getByRole('dialog', { name: 'Changed elsewhere' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('My council')
    await expect(page.getByRole('alert').filter({ hasText: 'Saving has stopped' })).toBeVisible()
    await page.getByRole('button', { name: 'Decide', exact: true }).click()
    await expect(page.getByRole('dialog', { name: 'Changed elsewhere' })).toBeVisible()
  })
})

test('a second tab of the same workflow is there to look, follows the first, and takes the turn if asked', async ({
  context,
  page,
  editor,
  server,
}) => {
  const id = await server.flow(councilFlow())
  await editor.open(id)
  const other = new Editor(await context.newPage())
  await other.open(id)
  const notice = ({ page }: Editor) => page.getByText('You are editing this workflow in another tab.')
  await expect(notice(other)).toBeVisible()
  await expect(notice(editor)).toBeHidden()
  await expect(other.page.getByText('read only')).toBeVisible()
  await other.step('Council').focus()
  await other.page.keyboard.press('Delete')
  await other.page.keyboard.press('n')
  await expect(other.page.getByRole('dialog')).toBeHidden()
  await expect(other.step('Council')).toBeVisible()

  await rename(editor, 'A council', 'Renamed there')
  await expect(other.page.getByRole('heading', { level: 1 })).toHaveText('Renamed there')

  // What is not saved yet when another takes over is saved before, and can be undone there.
  await rename(editor, 'Renamed there', 'Renamed again')
  await other.page.getByRole('button', { name: 'Edit here instead' }).click()
  await expect(other.saved).toBeVisible()
  await expect(other.page.getByRole('heading', { level: 1 })).toHaveText('Renamed again')
  await expect(notice(editor)).toBeVisible()
  await other.page.getByRole('button', { name: /^Undo: Rename/ }).click()
  await expect(other.page.getByRole('heading', { level: 1 })).toHaveText('Renamed there')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Renamed there')

  await other.page.close()
  await expect(editor.saved).toBeVisible()
  await rename(editor, 'Renamed there', 'Here again')
  await expect.poll(async () => (await server.readFlow(id)).name).toBe('Here again')
})

test('a hidden tab writes nothing; what its edits still wait for is done when it is seen again', async ({
  page,
  editor,
  server,
  expectComplaint,
}) => {
  expectComplaint(/ERR_FAILED|Failed to fetch/)
  const id = await server.flow(councilFlow())
  await editor.open(id)
  const see = (state: 'hidden' | 'visible') =>
    page.evaluate((visibilityState) => {
      Object.defineProperty(document, 'visibilityState', { value: visibilityState, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, state)
  let puts = 0
  let cut = true
  await page.route(`**/api/flows/${id}`, (route) => {
    if (route.request().method() !== 'PUT') return route.fallback()
    puts += 1
    return cut ? route.abort() : route.fallback()
  })
  await page.clock.install()
  await rename(editor, 'A council', 'Renamed')
  await see('hidden')
  await expect(page.getByTestId('save-state')).toHaveText('Offline, kept on this device')
  cut = false
  const before = puts
  await page.clock.runFor(60_000)
  expect(puts).toBe(before)
  expect((await server.readFlow(id)).name).toBe('A council')
  await see('visible')
  await expect(editor.saved).toBeVisible()
  expect((await server.readFlow(id)).name).toBe('Renamed')
})

/** As a tab dies when its process is killed: no pagehide, no last request. */
async function crash({ page }: Editor): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const crashed = page.waitForEvent('crash')
  void devtools.send('Page.crash').catch(() => undefined)
  await crashed
}

test('a tab killed right after an edit loses nothing', async ({ context, server }) => {
  const id = await server.flow(councilFlow())
  const dying = new Editor(await context.newPage())
  await dying.open(id)
  await rename(dying, 'A council', 'Edited just before')
  await expect(dying.page.getByRole('heading', { level: 1 })).toHaveText('Edited just before')
  await crash(dying)

  const reopened = new Editor(await context.newPage())
  await reopened.open(id)
  await expect(reopened.page.getByRole('heading', { level: 1 })).toHaveText('Edited just before')
})

test('a tab killed while the server could not be reached loses nothing', async ({
  context,
  server,
  expectComplaint,
}) => {
  expectComplaint(/ERR_FAILED|Failed to fetch/)
  const id = await server.flow(councilFlow())
  const dying = new Editor(await context.newPage())
  await dying.open(id)
  // The server never hears of the edit: only what the device keeps can bring it back.
  await dying.page.route(`**/api/flows/${id}`, (route) =>
    route.request().method() === 'PUT' ? route.abort() : route.fallback(),
  )
  await rename(dying, 'A council', 'Edited offline')
  await expect(dying.page.getByTestId('save-state')).toHaveText('Offline, kept on this device')
  await crash(dying)
  expect((await server.readFlow(id)).name).toBe('A council')

  const reopened = new Editor(await context.newPage())
  await reopened.open(id)
  await expect(reopened.page.getByRole('heading', { level: 1 })).toHaveText('Edited offline')
  await expect.poll(async () => (await server.readFlow(id)).name).toBe('Edited offline')
})

test('a tab killed at any moment in the second after an edit loses nothing', async ({ context, server }) => {
  test.skip(!process.env.QUORUM_FULL, 'long: pnpm test:full')
  test.setTimeout(180_000)
  const id = await server.flow(councilFlow())
  for (let round = 1; round <= 12; round += 1) {
    const dying = new Editor(await context.newPage())
    await dying.open(id)
    await rename(dying, round === 1 ? 'A council' : `Round ${round - 1}`, `Round ${round}`)
    await dying.page.waitForTimeout(Math.random() * 1_000)
    await crash(dying)
    const reopened = new Editor(await context.newPage())
    await reopened.open(id)
    await expect(reopened.page.getByRole('heading', { level: 1 })).toHaveText(`Round ${round}`)
    await expect(reopened.saved).toBeVisible()
    expect((await server.readFlow(id)).name).toBe(`Round ${round}`)
    await reopened.page.close()
    await dying.page.close()
  }
})
