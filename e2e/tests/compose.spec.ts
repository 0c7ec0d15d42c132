import { readFile } from 'node:fs/promises'
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

test('a node of one’s own stands in the list, goes out as a file with all it calls, and comes in with it', async ({
  page,
  editor,
  server,
}) => {
  const revision = async (flowId: string) =>
    `"${(await server.get<{ revision: number }>(`/api/flows/${flowId}`)).revision}"`
  const mark = { id: 'a', kind: 'template', title: 'Mark', params: { text: 'own({{ input }})' } }
  const ends = [
    { id: 'q', kind: 'input' },
    { id: 'o', kind: 'output', params: { name: 'result' } },
  ]
  const own = await server.flow(flow('My own mark', {}, [...ends, mark], ['q > a', 'a > o']))
  const id = await server.flow(flow('Uses it', {}, ends, []))
  await editor.open(id)
  await editor.ofKind('input').click()
  await page.getByRole('region', { name: 'Mine' }).getByRole('button', { name: 'My own mark' }).click()
  await expect(editor.step('My own mark')).toBeVisible()
  await expect(editor.saved).toBeVisible()

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await page.getByRole('menuitem', { name: 'As a file' }).click()
  const path = await (await download).path()
  const picture = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await page.getByRole('menuitem', { name: 'As a picture (PNG)' }).click()
  expect((await picture).suggestedFilename()).toBe('Uses it.png')

  // Both are thrown away, as if they had never been here.
  for (const one of [own, id])
    await fetch(`${server.url}/api/flows/${one}`, { method: 'DELETE', headers: { 'if-match': await revision(one) } })
  await page.goto('/')
  await page.locator('input[type=file]').setInputFiles({
    name: 'Uses it.quorum.json',
    mimeType: 'application/json',
    buffer: await readFile(path),
  })
  await expect(editor.step('My own mark')).toBeVisible()
  const { items } = await server.get<{ items: { id: string; name: string }[] }>('/api/flows')
  expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining(['My own mark', 'Uses it']))
  const made = items.find(({ name }) => name === 'Uses it')?.id ?? ''
  expect(made).not.toBe(id)
  const { issues } = await server.post<{ issues: { code: string }[] }>('/api/validate', await server.readFlow(made))
  expect(issues.map(({ code }) => code)).not.toContain('unknown-flow')
})
