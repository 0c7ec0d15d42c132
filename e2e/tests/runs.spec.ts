import { expectNoViolations } from '../fixtures/axe.ts'
import { agentFlow, approvalFlow, councilFlow, flow } from '../fixtures/flows.ts'
import type { Server } from '../fixtures/server.ts'
import { expect, test } from '../fixtures/test.ts'

const ended = (server: Server, id: string): Promise<void> =>
  expect
    .poll(async () => (await server.get<{ endedAt: string | null }>(`/api/runs/${id}`)).endedAt, { timeout: 15_000 })
    .not.toBeNull()

test('the replay shows at every moment what was seen live, and asks nobody', async ({ page, editor, server }) => {
  const { model } = server
  model.reply('Who is there?', 'hold')
  const flowId = await server.flow(councilFlow('local/any'))
  const id = await server.run(flowId, { question: 'Who is there?' })
  await editor.open(flowId)
  await expect.poll(() => model.answer('You are Ann', 'Ann here')).toBe(1)
  await expect(editor.step('Council')).toContainText('1/3')
  const { seq } = await server.get<{ seq: number }>(`/api/runs/${id}`)
  const live = await editor.statuses()
  model.reply('Who is there?', 'Nobody')
  await expect.poll(() => model.answer('You are Ben', 'Ben') + model.answer('You are Cyd', 'Cyd')).toBe(2)
  await editor.expectDone()
  const asked = model.calls.length

  await editor.runBar.getByRole('button', { name: 'Replay' }).click()
  const replay = page.getByRole('region', { name: 'Replay' })
  const moment = replay.getByRole('slider', { name: 'Moment of the run' })
  await expect(moment).toHaveAttribute('aria-valuetext', /The run ends/)
  await moment.fill(String(seq))
  await expect.poll(() => editor.statuses()).toEqual(live)
  await page.keyboard.press(',')
  await expect(moment).toHaveValue(String(seq - 1))
  await page.keyboard.press('.')
  await expect(page).toHaveURL(new RegExp(`event=${seq}`))
  await expectNoViolations(page, 'replay')
  await replay.getByRole('combobox', { name: 'Speed' }).selectOption('16')
  await replay.getByRole('button', { name: 'Play', exact: true }).click()
  await expect(moment).toHaveAttribute('aria-valuetext', /The run ends/, { timeout: 10_000 })
  await replay.getByRole('button', { name: 'Close the replay' }).click()
  await expect(replay).toHaveCount(0)
  await editor.expectDone()
  expect(model.calls.length).toBe(asked)
})

test('the third item is repaired alone', async ({ editor, server }) => {
  const { model } = server
  model.reply('three', 400)
  const file = flow(
    'Each on its own',
    { model: 'local/any' },
    [
      { id: 'q', kind: 'input', title: 'List', params: { fields: [{ name: 'list', type: 'list', required: true }] } },
      { id: 'l', kind: 'code', title: 'Take', params: { source: 'export default (input) => input.list' } },
      { id: 'p', kind: 'pool', title: 'Each' },
      {
        id: 'w',
        kind: 'agent',
        title: 'Sum up',
        parent: 'p',
        params: { prompt: '{{ item }}' },
        policy: { attempts: 1 },
      },
      { id: 'a', kind: 'output', title: 'All', params: { name: 'all' } },
    ],
    ['q > l', 'l > p', 'p:results > a'],
  )
  const flowId = await server.flow(file)
  const id = await server.run(flowId, { list: ['one', 'two', 'three', 'four'] })
  await ended(server, id)
  await editor.open(flowId)
  await editor.dock.getByRole('tab', { name: 'Items' }).click()
  const items = editor.dock.getByRole('listitem')
  await expect(items).toHaveCount(4)
  await expect(items.first()).toContainText('three')
  await expect(items.first()).toContainText('Failed')
  model.reply('three', 'Third time lucky')
  const asked = model.calls.length
  const again = items.first().getByRole('button', { name: 'Retry item 3' })
  await expect(again).toBeVisible()
  await again.click()
  await expect(items.filter({ hasText: 'Done' })).toHaveCount(4, { timeout: 15_000 })
  expect(model.calls.slice(asked).map(({ key }) => key)).toEqual([expect.stringContaining('p[2]/w')])
  await items
    .nth(2)
    .getByRole('button', { name: /Open item/ })
    .click()
  await expect(editor.inspector.getByRole('region', { name: 'Output' })).toContainText('Third time lucky')
})

test('why the vote went this way is told in words', async ({ editor, server }) => {
  const { model } = server
  model.reply('You vote on proposals', JSON.stringify({ choice: 'yes', reason: 'It pays off.' }))
  model.reply('You avoid risk', JSON.stringify({ choice: 'no', reason: 'Too early.' }))
  const { flow: file, sampleInput } = await server.template('vote-of-five', { model: 'local/any' })
  const flowId = await server.flow(file)
  await ended(server, await server.run(flowId, sampleInput))
  await editor.open(flowId)
  await editor.step('Most votes win').click()
  await editor.inspector.getByRole('tab', { name: 'Last run' }).click()
  await expect(editor.inspector).toContainText('“yes” won. The count alone decided. 5 ballots counted.')
  const ballots = editor.inspector.getByRole('region', { name: 'Ballots' })
  await expect(ballots.getByRole('row', { name: /Careful/ })).toContainText('no')
  await expect(ballots.getByRole('row', { name: /Careful/ })).toContainText('Too early.')
})

