import { agentFlow } from '../fixtures/flows.ts'
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
