import { agentFlow, brokenCodeFlow, councilFlow } from '../fixtures/flows.ts'
import { expect, test } from '../fixtures/test.ts'

test('a workflow that does not exist is said to be missing, with a way home', async ({ page, expectComplaint }) => {
  expectComplaint(/status of 404/)
  await page.goto('/flows/fl_nothing')
  await expect(page.getByRole('heading', { name: 'This workflow does not exist' })).toBeVisible()
  await page.getByRole('link', { name: 'Go to your workflows' }).click()
  await expect(page.getByRole('heading', { name: 'Your workflows' })).toBeVisible()
})

test('an address without a page says so', async ({ page, expectComplaint }) => {
  expectComplaint(/status of 404/)
  await page.goto('/nowhere/at/all')
  await expect(page.getByRole('heading', { name: 'There is no page here' })).toBeVisible()
})

test('a run that does not exist is said to be missing', async ({ page, server, expectComplaint }) => {
  expectComplaint(/status of 404/)
  const id = await server.flow(agentFlow('simulated/fast'))
  await page.goto(`/flows/${id}/runs/rn_nothing`)
  await expect(page.getByRole('heading', { name: 'This workflow cannot be opened' })).toBeVisible()
})

test.describe('importing a file', () => {
  const file = (text: string) => ({ name: 'mine.json', mimeType: 'application/json', buffer: Buffer.from(text) })

  test('broken JSON is refused with its line and column', async ({ page }) => {
    await page.goto('/')
    await page.locator('input[type=file]').setInputFiles(file('{\n  "format": "quorum.flow/1",\n  "name": oops\n}'))
    await expect(page.getByRole('alert')).toHaveText(/“mine\.json” is not a flow file.*\(line 3, column 11\)/)
    await expect(page).toHaveURL('/')
  })

  test('a file of something else is refused with what is wrong', async ({ page, expectComplaint }) => {
    expectComplaint(/status of (4\d\d|501)/)
    await page.goto('/')
    await page.locator('input[type=file]').setInputFiles(file('{"hello": "world"}'))
    await expect(page.getByRole('alert')).toHaveText(/\w{4}.*\./)
    await expect(page).toHaveURL('/')
  })

  test('a flow with an edge to nowhere opens, names the problem and does not run', async ({ page, editor }) => {
    const flow = agentFlow('simulated/fast')
    const broken = { ...flow, edges: [...flow.edges, { ...flow.edges[0], id: 'lost', target: 'nobody' }] }
    await page.goto('/')
    await page.locator('input[type=file]').setInputFiles(file(JSON.stringify(broken)))
    await expect(page.getByRole('button', { name: /^Problems/ })).not.toContainText('0')
    await editor.run()
    await expect(page.getByRole('dialog', { name: 'This workflow cannot run yet' })).toContainText('nobody')
  })

  test('a flow with a kind that is not known keeps it as a placeholder', async ({ page, editor }) => {
    const flow = agentFlow('simulated/fast')
    const nodes = flow.nodes.map((node) => (node.id === 'agent' ? { ...node, kind: 'oracle' } : node))
    await page.goto('/')
    await page.locator('input[type=file]').setInputFiles(file(JSON.stringify({ ...flow, nodes })))
    await expect(editor.step('Writer')).toHaveAccessibleName(/unknown kind oracle/)
    await expect(page.getByRole('button', { name: /^Problems/ })).not.toContainText('0')
    await editor.run()
    await expect(page.getByRole('dialog', { name: 'This workflow cannot run yet' })).toContainText('oracle')
  })
})

test('a run form that lacks what is needed says so at the field', async ({ page, editor, server }) => {
  await editor.open(await server.flow(agentFlow('simulated/fast')))
  await editor.run()
  const form = page.getByRole('dialog', { name: 'Run with' })
  await form.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(form.getByLabel('Your question')).toBeFocused()
  await expect(form.getByLabel('Your question')).toHaveAccessibleDescription(/“Your question” is needed/)
})

