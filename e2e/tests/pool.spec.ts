import type { Page } from '@playwright/test'
import type { Editor } from '../fixtures/editor.ts'
import type { Server } from '../fixtures/server.ts'
import { expect, test } from '../fixtures/test.ts'

/** Runs a template on the endpoint of the test, and opens it. */
async function open(template: string, { server, editor, page }: { server: Server; editor: Editor; page: Page }) {
  const { flow, sampleInput } = await server.template(template, { model: 'local/any' })
  const id = await server.flow(flow)
  await editor.open(id)
  const run = await server.run(id, sampleInput)
  await page.reload()
  return run
}

test('do for each: counts items as they are done, lists them, and sums up what failed and what did not', async ({
  page,
  editor,
  server,
}) => {
  const { model } = server
  model.reply('what does this person want', 'hold')
  model.reply('Export to CSV', 400)
  model.reply('Here is what users said', 'hold')
  await open('do-for-each', { server, editor, page })
  const pool = editor.step('For each comment')

  await expect(pool).toContainText('1 of 5 · 1 failed')
  expect(model.answer('dark theme', 'Praise for the dark theme')).toBe(1)
  await expect(pool).toContainText('2 of 5 · 1 failed')
  await editor.expectStatus(pool, 'running')
  await editor.expectStatus(editor.step('Summary'), 'idle')

  await editor.dock.getByRole('tab', { name: 'Items' }).click()
  const items = editor.dock.getByRole('tabpanel', { name: 'Items' }).getByRole('listitem')
  await expect(items).toHaveCount(5)
  await expect(items.first()).toContainText('Failed')
  await expect(items.filter({ hasText: 'Done' })).toHaveCount(1)

  expect(model.answer('what does this person want', 'A wish')).toBe(3)
  await expect(pool).toContainText('5 of 5 · 1 failed')
  await editor.expectStatus(pool, 'completed')
  await expect(items.filter({ hasText: 'Done' })).toHaveCount(4)
  await expect.poll(() => model.answer('Here is what users said', 'Four wishes')).toBe(1)
  await editor.expectDone()
  await expect(editor.dock.getByRole('region', { name: 'summary' })).toContainText('Four wishes')
})

test('gate with rework: the rounds show while the work goes back, and end when the gate opens', async ({
  page,
  editor,
  server,
}) => {
  const { model } = server
  model.reply('You write short, clear texts', 'hold')
  model.reply('strict but fair editor', JSON.stringify({ score: 0.9, reasons: ['Say it in fewer words.'] }))
  await open('gate-with-rework', { server, editor, page })
  const [writer, gate] = [editor.step('Writer'), editor.step('Good enough?')]

  await expect.poll(() => model.answer('This is round 1', 'A first draft')).toBe(1)
  await expect(writer).toContainText('Round 2')
  await editor.expectStatus(editor.step('Final text'), 'idle')
  await expect.poll(() => model.answer('This is round 2', 'A **better** draft')).toBe(1)
  await editor.expectDone()
  await expect(gate).toContainText(/Open ?in round 2/)
  const text = editor.dock.getByRole('region', { name: 'text' })
  await expect(text).toContainText('A better draft')
  await expect(text.locator('strong')).toHaveText('better')
})

test('gate with rework: a text that never gets good ends after the rounds it may have', async ({
  page,
  editor,
  server,
}) => {
  const { model } = server
  model.reply('You write short, clear texts', 'Still bad')
  model.reply('strict but fair editor', JSON.stringify({ score: 0.1, reasons: ['No.'] }))
  await open('gate-with-rework', { server, editor, page })
  await editor.expectDone()
  await expect(editor.step('Good enough?')).toContainText(/Closed ?in round 3/)
  await editor.dock.getByRole('tab', { name: 'Output' }).click()
  await expect(editor.dock.getByRole('region', { name: 'text' })).toContainText('Still bad')
})

test('vote of five: the tally moves with each ballot and names the winner', async ({ page, editor, server }) => {
  const { model } = server
  model.reply('You vote on proposals', 'hold')
  const ballot = (choice: string) => JSON.stringify({ choice, reason: 'Because.' })
  await open('vote-of-five', { server, editor, page })
  const vote = editor.step('Most votes win')

  for (const [voter, choice, tally] of [
    ['You avoid risk', 'no', /no 1 · yes 0 · wait 0 · 4 to come/],
    ['You go for the big win', 'yes', /no 1 · yes 1 · wait 0 · 3 to come|yes 1 · no 1 · wait 0 · 3 to come/],
    ['You look at cost', 'yes', /yes 2 · no 1 · wait 0 · 2 to come/],
    ['You ask what it does', 'wait', /yes 2 · (no 1 · wait 1|wait 1 · no 1) · 1 to come/],
  ] as const) {
    await expect.poll(() => model.answer(voter, ballot(choice))).toBe(1)
    await expect(vote).toContainText(tally)
  }
  await expect.poll(() => model.answer('in five years', ballot('yes'))).toBe(1)
  await editor.expectDone()
  await expect(vote).toContainText('yes wins 3 to 1')
  await expect(editor.dock.getByRole('region', { name: 'decision' })).toContainText('yes')
})

test('fork and join: the join names those it still waits for', async ({ page, editor, server }) => {
  const { model } = server
  for (const who of ['You review code', 'You write short reports']) model.reply(who, 'hold')
  await open('fork-join-analysis', { server, editor, page })
  const join = editor.step('All reviews')

  await expect(join).toContainText('Waits for Security, Performance, Quality')
  await expect.poll(() => model.answer('for speed', 'Slow')).toBe(1)
  await expect(join).toContainText('Waits for Security, Quality')
  await expect.poll(() => model.answer('for clarity', 'Clear')).toBe(1)
  await expect(join).toContainText(/Waits for Security(?!,)/)
  await expect(join.getByTitle('Performance', { exact: true })).toHaveAttribute('data-status', 'completed')
  await expect(join.getByTitle('Security', { exact: true })).toHaveAttribute('data-status', 'running')
  await expect.poll(() => model.answer('You review code', 'Unsafe')).toBe(1)
  await expect(join).toContainText('All 3 are here')
  await expect.poll(() => model.answer('You write short reports', 'Mend the query first')).toBe(1)
  await editor.expectDone()
})
