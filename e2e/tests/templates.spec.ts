import { Editor } from '../fixtures/editor.ts'
import { expect, test } from '../fixtures/test.ts'

const titles = [
  'Council of three',
  'Vote of five',
  'Fork-join analysis',
  'Gate with rework',
  'Do for each, then sum up',
]

test('every template runs to its end on the practice model with one click', async ({ context, server }) => {
  test.setTimeout(90_000)
  const { items } = await server.get<{ items: { title: string }[] }>('/api/templates')
  expect(items.map(({ title }) => title)).toEqual(expect.arrayContaining(titles))

  await Promise.all(
    items.map(async ({ title }) => {
      const page = await context.newPage()
      const editor = new Editor(page)
      await page.goto('/')
      await page.getByRole('button', { name: `Run ${title}`, exact: true }).click()
      await expect(editor.canvas).toBeVisible()
      await editor.expectDone(60_000)
      await expect(editor.runBar.getByText('Practice answers'), title).toBeVisible()
      const states = await editor.canvas
        .locator('.step')
        .evaluateAll((steps) => steps.map((step) => step.getAttribute('data-status')))
      expect(new Set([...states, 'completed', 'skipped']), title).toEqual(new Set(['completed', 'skipped']))
      await expect(editor.dock.getByRole('tabpanel', { name: 'Output' }), title).toContainText(/\w{3}/)
    }),
  )
})
