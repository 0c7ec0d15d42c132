import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { councilFlow } from '../fixtures/flows.ts'
import { expect, test } from '../fixtures/test.ts'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What appears fades in; half seen it would have too little contrast. */
const settled = (page: Page): Promise<unknown> =>
  page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
        .map(({ finished }) => finished.catch(() => undefined)),
    ),
  )

async function expectNoViolations(page: Page, what: string, within?: string): Promise<void> {
  await settled(page)
  const axe = new AxeBuilder({ page }).withTags(rules)
  const { violations } = await (within === undefined ? axe : axe.include(within)).analyze()
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${target.join(' ')}\n  ${failureSummary}`),
  )
  expect.soft(found, what).toEqual([])
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme })

    test('axe finds nothing on Home, Runs and Settings', async ({ page, server }) => {
      const id = await server.flow(councilFlow())
      await server.run(id, { question: 'Why?' })
      await page.goto('/')
      await expect(page.getByRole('heading', { name: 'Council of three' })).toBeVisible()
      await expect(page.getByRole('heading', { name: 'A council' }).first()).toBeVisible()
      await expectNoViolations(page, 'Home')
      await page.goto('/runs')
      await expect(page.getByRole('link', { name: 'A council' }).first()).toBeVisible()
      await expectNoViolations(page, 'Runs')
      await page.goto('/settings')
      await expect(page.getByText('simulated/standard')).toBeVisible()
      await expectNoViolations(page, 'Settings')
    })

    test('axe finds nothing in the editor, its dialogs and its panels', async ({ page, editor, server }) => {
      const { flow } = await server.template('gate-with-rework', {})
      await editor.open(await server.flow(flow))
      await expect(editor.step('Writer')).toBeVisible()
      await expectNoViolations(page, 'editor with nodes')

      await editor.step('Critic').click()
      await expect(editor.inspector.getByLabel('Name', { exact: true }).first()).toBeVisible()
      await expectNoViolations(page, 'inspector open', 'aside[aria-label=Inspector]')

      await page.keyboard.press('n')
      await expect(page.getByRole('dialog', { name: 'Add a step' })).toBeVisible()
      await expectNoViolations(page, 'picker')
      await page.keyboard.press('Escape')

      await editor.run()
      await expect(page.getByRole('dialog', { name: 'Run with' })).toBeVisible()
      await expectNoViolations(page, 'run form')
      await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).click()
      await expectNoViolations(page, 'run form with a problem', '[role=dialog]')
    })

    test('axe finds nothing while a run is live and when it is done', async ({ page, editor, server }) => {
      const { model } = server
      const question = `Who is there in the ${colorScheme}?`
      model.reply(question, 'hold')
      const id = await server.flow(councilFlow('local/any'))
      await server.run(id, { question })
      await editor.open(id)
      await expect.poll(() => model.answer('You are Ann', '**Ann** says\n\n- yes\n- no')).toBe(1)
      await expect(editor.step('Council')).toContainText('1/3')
      await editor.dock.getByRole('tab', { name: 'Timeline' }).click()
      await expectNoViolations(page, 'run in progress')

      model.reply(question, '**Nobody**, says the chair.\n\n- not Ann\n- not Ben')
      await expect.poll(() => model.answer('You are Ben', 'Ben') + model.answer('You are Cyd', 'Cyd')).toBe(2)
      await editor.expectDone()
      await editor.dock.getByRole('tab', { name: 'Output' }).click()
      await expect(editor.dock.locator('strong').first()).toBeVisible()
      await editor.step('Council').click()
      await editor.inspector.getByRole('tab', { name: 'Last run' }).click()
      await expect(editor.inspector.getByRole('region', { name: 'Output' })).toBeVisible()
      await expectNoViolations(page, 'run finished, dock and inspector open')
      for (const tab of ['Log', 'Items', 'Problems', 'Runs']) {
        await editor.dock.getByRole('tab', { name: tab }).click()
        await expectNoViolations(page, `dock, ${tab}`, 'section[aria-label="Run details"]')
      }
    })
  })
}
