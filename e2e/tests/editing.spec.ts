import type { Editor } from '../fixtures/editor.ts'
import { agentFlow, councilFlow } from '../fixtures/flows.ts'
import { expect, test } from '../fixtures/test.ts'

/** Clicks on the line between two steps that stand side by side: a straight line has no box of its own to click. */
async function betweenSteps(editor: Editor, left: string, right: string): Promise<void> {
  const out = await editor.step(left).locator('[data-port="out"]').boundingBox()
  const into = await editor.step(right).locator('[data-port="in"]').boundingBox()
  if (!out || !into) throw new Error('a port is not on the page')
  await editor.page.mouse.click((out.x + out.width + into.x) / 2, (out.y + into.y + into.height) / 2)
}

test.describe('by command palette, outline and search', () => {
  test('whatever can be done is found by its name', async ({ page, editor, server }) => {
    await editor.open(await server.flow(councilFlow()))
    const palette = page.getByRole('dialog', { name: 'What would you like to do?' })
    const say = async (text: string): Promise<void> => {
      await page.keyboard.press('ControlOrMeta+k')
      await expect(palette.getByRole('combobox')).toBeFocused()
      await page.keyboard.type(text)
      await page.keyboard.press('Enter')
      await expect(palette).toBeHidden()
    }
    await editor.canvas.focus()
    await say('go to answer')
    await expect(editor.step('Answer')).toBeFocused()
    await say('add agent')
    await expect(editor.ofKind('agent')).toHaveCount(1)
    await say('undo')
    await expect(editor.ofKind('agent')).toHaveCount(0)
    await say('minimap')
    await expect(page.getByTestId('minimap')).toBeVisible()
    await editor.canvas.focus()
    await page.keyboard.press('j')
    await expect(editor.dock.getByRole('button', { name: 'Fold the panel' })).toBeVisible()
  })

  test('the outline is a tree of all steps from which each can be edited', async ({ page, editor, server }) => {
    await editor.open(await server.flow(agentFlow('simulated/fast')))
    await editor.canvas.focus()
    await page.keyboard.press('l')
    const tree = page.getByRole('tree')
    await expect(tree.getByRole('treeitem')).toHaveText([/Question/, /Writer/, /Answer/])
    await tree.getByRole('treeitem', { name: /Question/ }).focus()
    await page.keyboard.press('ArrowDown')
    await expect(tree.getByRole('treeitem', { name: /Writer/ })).toBeFocused()
    await page.keyboard.press('Delete')
    await expect(tree.getByRole('treeitem')).toHaveText([/Question/, /Answer/])
    await expect(page.getByText('Reconnected Question → Answer')).toBeVisible()
    await page.keyboard.press('ControlOrMeta+z')
    await expect(tree.getByRole('treeitem')).toHaveCount(3)
  })

  test('a text is found wherever it stands, and replaced in one undoable step', async ({ page, editor, server }) => {
    const id = await server.flow(agentFlow('simulated/fast'))
    await editor.open(id)
    await editor.canvas.focus()
    await page.keyboard.press('ControlOrMeta+f')
    const find = page.getByRole('dialog', { name: 'Find and replace' })
    await find.getByLabel('Find').fill('writer')
    await expect(find.getByRole('status')).toHaveText('1 found')
    await find.getByLabel('Replace by').fill('Author')
    await find.getByRole('button', { name: 'Replace all' }).click()
    await expect(editor.step('Author')).toBeVisible()
    await page.getByRole('button', { name: 'Undo: Replace “writer”' }).click()
    await expect(editor.step('Writer')).toBeVisible()
  })
})

