import { Editor } from '../fixtures/editor.ts'
import { approvalFlow } from '../fixtures/flows.ts'
import { expect, test } from '../fixtures/test.ts'

test.beforeEach(async ({ editor, server }) => {
  const id = await server.flow(approvalFlow())
  await server.run(id, { question: 'Is it ready?' })
  await editor.open(id)
  await editor.expectStatus(editor.step('Sign off'), 'waiting')
})

test('a run waits for a person and says so on the step, in the run bar and in the title', async ({ page, editor }) => {
  const step = editor.step('Sign off')
  await expect(step).toContainText('Waiting for you')
  await expect(step.getByText('May this go out?').first()).toBeAttached()
  await expect(editor.runBar.getByRole('button', { name: 'Sign off waits for you' })).toBeVisible()
  await expect(page).toHaveTitle('● Waiting for you – Ask first')
  await editor.expectStatus(editor.step('Sent'), 'idle')
})

test('approved on the step, the run goes on, for everybody who watches', async ({ page, editor, another }) => {
  const second = new Editor(await (await another()).newPage())
  await second.page.goto(page.url())
  await second.expectStatus(second.step('Sign off'), 'waiting')

  await editor.step('Sign off').getByRole('button', { name: 'Approve', exact: true }).click()
  for (const each of [editor, second]) {
    await each.expectDone()
    await expect(each.step('Sign off')).toContainText('Approved')
    await each.expectStatus(each.step('Sent'), 'completed')
    await each.expectStatus(each.step('Dropped'), 'skipped')
  }
  await expect(page).toHaveTitle('✓ Done – Ask first')
})

test('rejected on the step, the run takes the other way', async ({ editor }) => {
  await editor.step('Sign off').getByRole('button', { name: 'Reject', exact: true }).click()
  await editor.expectDone()
  await expect(editor.step('Sign off')).toContainText('Rejected')
  await editor.expectStatus(editor.step('Sent'), 'skipped')
  await editor.expectStatus(editor.step('Dropped'), 'completed')
  await expect(editor.dock.getByRole('region', { name: 'dropped' })).toBeVisible()
})

test('approved from the run bar', async ({ editor }) => {
  await editor.runBar.getByRole('button', { name: 'Approve Sign off', exact: true }).click()
  await editor.expectDone()
  await editor.expectStatus(editor.step('Sent'), 'completed')
})

test('rejected from the run bar', async ({ editor }) => {
  await editor.runBar.getByRole('button', { name: 'Reject Sign off', exact: true }).click()
  await editor.expectDone()
  await editor.expectStatus(editor.step('Dropped'), 'completed')
})

test('stopped while it waits, nothing is left waiting', async ({ editor }) => {
  await editor.runBar.getByRole('button', { name: 'Stop' }).click()
  await expect(editor.runBar.getByText('Stopped', { exact: true })).toBeVisible()
  await expect(editor.step('Sign off')).toContainText('Stopped')
  await expect(editor.step('Sign off').getByRole('button', { name: 'Approve', exact: true })).toBeHidden()
})
