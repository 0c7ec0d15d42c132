import { Editor } from '../fixtures/editor.ts'
import { expect, test } from '../fixtures/test.ts'

test.use({ viewport: { width: 1920, height: 1000 } })

test('with the mouse alone: draw fork, agents, vote and gate, run it with a question, and two browsers see every step', async ({
  page,
  editor,
  server,
  another,
}) => {
  test.setTimeout(60_000)
  const { model } = server
  model.reply(/.*/, 'hold')

  await test.step('an empty workflow', async () => {
    await page.goto('/')
    await page.getByRole('button', { name: 'New workflow' }).click()
    await expect(page.getByRole('heading', { name: 'Start with' })).toBeVisible()
    await expect(editor.canvas.locator('.step')).toHaveCount(0)
  })

  await test.step('the model of all agents is chosen in the workflow’s settings', async () => {
    await page.getByRole('button', { name: 'Show the inspector' }).click()
    await editor.inspector.getByLabel('Default model').fill('local/any')
  })

  await test.step('every step is dragged from the palette', async () => {
    for (let out = 0; out < 3; out += 1) await page.getByRole('button', { name: 'Zoom out' }).click()
    await expect(page.getByRole('button', { name: /^Zoom 5\d %/ })).toBeVisible()
    await editor.drop('input', 0.12, 0.35)
    await editor.drop('fork', 0.28, 0.35)
    await editor.drop('agent', 0.46, 0.1)
    await editor.drop('agent', 0.46, 0.35)
    await editor.drop('agent', 0.46, 0.6)
    await editor.drop('vote', 0.63, 0.35)
    await editor.drop('gate', 0.82, 0.35)
    await editor.drop('output', 0.82, 0.65)
    await expect(editor.canvas.locator('.step')).toHaveCount(8)
    await expect(page.getByRole('heading', { name: 'Start with' })).toBeHidden()
  })

  const input = editor.ofKind('input')
  const fork = editor.ofKind('fork')
  const vote = editor.ofKind('vote')
  const gate = editor.ofKind('gate')
  const output = editor.ofKind('output')
  const agents = [0, 1, 2].map((nth) => editor.ofKind('agent', nth))

  await test.step('and wired from port to port', async () => {
    await editor.wire(input, 'out', fork, 'in')
    for (const agent of agents) {
      await editor.wire(fork, 'out', agent, 'in')
      await editor.wire(agent, 'out', vote, 'in')
    }
    await editor.wire(vote, 'out', gate, 'in')
    await editor.wire(gate, 'pass', output, 'in')
  })

  await test.step('the input asks for a question and the gate gets a rule', async () => {
    await input.click()
    await expect(editor.inspector.locator('#param-fields-0-name')).toHaveValue('question')
    await editor.inspector.locator('#param-fields-0-label').fill('What shall they decide?')
    await editor.inspector.locator('#param-fields-0-required').check()
    await expect(input).toContainText('What shall they decide?')

    await gate.click()
    await editor.inspector.getByRole('button', { name: 'Add a row' }).click()
    await editor.inspector.getByLabel('Row 1: compared with').fill('yes')
    await expect(gate).toContainText('input = "yes"')
    await expect(page.getByRole('button', { name: 'Problems 0' })).toBeVisible()
    await expect(editor.saved).toBeVisible()
  })

  await test.step('Run asks for the question, then the agents work side by side', async () => {
    await editor.run()
    const form = page.getByRole('dialog', { name: 'Run with' })
    await form.getByLabel('What shall they decide?').fill('Shall we plant a tree?')
    await form.getByRole('button', { name: 'Run', exact: true }).click()
    await expect(form).toBeHidden()
    for (const agent of agents) await editor.expectStatus(agent, 'running')
    await editor.expectStatus(input, 'completed')
    await editor.expectStatus(fork, 'completed')
    await editor.expectStatus(gate, 'idle')
    await editor.expectStatus(output, 'idle')
    await expect.poll(() => model.calls.filter(({ prompt }) => prompt.includes('plant a tree')).length).toBe(3)
  })

  const idOf = async (nth: number) => (await agents[nth]?.getAttribute('data-testid'))?.replace('node-', '') ?? ''
  const vote1 = await idOf(0)

  await test.step('the first ballot moves the tally', async () => {
    expect(model.answer(`/${vote1}/`, 'yes')).toBe(1)
    await editor.expectStatus(editor.ofKind('agent', 0), 'completed')
    await expect(vote).toContainText('yes 1 · 2 to come')
    await editor.expectStatus(gate, 'idle')
  })

  const picture = await editor.statuses()
  await test.step('a reload in the middle of the run shows the same picture', async () => {
    await page.reload()
    await expect.poll(() => editor.statuses()).toEqual(picture)
  })

  const second = new Editor(await (await another()).newPage())
  await test.step('and so does a second browser', async () => {
    await second.page.goto(page.url())
    await expect.poll(() => second.statuses()).toEqual(picture)
  })

  await test.step('the last ballots decide, the gate opens, the result shows in both', async () => {
    expect(model.answer(`/${await idOf(1)}/`, 'no')).toBe(1)
    for (const each of [editor, second])
      await expect(each.ofKind('vote')).toContainText(/(no 1 · yes 1|yes 1 · no 1) · 1 to come/)
    expect(model.answer(`/${await idOf(2)}/`, 'yes')).toBe(1)
    for (const each of [editor, second]) {
      await each.expectDone()
      await expect(each.ofKind('vote')).toContainText('yes wins 2 to 1')
      await expect(each.ofKind('gate')).toContainText('Open')
      for (const kind of ['input', 'fork', 'vote', 'gate', 'output']) {
        await each.expectStatus(each.ofKind(kind), 'completed')
      }
      await expect(each.dock.getByRole('region', { name: 'result' })).toContainText('yes')
    }
  })
})
