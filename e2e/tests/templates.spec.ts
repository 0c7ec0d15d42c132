import { Editor } from '../fixtures/editor.ts'
import { expect, test } from '../fixtures/test.ts'

const titles = [
  'Council of three',
  'Vote of five',
  'Fork-join analysis',
  'Gate with rework',
  'Do for each, then sum up',
]

test('the first templates run to their end on the practice model with one click', async ({ context, server }) => {
  test.setTimeout(90_000)
  const { items } = await server.get<{ items: { title: string }[] }>('/api/templates')
  expect(items.map(({ title }) => title)).toEqual(expect.arrayContaining(titles))

  await Promise.all(
    titles.map(async (title) => {
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

// Fifty pages at once would only tell how fast this machine is: one more is clicked, and `pnpm test:full` runs them all.
test('a template beyond the first comes to its end with one click, too', async ({ page, server }) => {
  test.setTimeout(90_000)
  const { items } = await server.get<{ items: { title: string }[] }>('/api/templates')
  const other = items.find(({ title }) => !titles.includes(title))
  await page.goto('/')
  await page.getByRole('button', { name: `Run ${other?.title}`, exact: true }).click()
  await new Editor(page).expectDone(60_000)
})

test('every template comes to its end on the practice model', async ({ server }) => {
  test.skip(!process.env.QUORUM_FULL, 'long: pnpm test:full')
  test.setTimeout(300_000)
  const { items } = await server.get<{ items: { title: string; flow: unknown; sampleInput: unknown }[] }>(
    '/api/templates',
  )
  expect(items.length).toBeGreaterThan(titles.length)
  for (const { title, flow, sampleInput } of items) {
    const { id } = await server.post<{ id: string }>('/api/runs', { flow, input: sampleInput, model: 'simulated/fast' })
    const statusOnceApproved = async () => {
      const { status, waitingFor } = await server.get<{ status: string; waitingFor: { path: string; kind: string }[] }>(
        `/api/runs/${id}`,
      )
      for (const { path, kind } of waitingFor)
        if (kind === 'approval')
          await server.post(`/api/runs/${id}/signals/${encodeURIComponent(path)}`, {
            decision: 'approve',
            by: 'a test',
          })
      return status
    }
    await expect.poll(statusOnceApproved, { message: title }).toBe('completed')
  }
})
