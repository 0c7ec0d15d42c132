import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures/test.ts'

/** Goes there as people without a mouse do; fails where Tab never comes. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press(key)
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`${key} does not reach ${target}`)
}

test('the keyboard alone draws, connects, sets up, runs, approves, undoes and redoes', async ({
  page,
  editor,
  server,
}) => {
  test.setTimeout(60_000)
  const { keyboard } = page
  const picker = page.getByRole('dialog', { name: 'Add a step' })
  const add = async (search: string): Promise<void> => {
    await keyboard.press('n')
    await expect(picker).toBeVisible()
    await keyboard.type(search)
    await keyboard.press('Enter')
    await expect(picker).toBeHidden()
    await expect(editor.ofKind(search)).toBeFocused()
  }

  await test.step('a new workflow', async () => {
    await page.goto('/')
    await tabTo(page, page.getByRole('button', { name: 'New workflow' }))
    await keyboard.press('Enter')
    await expect(editor.canvas).toBeVisible()
    await tabTo(page, editor.canvas)
  })

  await test.step('each new step is wired to the one before, as far as it is clear how', async () => {
    for (const kind of ['input', 'agent', 'approval', 'output']) await add(kind)
    await expect(editor.canvas.locator('.react-flow__edge')).toHaveCount(2)
  })

  await test.step('E connects the approval, which has several ways out', async () => {
    await keyboard.press('ArrowLeft')
    await expect(editor.ofKind('approval')).toBeFocused()
    await keyboard.press('e')
    const list = page.getByRole('dialog', { name: /^Connect “Approval” to/ })
    await expect(list.getByLabel('From')).toHaveValue('approved')
    await expect(list.getByRole('combobox', { name: /Steps it can be connected to/ })).toBeFocused()
    await keyboard.type('output')
    await keyboard.press('Enter')
    await expect(list).toBeHidden()
    await expect(editor.canvas.locator('.react-flow__edge')).toHaveCount(3)
    await expect(editor.ofKind('approval')).toBeFocused()
  })

  await test.step('Enter opens the settings, Escape comes back', async () => {
    await keyboard.press('Enter')
    await expect(editor.inspector.getByLabel('Name')).toBeFocused()
    await keyboard.type('Sign off')
    await tabTo(page, editor.inspector.getByLabel('Message'))
    await keyboard.press('ControlOrMeta+a')
    await keyboard.type('May this go out?')
    await keyboard.press('Escape')
    await expect(editor.step('Sign off')).toBeFocused()
    await expect(editor.step('Sign off')).toContainText('May this go out?')

    await keyboard.press('ArrowLeft')
    await expect(editor.ofKind('agent')).toBeFocused()
    await keyboard.press('Enter')
    await tabTo(page, editor.inspector.getByLabel('Model'))
    await keyboard.type('simulated/fast')
    await keyboard.press('Escape')
    await expect(editor.ofKind('agent')).toBeFocused()
    await expect(editor.saved).toBeVisible()
  })

  await test.step('G moves a step', async () => {
    const before = await editor.ofKind('agent').boundingBox()
    await keyboard.press('g')
    await keyboard.press('Shift+ArrowDown')
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await expect
      .poll(async () => (await editor.ofKind('agent').boundingBox())?.y)
      .toBeGreaterThan((before?.y ?? 0) + 20)
  })

  await test.step('Mod+Enter runs, and the person asked approves on the step', async () => {
    await keyboard.press('ControlOrMeta+Enter')
    // A new input asks for a question.
    const form = page.getByRole('dialog', { name: 'Run with' })
    await expect(form.getByLabel('Question')).toBeFocused()
    await keyboard.type('Shall we plant a tree?')
    await tabTo(page, form.getByRole('button', { name: 'Run', exact: true }))
    await keyboard.press('Enter')
    await editor.expectStatus(editor.step('Sign off'), 'waiting')
    await tabTo(page, editor.ofKind('agent'))
    await keyboard.press('ArrowRight')
    await expect(editor.step('Sign off')).toBeFocused()
    await tabTo(page, editor.step('Sign off').getByRole('button', { name: 'Approve', exact: true }))
    await keyboard.press('Enter')
    await editor.expectDone()
    await editor.expectStatus(editor.ofKind('output'), 'completed')
    await expect(editor.dock.getByRole('region', { name: 'result' })).toContainText(/\w{3}/)
  })

  await test.step('undo takes back every edit, redo brings every one again', async () => {
    const id = page.url().split('/').at(-1) ?? ''
    await expect(editor.saved).toBeVisible()
    const drawn = await server.readFlow(id)
    expect(drawn.nodes).toHaveLength(4)
    const undo = page.getByRole('button', { name: /^Undo: / })
    const redo = page.getByRole('button', { name: /^Redo: / })
    let steps = 0
    for (; (await undo.count()) > 0; steps += 1) await keyboard.press('ControlOrMeta+z')
    expect(steps).toBeGreaterThanOrEqual(8)
    await expect(editor.canvas.locator('.step')).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Nothing to undo' })).toBeVisible()
    await expect.poll(async () => (await server.readFlow(id)).nodes.length).toBe(0)
    for (; (await redo.count()) > 0; steps -= 1) await keyboard.press('ControlOrMeta+Shift+z')
    expect(steps).toBe(0)
    await expect(editor.canvas.locator('.step')).toHaveCount(4)
    await expect.poll(() => server.readFlow(id)).toEqual(drawn)
  })

  await test.step('Delete heals the line, undo brings the step back', async () => {
    // Tab comes back to the step that was left.
    await tabTo(page, editor.step('Sign off'))
    await keyboard.press('ArrowLeft')
    await expect(editor.ofKind('agent')).toBeFocused()
    await keyboard.press('Delete')
    await expect(editor.canvas.locator('.step')).toHaveCount(3)
    await expect(editor.canvas.locator('.react-flow__edge')).toHaveCount(2)
    await keyboard.press('ControlOrMeta+z')
    await expect(editor.canvas.locator('.step')).toHaveCount(4)
    await expect(editor.canvas.locator('.react-flow__edge')).toHaveCount(3)
  })
})

test('the hero question can be asked without a mouse', async ({ page, editor }) => {
  await page.goto('/')
  await tabTo(page, page.getByLabel('Your question'))
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('Shall we?')
  await page.keyboard.press('Enter')
  await expect(editor.canvas).toBeVisible()
  await editor.expectStatus(editor.ofKind('council'), 'running')
  await page.keyboard.press('ControlOrMeta+.')
  await expect(editor.runBar.getByText('Stopped', { exact: true })).toBeVisible()
})

test('typing in a field never deletes a step', async ({ page, editor, server }) => {
  const { flow } = await server.template('council-of-three', {})
  await editor.open(await server.flow(flow))
  await editor.step('Question').click()
  await editor.inspector.getByLabel('Name', { exact: true }).first().click()
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Delete')
  await expect(editor.canvas.locator('.step')).toHaveCount(flow.nodes.length)
})
