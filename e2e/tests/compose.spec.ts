import { councilFlow, flow } from '../fixtures/flows.ts'
import { expect, test } from '../fixtures/test.ts'

test('the inside of a pattern can be watched while it runs, then laid open, run again, and put back', async ({
  page,
  editor,
  server,
}) => {
  const id = await server.flow(councilFlow('simulated/fast'))
  await server.run(id, { question: 'Shall we plant a tree?' })
  await editor.open(id)
  const more = async (): Promise<void> => {
    await editor.step('Council').click({ button: 'right' })
  }

  await more()
  await page.getByRole('menuitem', { name: 'Open its inside' }).click()
  const inside = page.getByRole('region', { name: 'Inside of Council' })
  await expect(inside.locator('.step[data-kind="council-chair"]')).toBeVisible()
  await expect(inside.locator('.step[data-kind="pool"]')).toHaveCount(2)

  await test.step('its steps show what the run does', async () => {
    await expect(inside.locator('.step[data-kind="council-chair"]')).toHaveAttribute('data-status', 'completed')
    await inside.locator('.step[data-kind="council-chair"]').click()
    await expect(page.getByRole('complementary', { name: /^About/ })).toContainText('What it said')
    await page.keyboard.press('Escape')
    await expect(inside).toBeHidden()
  })

  await test.step('laid open it runs as before', async () => {
    await more()
    await page.getByRole('menuitem', { name: 'Lay open as ordinary steps' }).click()
    await expect(editor.ofKind('council')).toHaveCount(0)
    await expect(editor.ofKind('council-chair')).toBeAttached()
    await expect(page.getByRole('button', { name: 'Problems 0' })).toBeVisible()
    await expect(editor.saved).toBeVisible()
    const run = await server.run(id, { question: 'Shall we plant a tree?' })
    await expect
      .poll(async () => (await server.get<{ status: string; output: unknown }>(`/api/runs/${run}`)).status)
      .toBe('completed')
  })

  await test.step('one undo puts the council back', async () => {
    await page.getByRole('button', { name: 'Undo: Lay open Council' }).click()
    await expect(editor.canvas.locator('.step')).toHaveCount(3)
  })
})

test('selected steps become a workflow of their own that this one calls', async ({ page, editor, server }) => {
  const text = (id: string, mark: string) => ({
    id,
    kind: 'template',
    title: mark,
    params: { text: `${mark}({{ input }})` },
  })
  const id = await server.flow(
    flow(
      'Line',
      { model: 'simulated/fast' },
      [
        { id: 'q', kind: 'input' },
        text('a', 'First'),
        text('b', 'Second'),
        { id: 'o', kind: 'output', params: { name: 'result' } },
      ],
      ['q > a', 'a > b', 'b > o'],
    ),
  )
  await editor.open(id)
  await editor.step('First').click()
  await editor.step('Second').click({ modifiers: ['Shift'] })
  await editor.step('Second').getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Turn into a node…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Turn into a node' })
  await dialog.getByLabel('Name').fill('Both marks')
  await dialog.getByRole('button', { name: 'Turn into a node' }).click()
  await expect(editor.step('Both marks')).toBeVisible()
  await expect(editor.canvas.locator('.step')).toHaveCount(3)
  await expect(editor.canvas.locator('.react-flow__edge')).toHaveCount(2)
  await expect(editor.saved).toBeVisible()
  const run = await server.run(id, 'x')
  await expect
    .poll(async () => (await server.get<{ output: unknown }>(`/api/runs/${run}`)).output)
    .toEqual({ result: 'Second(First(x))' })

  await test.step('what cannot be one node says why', async () => {
    await page.getByRole('button', { name: /^Undo: Turn 2 steps/ }).click()
    await expect(editor.canvas.locator('.step')).toHaveCount(4)
    await editor.ofKind('input').click()
    await editor.step('First').click({ modifiers: ['Shift'] })
    await editor.step('First').getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Turn into a node…' }).click()
    await expect(dialog.getByRole('alert')).toContainText('where the workflow begins or ends')
    await expect(dialog.getByRole('button', { name: 'Turn into a node' })).toBeDisabled()
  })
})
