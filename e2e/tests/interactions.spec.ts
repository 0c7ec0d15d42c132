import type { Editor } from '../fixtures/editor.ts'
import { agentFlow } from '../fixtures/flows.ts'
import { expect, test } from '../fixtures/test.ts'

// Of the table of interactions what no other test does, by pointer, without dragging, and by key.

const picker = ({ page }: Editor) => page.getByRole('dialog', { name: 'Add a step' })
const edges = ({ canvas }: Editor) => canvas.locator('.react-flow__edge')
const selected = ({ canvas }: Editor) => canvas.locator('.step[data-selected]')

async function clickEdge(editor: Editor, left: string, right: string): Promise<void> {
  const out = await editor.port(editor.step(left), 'out').boundingBox()
  const into = await editor.port(editor.step(right), 'in').boundingBox()
  if (!out || !into) throw new Error('a port is not on the page')
  await editor.page.mouse.click((out.x + out.width + into.x) / 2, (out.y + into.y + into.height) / 2)
}

test.beforeEach(async ({ editor, server }) => {
  test.skip(!process.env.QUORUM_FULL, 'long: pnpm test:full')
  await editor.open(await server.flow(agentFlow('simulated/fast')))
})

test('adding: a double click, an edge let go over nothing, a click in the list', async ({ page, editor }) => {
  const box = await editor.canvas.boundingBox()
  const out = await editor.port(editor.step('Answer'), 'in').boundingBox()
  if (!box || !out) throw new Error('there is no canvas')
  await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height - 120)
  await expect(picker(editor)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(picker(editor)).toBeHidden()

  // From an input backwards: only what can lead to it is offered, and it is wired.
  await clickEdge(editor, 'Writer', 'Answer')
  await page.keyboard.press('Delete')
  await expect(edges(editor)).toHaveCount(1)
  await page.mouse.move(out.x + out.width / 2, out.y + out.height / 2)
  await page.mouse.down()
  await page.mouse.move(out.x - 40, out.y + 160, { steps: 6 })
  await page.mouse.up()
  await expect(picker(editor)).toBeVisible()
  await expect(picker(editor).getByRole('option', { name: /^Output/ })).toHaveCount(0)
  await page.keyboard.type('agent')
  await page.keyboard.press('Enter')
  await expect(edges(editor)).toHaveCount(2)

  await editor.step('Writer').click()
  await page.locator('aside button[data-kind="gate"]').last().click()
  await expect(edges(editor)).toHaveCount(3)
})

test('an edge: N puts a step into it, E moves an end', async ({ page, editor, server }) => {
  await clickEdge(editor, 'Question', 'Writer')
  await page.keyboard.press('n')
  await expect(picker(editor)).toBeVisible()
  await page.keyboard.type('gate')
  await page.keyboard.press('Enter')
  await expect(edges(editor)).toHaveCount(3)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(edges(editor)).toHaveCount(2)

  await clickEdge(editor, 'Question', 'Writer')
  await page.keyboard.press('e')
  await expect(editor.inspector.getByLabel('Goes to')).toBeFocused()
  await page.keyboard.type('Answer')
  const id = page.url().split('/').at(-1) ?? ''
  await expect
    .poll(async () => (await server.readFlow(id)).edges.map(({ source, target }) => `${source} ${target}`))
    .toContain('question answer')
})

test('selecting: a box, Space, all, none; modes and zoom', async ({ page, editor }) => {
  const [first, last, canvas] = await Promise.all([
    editor.step('Question').boundingBox(),
    editor.step('Answer').boundingBox(),
    editor.canvas.boundingBox(),
  ])
  if (!first || !last || !canvas) throw new Error('a step is not on the page')
  await page.keyboard.down('Shift')
  await page.mouse.move(Math.max(canvas.x + 4, first.x - 20), first.y - 60)
  await page.mouse.down()
  await page.mouse.move(last.x + 20, last.y + 30, { steps: 8 })
  await page.mouse.up()
  await page.keyboard.up('Shift')
  await expect(selected(editor)).toHaveCount(3)
  await editor.canvas.focus()
  await page.keyboard.press('Escape')
  await expect(selected(editor)).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+a')
  await expect(selected(editor)).toHaveCount(3)
  await editor.step('Writer').focus()
  await page.keyboard.press('Space')
  await expect(selected(editor)).toHaveCount(2)

  await page.keyboard.press('v')
  await expect(page.getByRole('button', { name: 'Drag selects' })).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('h')
  await expect(page.getByRole('button', { name: 'Drag moves the canvas' })).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('0')
  await expect(page.getByRole('button', { name: /^Zoom 100 %/ })).toBeVisible()
  await page.keyboard.press('+')
  await expect(page.getByRole('button', { name: /^Zoom 1[1-9]\d %/ })).toBeVisible()
  await page.keyboard.press('1')
  await expect(editor.step('Question')).toBeInViewport({ ratio: 1 })
  await expect(editor.step('Answer')).toBeInViewport({ ratio: 1 })
})

test('copies: Alt and drag, keys; deleting without joining; tidy, notes, groups', async ({ page, editor, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const agents = editor.canvas.locator('.step[data-kind="agent"]')
  const box = await editor.step('Writer').boundingBox()
  if (!box) throw new Error('the step is not on the page')
  await page.keyboard.down('Alt')
  await page.mouse.move(box.x + 60, box.y + 20)
  await page.mouse.down()
  await page.mouse.move(box.x + 60, box.y + 240, { steps: 8 })
  await page.mouse.up()
  await page.keyboard.up('Alt')
  await expect(agents).toHaveCount(2)
  await page.keyboard.press('ControlOrMeta+d')
  await expect(agents).toHaveCount(3)
  await page.keyboard.press('ControlOrMeta+x')
  await expect(agents).toHaveCount(2)
  await page.keyboard.press('ControlOrMeta+v')
  await expect(agents).toHaveCount(3)
  await editor.ofKind('agent').click()
  await page.keyboard.press('ControlOrMeta+c')
  const before = await edges(editor).count()
  await page.keyboard.press('ControlOrMeta+Shift+v')
  await expect(agents).toHaveCount(4)
  await expect(edges(editor)).toHaveCount(before + 1)
  await editor.ofKind('agent').click()
  await page.keyboard.press('Shift+Delete')
  await expect(agents).toHaveCount(3)
  await page.keyboard.press('Shift+L')
  await expect(page.getByRole('button', { name: /^Undo: Tidy/ })).toBeVisible()
  await editor.canvas.focus()
  await page.keyboard.press('Shift+S')
  await expect(editor.canvas.getByRole('textbox')).toBeFocused()
  await page.keyboard.type('Remember')
  await page.keyboard.press('Escape')
  await expect(editor.canvas.getByText('Remember')).toBeVisible()
})

test('a step: F2 and a double click on its title rename it; panels by their keys', async ({ page, editor }) => {
  await editor.step('Writer').focus()
  await page.keyboard.press('F2')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('Poet')
  await page.keyboard.press('Enter')
  await expect(editor.step('Poet')).toBeVisible()
  await editor.step('Poet').click()
  for (const [key, shown] of [
    ['i', page.getByRole('button', { name: 'Show the inspector' })],
    ['m', page.getByTestId('minimap')],
    ['l', page.getByRole('tree')],
    ['j', editor.dock.getByRole('button', { name: 'Fold the panel' })],
  ] as const) {
    await editor.step('Poet').focus()
    await page.keyboard.press(key)
    await expect(shown).toBeVisible()
  }
})