test('a failed run says what failed and why, and leads to the step', async ({ page, editor, server }) => {
  server.model.reply('Will it fail?', 401)
  const id = await server.flow(agentFlow('local/any'))
  await editor.open(id)
  await editor.run()
  const form = page.getByRole('dialog', { name: 'Run with' })
  await form.getByLabel('Your question').fill('Will it fail?')
  await form.getByRole('button', { name: 'Run', exact: true }).click()

  await expect(editor.runBar.getByText('Failed', { exact: true })).toBeVisible()
  await editor.expectStatus(editor.step('Writer'), 'failed')
  await expect(editor.step('Answer')).not.toContainText('Done')
  const card = editor.dock.getByRole('region', { name: '“Writer” failed' })
  for (const part of ['What happened', 'Likely why', 'What you can do'])
    await expect(card.getByRole('heading', { name: part })).toBeVisible()
  await expect(card).toContainText(/key/i)
  await card.getByRole('button', { name: '“Writer” failed' }).click()
  await editor.step('Writer').click()
  await editor.inspector.getByRole('tab', { name: 'Last run' }).click()
  await expect(editor.inspector.getByRole('region', { name: 'Input' })).toContainText('Will it fail?')
  await expect(editor.inspector.getByRole('region', { name: '“Writer” failed' })).toBeVisible()
  await expect(page).toHaveTitle('✕ Failed – One agent')
})

test('a step mended after it failed is what runs when one goes on, and what succeeded is not asked again', async ({
  page,
  editor,
  server,
}) => {
  const id = await server.flow(brokenCodeFlow('local/any'))
  await editor.open(id)
  await editor.run()
  await expect(editor.runBar.getByText('Failed', { exact: true })).toBeVisible()
  const asked = server.model.calls.length
  await editor.step('Count').click()
  await editor.inspector.getByRole('tab', { name: 'Setup' }).click()
  await editor.inspector.getByLabel('Source').press('ControlOrMeta+a')
  await page.keyboard.type('export default () => "mended"')
  await expect(editor.saved).toHaveText('Saved')
  await editor.runBar.getByRole('button', { name: 'Try again from where it failed' }).click()
  await editor.expectDone()
  await expect(editor.dock.getByRole('tabpanel', { name: 'Output' })).toContainText('mended')
  expect(server.model.calls).toHaveLength(asked)
})

test('the server is killed in the middle of a council and comes back: the page goes on by itself, nothing is asked twice', async ({
  page,
  editor,
  server,
  expectComplaint,
}) => {
  expectComplaint(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/)
  const { model } = server
  model.reply('Is anybody there?', 'hold')
  const id = await server.flow(councilFlow('local/any'))
  await editor.open(id)
  await editor.run()
  const form = page.getByRole('dialog', { name: 'Run with' })
  await form.getByLabel('Your question').fill('Is anybody there?')
  await form.getByRole('button', { name: 'Run', exact: true }).click()
  const council = editor.step('Council')
  const asked = (): number => model.calls.filter(({ prompt }) => prompt.includes('Is anybody there?')).length
  await expect.poll(asked).toBe(3)
  model.answer('You are Ann', 'Ann says yes.')
  model.answer('You are Ben', 'Ben says no.')
  await expect(council).toContainText('2/3')

  await server.kill()
  await expect(editor.runBar.getByText('Connection lost, reconnecting')).toBeVisible()
  const answered = model.calls.filter(({ state }) => state === 'answered').map(({ key }) => key)
  await server.restart()

  // Cyd alone is asked anew; then the reviews and the chair.
  await expect.poll(() => model.answer('You are Cyd', 'Cyd says wait.'), { timeout: 10_000 }).toBe(1)
  model.reply('Is anybody there?', 'The chair says: yes.')
  await expect(editor.runBar.getByText('Connection lost, reconnecting')).toBeHidden({ timeout: 10_000 })
  await editor.expectDone()
  const keys = model.calls.map(({ key }) => key)
  for (const key of answered) expect(keys.filter((other) => other === key)).toHaveLength(1)
})
