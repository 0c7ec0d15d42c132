import { flow } from '../fixtures/flows.ts'
import { expect, test } from '../fixtures/test.ts'

const chain = () =>
  flow(
    'A chain',
    { model: 'simulated/fast' },
    [
      { id: 'question', kind: 'input', title: 'Question' },
      { id: 'first', kind: 'agent', title: 'First', params: { prompt: '{{ input }}' } },
      { id: 'second', kind: 'agent', title: 'Second', params: { prompt: '{{ input }}' } },
      { id: 'answer', kind: 'output', title: 'Answer' },
    ],
    ['question > first', 'first > second', 'second > answer'],
  )
interface WithGroups {
  readonly groups?: readonly { readonly title?: string; readonly tint?: string; readonly nodes: readonly string[] }[]
}

test('steps are grouped, moved together, folded into one box that shows the run, and all of it undone', async ({
  page,
  editor,
  server,
}) => {
  const drawn = chain()
  const id = await server.flow(drawn)
  const stored = async () => (await server.readFlow(id)) as unknown as WithGroups & typeof drawn
  await editor.open(id)
  await editor.step('First').click()
  await editor.step('Second').click({ modifiers: ['Shift'] })
  await page.keyboard.press('ControlOrMeta+g')
  await expect(page.getByLabel('Name of the group')).toBeFocused()
  await page.keyboard.type('Checks')
  await page.keyboard.press('Enter')
  await editor.inspector.getByRole('radio', { name: 'Violet' }).check({ force: true })
  await editor.inspector.getByLabel('Note').fill('Both must agree')
  await expect(editor.canvas.getByText('Both must agree')).toBeVisible()
  await expect.poll(async () => (await stored()).groups).toMatchObject([{ title: 'Checks', tint: 'violet' }])

  // Waits until the view has come to rest beside the inspector.
  await page.locator('.frame-grip').hover({ position: { x: 12, y: 6 } })
  const grip = await page.locator('.frame-grip').boundingBox()
  if (!grip) throw new Error('the frame has no head')
  await page.mouse.down()
  await page.mouse.move(grip.x + 42, grip.y + 80, { steps: 6 })
  await page.mouse.up()
  await expect.poll(async () => (await stored()).nodes.filter(({ position }) => position.y > 0).length).toBe(2)

  await editor.step('First').focus()
  await page.keyboard.press('c')
  const folded = editor.canvas.getByRole('group', { name: /^Checks, group of 2 steps, folded/ })
  await expect(folded).toBeFocused()
  await expect(editor.step('First')).toHaveCount(0)
  await expect(editor.canvas.locator('.react-flow__edge')).toHaveCount(2)
  await page.keyboard.press('ArrowRight')
  await expect(editor.step('Answer')).toBeFocused()

  await editor.run()
  await editor.expectDone()
  await expect(folded).toContainText('2 of 2 steps')
  await editor.expectStatus(folded, 'completed')

  const undo = page.getByRole('button', { name: /^Undo: / })
  await editor.canvas.focus()
  while ((await undo.count()) > 0) await page.keyboard.press('ControlOrMeta+z')
  await expect(editor.step('First')).toBeVisible()
  await expect.poll(async () => (await stored()).groups).toBeUndefined()
  expect((await stored()).nodes).toEqual(drawn.nodes)
})
