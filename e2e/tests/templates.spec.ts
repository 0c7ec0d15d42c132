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

interface TemplateItem {
  readonly title: string
  readonly flow: unknown
  readonly sampleInput: unknown
}

test('every template runs from the gallery to a finished output, within its estimate', async ({ context, server }) => {
  test.skip(!process.env.QUORUM_FULL, 'long: pnpm test:full')
  test.setTimeout(1_800_000)
  const { items } = await server.get<{ items: TemplateItem[] }>('/api/templates')
  expect(items.length).toBeGreaterThan(50)

  const runOne = async ({ title, flow, sampleInput }: TemplateItem): Promise<void> => {
    const page = await context.newPage()
    const editor = new Editor(page)
    await page.goto('/')
    await page.getByRole('searchbox', { name: 'Search workflows and templates' }).fill(title)
    await page.getByRole('button', { name: `Run ${title}`, exact: true }).click()
    await expect(editor.canvas, title).toBeVisible({ timeout: 30_000 })
    // Whoever is asked says yes.
    await page.addLocatorHandler(
      editor.canvas.getByRole('button', { name: 'Approve', exact: true }).first(),
      (approve) => approve.click(),
    )
    await editor.expectDone(180_000)
    await expect(editor.dock.getByRole('tabpanel', { name: 'Output' }), title).toContainText(/\w/)
    const flowId = page.url().split('/').at(-1)
    const runs = await server.get<{ items: { id: string }[] }>(`/api/runs?flowId=${flowId}`)
    expect(runs.items, title).toHaveLength(1)
    const { status, output, usage } = await server.get<{ status: string; output: object; usage: { calls: number } }>(
      `/api/runs/${runs.items[0]?.id}`,
    )
    expect(status, title).toBe('completed')
    expect(Object.keys(output).length, title).toBeGreaterThan(0)
    const { calls } = await server.post<{ calls: { min: number; max: number } }>('/api/estimate', {
      flow,
      input: sampleInput,
    })
    expect(usage.calls, title).toBeGreaterThanOrEqual(calls.min)
    expect(usage.calls, title).toBeLessThanOrEqual(calls.max)
    await page.close()
  }
  // A few at a time: practice answers come as slowly as real ones.
  const left = [...items]
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const template = next
      await test.step(template.title, () => runOne(template))
    }
  }
  await Promise.all(Array.from({ length: 3 }, worker))
})
