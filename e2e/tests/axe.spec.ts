import type { Page } from '@playwright/test'
import { expectNoViolations } from '../fixtures/axe.ts'
import { Editor } from '../fixtures/editor.ts'
import { agentFlow, brokenCodeFlow, councilFlow, flow } from '../fixtures/flows.ts'
import { expect, test } from '../fixtures/test.ts'

// Many pictures of one page: a page and a server of its own for each would take longer than all the looking.
test.describe.configure({ timeout: 90_000 })

const dialog = '[role=dialog]'

test('axe finds nothing on Home, Runs and Settings', async ({ page, server }) => {
  const id = await server.flow(councilFlow())
  await server.run(id, { question: 'Why?' })
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Council of three' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'A council' }).first()).toBeVisible()
  await expectNoViolations(page, 'Home')
  await page.getByRole('button', { name: 'Bin' }).click()
  await expect(page.getByRole('dialog', { name: 'Bin' })).toBeVisible()
  await expectNoViolations(page, 'bin', dialog)
  await page.goto('/runs')
  await expect(page.getByRole('link', { name: 'A council' }).first()).toBeVisible()
  await expectNoViolations(page, 'Runs')
  await page.goto('/settings')
  await expect(page.getByText('simulated/standard')).toBeVisible()
  await expectNoViolations(page, 'Settings')
})

test('axe finds nothing in the editor, its panels and what opens over it', async ({ page, editor, server }) => {
  const { flow } = await server.template('gate-with-rework', {})
  await editor.open(await server.flow(flow))
  await expect(editor.step('Writer')).toBeVisible()
  await expectNoViolations(page, 'editor with nodes')

  await editor.step('Critic').click()
  await expect(editor.inspector.getByLabel('Name', { exact: true }).first()).toBeVisible()
  await expectNoViolations(page, 'inspector', 'aside[aria-label=Inspector]')
  await editor.step('Writer').click({ modifiers: ['Shift'] })
  await expectNoViolations(page, 'inspector of several', 'aside[aria-label=Inspector]')
  await editor.canvas.focus()
  await page.keyboard.press('ControlOrMeta+g')
  await expect(page.getByLabel('Name of the group')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(editor.inspector.getByRole('heading', { name: 'Group' })).toBeVisible()
  await expectNoViolations(page, 'group', 'aside[aria-label=Inspector], .frame')

  await editor.canvas.focus()
  await page.keyboard.press('l')
  await expect(page.getByRole('tree')).toBeVisible()
  await expectNoViolations(page, 'outline', 'aside[aria-label=Outline]')
  for (const [keys, name] of [
    ['n', 'Add a step'],
    ['ControlOrMeta+k', 'What would you like to do?'],
    ['ControlOrMeta+f', 'Find and replace'],
    ['?', 'Keyboard shortcuts'],
  ] as const) {
    await editor.canvas.focus()
    await page.keyboard.press(keys)
    await expect(page.getByRole('dialog', { name })).toBeVisible()
    await expectNoViolations(page, name, dialog)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog', { name })).toBeHidden()
  }
  await editor.step('Writer').click({ button: 'right' })
  await expect(page.getByRole('menu')).toBeVisible()
  await expectNoViolations(page, 'menu of a step', '[role=menu]')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Versions' }).click()
  await expect(page.getByRole('dialog', { name: 'Versions' })).toBeVisible()
  await expectNoViolations(page, 'versions', dialog)
  await page.keyboard.press('Escape')

  await editor.run()
  await expect(page.getByRole('dialog', { name: 'Run with' })).toBeVisible()
  await expectNoViolations(page, 'run form', dialog)
  await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).click()
  await expectNoViolations(page, 'run form with a problem', dialog)
})

test('axe finds nothing while a run is live and when it is done', async ({ page, editor, server }) => {
  const { model } = server
  const question = 'Who is there?'
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
  await editor.step('Council').press('o')
  await expect(page.getByRole('region', { name: 'Inside of Council' }).locator('.step').first()).toBeVisible()
  await expectNoViolations(page, 'inside of a pattern', '[aria-label="Inside of Council"]')
})