test('a shortcut can be changed, and single keys switched off', async ({ page, editor, server }) => {
  await editor.open(await server.flow(agentFlow('simulated/fast')))
  await editor.canvas.focus()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await sheet.getByRole('button', { name: /Shortcut of “Add a step…”/ }).click()
  await page.keyboard.press('b')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  const picker = page.getByRole('dialog', { name: 'Add a step' })
  await editor.canvas.focus()
  await page.keyboard.press('n')
  await expect(picker).toBeHidden()
  await page.keyboard.press('b')
  await expect(picker).toBeVisible()
  await page.keyboard.press('Escape')

  await editor.canvas.focus()
  await page.keyboard.press('?')
  await sheet.getByLabel(/^Single keys/).uncheck()
  await page.keyboard.press('Escape')
  await editor.canvas.focus()
  await page.keyboard.press('b')
  await expect(picker).toBeHidden()
})

test('earlier versions show on the canvas what has changed, and come back as a new version', async ({
  page,
  editor,
  server,
}) => {
  const id = await server.flow(agentFlow('simulated/fast'))
  await editor.open(id)
  await editor.step('Writer').click()
  await editor.inspector.getByLabel('Name', { exact: true }).fill('Poet')
  await editor.step('Answer').click()
  await page.keyboard.press('Delete')
  await expect(editor.saved).toBeVisible()
  await page.getByRole('button', { name: 'Versions' }).click()
  const versions = page.getByRole('dialog', { name: 'Versions' })
  await versions.getByRole('button', { name: /Version 1$/ }).click()
  await expect(versions.locator('[data-mark="removed"]').filter({ hasText: 'Answer' })).toBeVisible()
  await expect(versions.locator('[data-mark="changed"]').filter({ hasText: 'Poet' })).toBeVisible()
  await expect(versions.getByRole('list', { name: 'Changes' })).toContainText('Step “Answer”')
  await versions.getByRole('button', { name: 'Restore this version' }).click()
  await expect(editor.step('Writer')).toBeVisible()
  await expect(editor.step('Answer')).toBeVisible()
  await expect(editor.saved).toBeVisible()
  await expect
    .poll(async () => (await server.readFlow(id)).nodes.map(({ title }) => title))
    .toEqual(['Question', 'Writer', 'Answer'])
})

test.describe('by pointer', () => {
  test('the right button offers what can be done there; a step put into a connection makes room', async ({
    page,
    editor,
    server,
  }) => {
    await editor.open(await server.flow(agentFlow('simulated/fast')))
    await editor.step('Writer').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Duplicate' }).click()
    await expect(editor.canvas.locator('.step[data-kind="agent"]')).toHaveCount(2)
    await page.keyboard.press('ControlOrMeta+z')

    const before = (await editor.step('Answer').boundingBox())?.x ?? 0
    await betweenSteps(editor, 'Writer', 'Answer')
    await page.getByRole('button', { name: 'Insert a step here' }).click()
    await page.keyboard.type('gate')
    await page.keyboard.press('Enter')
    await expect(editor.canvas.locator('.react-flow__edge')).toHaveCount(3)
    await page.getByRole('button', { name: 'Fit all' }).click()
    const [gate, answer] = [await editor.ofKind('gate').boundingBox(), await editor.step('Answer').boundingBox()]
    expect((gate?.x ?? 0) + (gate?.width ?? 0)).toBeLessThan(answer?.x ?? before)
  })

  test('an end of a connection is moved in the inspector', async ({ page, editor, server }) => {
    const id = await server.flow(agentFlow('simulated/fast'))
    await editor.open(id)
    await betweenSteps(editor, 'Question', 'Writer')
    await page.getByRole('button', { name: 'Show the inspector' }).click()
    await editor.inspector.getByLabel('Goes to').selectOption({ label: 'Answer · in' })
    await expect(editor.saved).toBeVisible()
    await expect.poll(async () => (await server.readFlow(id)).edges[0]?.target).toBe('answer')
  })

  test('several steps are lined up at once', async ({ page, editor, server }) => {
    const id = await server.flow(councilFlow())
    await editor.open(id)
    await editor.step('Question').click()
    await editor.step('Council').click({ modifiers: ['Shift'] })
    await editor.inspector.getByRole('button', { name: 'Align bottom' }).click()
    await expect(page.getByRole('button', { name: 'Undo: Tidy' })).toBeVisible()
    const [a, b] = [await editor.step('Question').boundingBox(), await editor.step('Council').boundingBox()]
    expect(Math.abs((a?.y ?? 0) + (a?.height ?? 0) - (b?.y ?? 0) - (b?.height ?? 0))).toBeLessThan(2)
  })
})