test('a result is kept for new runs with P, and edited to go on from', async ({ page, editor, server }) => {
  const { model } = server
  model.reply('keep me', 'The first answer')
  const flowId = await server.flow(agentFlow('local/any'))
  await ended(server, await server.run(flowId, { question: 'keep me' }))
  await editor.open(flowId)
  const writer = editor.step('Writer')
  await editor.expectStatus(writer, 'completed')
  await writer.click()
  await writer.press('p')
  await expect(page.getByText('New runs take this result of “Writer”')).toBeVisible()
  const asked = model.calls.length
  await editor.run()
  await page.getByRole('dialog').getByRole('textbox').first().fill('something else')
  await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).click()
  await editor.expectDone()
  await expect(writer).toContainText('Kept result')
  expect(model.calls.length).toBe(asked)

  await editor.inspector.getByRole('tab', { name: 'Last run' }).click()
  await editor.inspector.getByRole('button', { name: 'Edit the result and go on…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit the result of “Writer” and go on' })
  await dialog.getByRole('textbox').fill('Written by hand')
  await dialog.getByRole('button', { name: 'Go on with this' }).click()
  await expect(editor.dock.getByRole('region', { name: 'answer' })).toContainText('Written by hand')
  expect(model.calls.length).toBe(asked)
})

test('what is to be approved is read before it is decided', async ({ editor, server }) => {
  const flowId = await server.flow(approvalFlow())
  const id = await server.run(flowId, { question: 'Is it ready?' })
  await editor.open(flowId)
  await editor.expectStatus(editor.step('Sign off'), 'waiting')
  await editor.runBar.getByRole('button', { name: 'Read what Sign off is about' }).click()
  const decide = editor.dock.getByRole('region', { name: 'Decide ask' })
  await expect(decide).toContainText('May this go out?')
  await decide.getByRole('textbox', { name: /Note/ }).fill('Checked twice')
  await decide.getByRole('button', { name: 'Approve ask', exact: true }).click()
  await editor.expectDone()
  await editor.step('Sign off').click()
  await editor.inspector.getByRole('tab', { name: 'Last run' }).click()
  await expect(editor.inspector.getByRole('region', { name: 'Decisions' })).toContainText('Checked twice')
  await ended(server, id)
})

test('runs are found by text and compared two by two', async ({ page, server }) => {
  const word = 'marzipan'
  const flowId = await server.flow(agentFlow('simulated/fast'))
  for (const seed of [1, 2]) {
    const { id } = await server.post<{ id: string }>('/api/runs', {
      flowId,
      seed,
      input: { question: `Why ${word}?` },
    })
    await ended(server, id)
  }
  await page.goto('/runs')
  await page.getByRole('searchbox', { name: 'Text in input or result' }).fill(word)
  const rows = page.getByRole('region', { name: 'Runs' }).getByRole('listitem')
  await expect(rows).toHaveCount(2)
  await expectNoViolations(page, 'runs')
  for (const box of await rows.getByRole('checkbox').all()) await box.check()
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByText('Nothing: the same workflow, the same input.')).toBeVisible()
  await page.getByRole('button', { name: 'Writer', exact: true }).click()
  await expect(page.getByRole('row', { name: /Writer/ })).toContainText('another result')
  await expect(page.locator('ins').first()).toBeVisible()
  await expectNoViolations(page, 'compare')
})

test('a good answer is kept as a case, and a version is held against it', async ({ page, editor, server }) => {
  const flowId = await server.flow(agentFlow('simulated/fast'))
  await ended(server, await server.run(flowId, { question: 'Cake?' }))
  await editor.open(flowId)
  await editor.dock.getByRole('tab', { name: 'Output' }).click()
  await editor.dock.getByRole('button', { name: 'Keep as a test' }).click()
  await expect(page.getByText('Kept as a test case')).toBeVisible()
  await editor.dock.getByRole('link', { name: 'Tests of this workflow' }).click()
  await page.getByRole('button', { name: 'Add a case' }).click()
  const dialog = page.getByRole('dialog', { name: 'A new case' })
  await dialog.getByLabel('Name').fill('Says cake')
  await dialog.getByLabel('Input: Your question').fill('Cake?')
  await dialog.getByLabel('What is expected').fill('cake')
  await dialog.getByRole('button', { name: 'Save' }).click()
  const cases = page.getByRole('region', { name: 'Cases' })
  await expect(cases.getByRole('row', { name: /Says cake/ })).toBeVisible()
  await page.getByRole('button', { name: 'Run all' }).click()
  await expect(page.getByRole('dialog')).toContainText('practice, free')
  await page.getByRole('dialog').getByRole('button', { name: 'Run all' }).click()
  await expect(cases.getByRole('row', { name: /Says cake/ })).toContainText(/Good|Not good/, { timeout: 15_000 })
  await cases.getByRole('button', { name: /is good$/ }).click()
  await expect(cases.getByRole('row', { name: /As on/ })).toContainText('by me')
  await expectNoViolations(page, 'tests')
})
