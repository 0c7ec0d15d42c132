import { flow } from '../fixtures/flows.ts'
import { expect, test } from '../fixtures/test.ts'

/** What a run of the flow on screen was given. */
interface Given {
  readonly items: readonly { readonly id: string; readonly flowId: string }[]
}

test('“I have 200 customer mails and want to know what people complain about, cheaply”', async ({ page, server }) => {
  const mails = Array.from({ length: 200 }, (_, i) => `From: ${i}@example.org\n\nHello,\n\nparcel ${i} came late.\n`)
  await page.goto('/')
  await page.getByRole('link', { name: 'Find what fits' }).click()
  await page.getByRole('button', { name: 'Many items each on its own' }).click()
  await page.getByRole('button', { name: 'Yes' }).click()
  await page.getByRole('button', { name: 'Condensed into one' }).click()
  await page.getByLabel('How many items?').fill('200')
  await expect(page.getByText(/about 21 calls · practice, free · with .+ \$0\.0/)).toBeVisible()
  await page.getByRole('button', { name: 'Create this workflow' }).click()
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  const form = page.getByRole('dialog', { name: 'Run with' })
  await form.locator('input[type=file]').setInputFiles({
    name: 'mails.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from(mails.join('\n---\n')),
  })
  await expect(form.getByText('200 items')).toBeVisible()
  await expect(form.getByText('about 21 calls')).toBeVisible()
  await form.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(page.getByText(/of about 21 calls/)).toBeVisible()
  const flowId = page.url().split('/').at(-1)
  const { items } = await server.get<Given>(`/api/runs?flowId=${flowId}`)
  const { input } = await server.get<{ input: { mails: string[] } }>(`/api/runs/${items[0]?.id}`)
  expect(input.mails).toEqual(mails.map((mail) => mail.trim()))
})

test('“Five experts should agree on a diagnosis”', async ({ page, editor }) => {
  await page.goto('/choose')
  await page.getByRole('button', { name: 'One question with several opinions' }).click()
  await page.getByRole('button', { name: 'A synthesis of all' }).click()
  await page.getByRole('button', { name: 'Members rank each other' }).click()
  await page.getByLabel('How many take part?').selectOption('5')
  await expect(page.getByText('about 11 calls')).toBeVisible()
  await page.getByRole('button', { name: 'Create this workflow' }).click()
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  const form = page.getByRole('dialog', { name: 'Run with' })
  await form.getByRole('textbox').fill('Chest pain on stairs for two weeks, gone at rest. What is it?')
  await form.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(page.getByText(/of about 11 calls/)).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Council of 5' })).toBeVisible()
  await expect(editor.ofKind('council')).toContainText('5 members')
  await expect(editor.canvas.getByText('Simpler:')).toBeVisible()
})

test('a workflow that is there takes the next step up in one click, with the same agents', async ({
  page,
  editor,
  server,
}) => {
  const names = ['Research', 'Draft', 'Proof']
  const agents = names.map((title) => ({ id: title, kind: 'agent', title, params: { system: `You do the ${title}.` } }))
  const id = await server.flow(
    flow(
      'In a row',
      { model: 'simulated/fast' },
      [{ id: 'q', kind: 'input' }, ...agents, { id: 'o', kind: 'output' }],
      ['q > Research', 'Research > Draft', 'Draft > Proof', 'Proof > o'],
    ),
  )
  await page.goto('/choose')
  await page.getByLabel('Your workflow').selectOption(id)
  await page.getByRole('button', { name: 'Take it a step up' }).click()
  await expect(editor.ofKind('fork-join')).toContainText('3 branches')
  await expect(editor.ofKind('agent')).toHaveCount(0)
  for (const name of names)
    await expect(page.getByLabel('Name', { exact: true }).and(page.locator(`[value="${name}"]`))).toBeVisible()
  await expect(page.getByRole('button', { name: 'Problems 0' })).toBeVisible()
})
