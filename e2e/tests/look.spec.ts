import { agentFlow, approvalFlow } from '../fixtures/flows.ts'
import { expect, test } from '../fixtures/test.ts'

test.beforeEach(() => test.skip(!process.env.QUORUM_FULL, 'long: pnpm test:full'))

test('nothing moves by itself where that is asked for', async ({ page, editor, server }) => {
  server.model.reply('Who?', 'hold')
  const id = await server.flow(agentFlow('local/any'))
  await server.run(id, { question: 'Who?' })
  for (const [reducedMotion, moving] of [
    ['no-preference', true],
    ['reduce', false],
  ] as const) {
    await page.emulateMedia({ reducedMotion })
    await editor.open(id)
    await editor.expectStatus(editor.step('Writer'), 'running')
    await expect(editor.step('Writer').locator('.pill')).toBeVisible()
    const running = await page.evaluate(
      () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
    )
    expect(running > 0, reducedMotion).toBe(moving)
  }
})

test('forced colours keep borders: what is selected and what runs can be told', async ({ page, editor, server }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await editor.open(await server.flow(agentFlow('simulated/fast')))
  await editor.step('Writer').click()
  const border = (title: string) =>
    editor
      .step(title)
      .locator('.step-card')
      .evaluate((card) => {
        const { borderTopWidth, outlineWidth, outlineStyle } = getComputedStyle(card)
        return { borderTopWidth, outline: outlineStyle === 'none' ? '0px' : outlineWidth }
      })
  expect((await border('Answer')).borderTopWidth).toBe('1px')
  expect((await border('Writer')).outline).toBe('3px')
})

test('at 400 % nothing has to be scrolled sideways, and targets are 24 px at least', async ({
  page,
  editor,
  server,
}) => {
  // 1280 px at 400 % are 320.
  await page.setViewportSize({ width: 320, height: 640 })
  const id = await server.flow(agentFlow('simulated/fast'))
  for (const path of ['/', '/runs', '/settings', `/flows/${id}`]) {
    await page.goto(path)
    await expect(page.getByRole('main')).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320)
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  await editor.open(id)
  await editor.step('Writer').click()
  await expect(editor.inspector.getByLabel('Name', { exact: true })).toBeVisible()
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('button, select, input:not([type=radio], [type=checkbox])')]
      .filter((element) => element.checkVisibility() && !element.closest('p, .sr-only, .react-flow__attribution'))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && (box.width < 23.5 || box.height < 23.5))
      .map(({ element, box }) => `${element.outerHTML.slice(0, 100)} ${box.width}x${box.height}`),
  )
  expect(small).toEqual([])
})

test('with any panel open, what is fitted into view lies clear of it', async ({ page, editor, server }) => {
  const { flow } = await server.template('council-of-three', {})
  await editor.open(await server.flow(flow))
  const clear = async (what: string): Promise<void> => {
    await page.getByRole('button', { name: 'Fit all' }).click()
    const canvas = await editor.canvas.boundingBox()
    const controls = await page.getByRole('toolbar', { name: 'Canvas' }).boundingBox()
    if (!canvas || !controls) throw new Error('there is no canvas')
    await expect
      .poll(async () => {
        const boxes = await Promise.all((await editor.canvas.locator('.step').all()).map((step) => step.boundingBox()))
        return boxes.filter(
          (box) =>
            !box ||
            box.x < canvas.x ||
            box.y < canvas.y ||
            box.x + box.width > canvas.x + canvas.width ||
            box.y + box.height > controls.y,
        )
      }, what)
      .toEqual([])
  }
  await clear('the list of steps')
  await page.getByRole('button', { name: 'Show the inspector' }).click()
  await clear('and the inspector')
  await editor.dock.getByRole('button', { name: 'Open the panel' }).click()
  await clear('and the dock')
  await editor.canvas.focus()
  await page.keyboard.press('l')
  await expect(page.getByRole('tree')).toBeVisible()
  await clear('with the outline')

  // What was in view stays so when a panel takes room from it.
  await editor.inspector.getByRole('separator', { name: 'Width of the inspector' }).focus()
  for (let times = 0; times < 12; times += 1) await page.keyboard.press('ArrowLeft')
  await expect.poll(async () => (await editor.inspector.boundingBox())?.width).toBe(552)
})

test('who listens is told of edits and of the run, at most once in two seconds, and at once who is waited for', async ({
  page,
  editor,
  server,
}) => {
  const id = await server.flow(approvalFlow())
  await page.addInitScript(() => {
    const heard: { text: string; at: number; live: string }[] = []
    Object.assign(window, { heard })
    addEventListener('DOMContentLoaded', () =>
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const region = (target instanceof Element ? target : target.parentElement)?.closest('[aria-live].sr-only')
          if (!region?.textContent) continue
          const at = performance.now()
          heard.push({ text: region.textContent, at, live: region.getAttribute('aria-live') ?? '' })
        }
      }).observe(document.body, { subtree: true, childList: true, characterData: true }),
    )
  })
  const heard = () =>
    page.evaluate(() => (window as unknown as { heard: { text: string; at: number; live: string }[] }).heard)
  const said = async (live: string) => (await heard()).filter((one) => one.live === live)
  await editor.open(id)
  await editor.step('Draft').focus()
  await page.keyboard.press('ControlOrMeta+c')
  await page.keyboard.press('ControlOrMeta+v')
  await page.keyboard.press('Delete')
  await expect.poll(async () => (await said('polite')).map(({ text }) => text).join()).toContain('pasted')
  await page.keyboard.press('ControlOrMeta+z')
  await editor.run()
  const form = page.getByRole('dialog', { name: 'Run with' })
  await form.getByLabel('Your question').fill('Shall we?')
  await form.getByRole('button', { name: 'Run', exact: true }).click()
  await expect.poll(async () => (await said('assertive')).at(-1)?.text).toBe('Sign off is waiting for you')
  await expect.poll(async () => (await said('polite')).map(({ text }) => text).join()).toMatch(/\d steps? done/)
  const times = (await said('polite')).map(({ at }) => at)
  for (const [place, at] of times.slice(1).entries()) expect(at - (times[place] ?? 0)).toBeGreaterThan(1_900)
})