test('a dragged step is laid on the line of its neighbour, with Mod held it is not', async ({
  page,
  editor,
  server,
}) => {
  const id = await server.flow(agentFlow('simulated/fast'))
  await editor.open(id)
  const dragBy = async (dx: number, dy: number): Promise<void> => {
    const box = await editor.step('Answer').boundingBox()
    if (!box) throw new Error('the step is not on the page')
    await page.mouse.move(box.x + 40, box.y + 20)
    await page.mouse.down()
    for (let step = 1; step <= 10; step += 1)
      await page.mouse.move(box.x + 40 + (dx * step) / 10, box.y + 20 + (dy * step) / 10)
  }
  await dragBy(30, 4)
  await expect(page.getByTestId('helper-line').first()).toBeAttached()
  await page.mouse.up()
  await expect(page.getByTestId('helper-line')).toHaveCount(0)
  await expect.poll(async () => (await server.readFlow(id)).nodes[2]?.position.y).toBe(0)
  await page.keyboard.down('Control')
  await dragBy(0, 4)
  await expect(page.getByTestId('helper-line')).toHaveCount(0)
  await page.mouse.up()
  await page.keyboard.up('Control')
})

test('what can be undone survives a reload, and a deleted workflow comes back from the bin', async ({
  page,
  editor,
  server,
}) => {
  const id = await server.flow(agentFlow('simulated/fast'))
  await editor.open(id)
  await editor.step('Writer').click()
  await editor.inspector.getByLabel('Name', { exact: true }).fill('Poet')
  await expect(editor.saved).toBeVisible()
  await page.waitForTimeout(400)
  await page.reload()
  await page.getByRole('button', { name: /^Undo: Rename/ }).click()
  await expect(editor.step('Writer')).toBeVisible()
  await expect(editor.saved).toBeVisible()

  await page.goto('/')
  await page.getByRole('button', { name: 'More for One agent' }).first().click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Bin' }).click()
  const bin = page.getByRole('dialog', { name: 'Bin' })
  await bin
    .getByRole('listitem')
    .filter({ hasText: 'One agent' })
    .first()
    .getByRole('button', { name: 'Restore' })
    .click()
  await expect(page.getByText('“One agent” is back.')).toBeVisible()
})

test('an expression is completed by key, and a template has colours only if one wants them', async ({
  page,
  editor,
  server,
  expectComplaint,
}) => {
  // What is half typed cannot be estimated.
  expectComplaint(/status of 422/)
  const id = await server.flow(agentFlow('simulated/fast'))
  await editor.open(id)
  await editor.step('Writer').click()
  const prompt = editor.inspector.getByRole('textbox', { name: 'Prompt' })
  await expect(prompt).toHaveJSProperty('tagName', 'TEXTAREA')
  await editor.inspector.getByRole('button', { name: 'Colours and completion' }).first().click()
  await expect(prompt).toHaveJSProperty('tagName', 'DIV')
  await prompt.click()
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.type(' or {{ inp')
  await expect(page.getByRole('option', { name: /^input/ }).first()).toBeVisible()
  // A moment after it opens, so that what was meant for the text does not choose.
  await page.waitForTimeout(150)
  await page.keyboard.press('Enter')
  await expect
    .poll(async () => (await server.readFlow(id)).nodes[1]?.params?.prompt)
    .toMatch(/^\{\{ input \}\} or \{\{ input\S* \}\}$/)
})