test('axe finds nothing on the other screens and dialogs', async ({ page, editor, server, expectComplaint }) => {
  test.skip(!process.env.QUORUM_FULL, 'long: pnpm test:full')
  expectComplaint(/status of 404/)
  const look = async (path: string, heading: string | RegExp): Promise<void> => {
    await page.goto(path)
    await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible()
    await expectNoViolations(page, path)
  }
  await look('/nowhere', 'There is no page here')
  await look('/flows/fl_nothing', 'This workflow does not exist')
  await look('/choose', /./)

  const empty = await server.flow({ ...agentFlow('simulated/fast'), nodes: [], edges: [] })
  await editor.open(empty)
  await expectNoViolations(page, 'empty canvas')

  const id = await server.flow(agentFlow('simulated/fast'))
  await editor.open(id)
  await editor.step('Writer').press('e')
  await expect(page.getByRole('dialog', { name: /^Connect/ })).toBeVisible()
  await expectNoViolations(page, 'list of connections', dialog)
  await page.keyboard.press('Escape')
  await editor.step('Writer').press('ControlOrMeta+Alt+g')
  await expect(page.getByRole('dialog', { name: 'Turn into a node' })).toBeVisible()
  await expectNoViolations(page, 'turn into a node', dialog)
  await page.keyboard.press('Escape')
  await narrow(page)
  await expectNoViolations(page, 'editor on a phone')
  await page.goto('/')
  await expectNoViolations(page, 'Home on a phone')
})

const opened = async (page: Page, name: string | RegExp, what: string): Promise<void> => {
  await expect(page.getByRole('dialog', { name })).toBeVisible()
  await expectNoViolations(page, what, dialog)
}

test('axe finds nothing in the dialogs that a run brings up', async ({ page, editor, server, expectComplaint }) => {
  test.skip(!process.env.QUORUM_FULL, 'long: pnpm test:full')
  expectComplaint(/status of 422/)

  const spent = await server.flow(
    flow(
      'Two writers',
      { model: 'simulated/fast', budget: { calls: 1 } },
      [
        { id: 'one', kind: 'agent', title: 'One', params: { prompt: 'Write' } },
        { id: 'two', kind: 'agent', title: 'Two', params: { prompt: 'Write' } },
        { id: 'answer', kind: 'output', title: 'Answer', params: { name: 'answer' } },
      ],
      ['one > two', 'two > answer'],
    ),
  )
  await server.run(spent, {})
  await editor.open(spent)
  await editor.runBar.getByRole('button', { name: 'Raise the budget and go on' }).click()
  await opened(page, 'Raise the budget and go on', 'budget')

  const nobody = await server.flow(
    flow('Nobody asked', {}, [{ id: 'a', kind: 'agent', title: 'Writer', params: { model: 'nobody/nothing' } }], []),
  )
  await editor.open(nobody)
  await editor.run()
  await opened(page, 'This workflow cannot run yet', 'blocked')

  const broken = await server.flow(brokenCodeFlow('simulated/fast'))
  await server.run(broken, {})
  await editor.open(broken)
  await editor.step('Writer').click()
  await editor.inspector.getByRole('tab', { name: 'Last run' }).click()
  await editor.inspector.getByRole('button', { name: 'Edit the result and go on…' }).click()
  await opened(page, /^Edit the result of/, 'another result')
  await page.keyboard.press('Escape')
  await editor.step('Count').click()
  await expect(editor.inspector.getByText('What you can do')).toBeVisible()
  await expectNoViolations(page, 'a failed step', 'aside[aria-label=Inspector]')
})

test('axe finds nothing in a connection, the minimap, and the dialogs of conflicts and tests', async ({
  page,
  editor,
  server,
  another,
  expectComplaint,
}) => {
  test.skip(!process.env.QUORUM_FULL, 'long: pnpm test:full')
  expectComplaint(/status of 412/)
  const id = await server.flow(councilFlow('simulated/fast'))
  await editor.open(id)
  await editor.canvas.focus()
  await page.keyboard.press('m')
  await expect(page.getByTestId('minimap')).toBeVisible()
  await editor.canvas.locator('.react-flow__edge').first().click({ force: true })
  await page.getByRole('button', { name: 'Show the inspector' }).click()
  await expect(editor.inspector.getByRole('heading', { name: 'Connection' })).toBeVisible()
  await expectNoViolations(page, 'a connection, the minimap')
  await editor.canvas.focus()
  await page.keyboard.press('Escape')
  await expect(editor.inspector.getByLabel('Default model')).toBeVisible()
  await expectNoViolations(page, 'settings of the workflow', 'aside[aria-label=Inspector]')

  const theirs = new Editor(await (await another()).newPage())
  for (const each of [theirs, editor]) {
    if (each === theirs) await each.open(id)
    await each.page.getByRole('button', { name: 'A council', exact: true }).click()
    await each.page.getByLabel('Name of the workflow').fill(each === editor ? 'Mine' : 'Theirs')
    await each.page.getByLabel('Name of the workflow').press('Enter')
    if (each === theirs) await expect(each.saved).toBeVisible()
  }
  await page.getByRole('button', { name: 'See differences' }).click()
  await opened(page, 'Changed elsewhere', 'conflict')

  await page.goto(`/flows/${id}/tests`)
  await page.getByRole('button', { name: 'Add a case' }).click()
  await opened(page, 'A new case', 'case of a test')
})

const narrow = (page: Page): Promise<void> => page.setViewportSize({ width: 390, height: 844 })
