import type { Page } from '@playwright/test'
import type { RunView } from '@quorum/engine'
import type { Editor, Status } from '../fixtures/editor.ts'
import { flow } from '../fixtures/flows.ts'
import { expect, test } from '../fixtures/test.ts'

// What the menus offer is held by stepActions.test.ts; here each is pressed, and the server says what came of it.
test.skip(!process.env.QUORUM_FULL, 'long: pnpm test:full')

const fields = (name: string, type: string) => ({ fields: [{ name, type, required: true }] })

/** One entry of the menu of a step. */
async function press(page: Page, editor: Editor, step: string, item: string): Promise<void> {
  await editor.step(step).click({ button: 'right', position: { x: 60, y: 14 } })
  // Its key is part of the name.
  await page.getByRole('menuitem', { name: new RegExp(`^${item}`) }).click()
}

/** Everybody's status as the server has it. */
const statuses = ({ nodes }: RunView): Record<string, string> =>
  Object.fromEntries(Object.entries(nodes).map(([id, { status }]) => [id, status]))

test('an open pool is given more on the canvas, told that no more come, and finished with what is there', async ({
  page,
  editor,
  server,
}) => {
  const { model } = server
  model.reply('Do', 'Done well')
  model.reply('Do three', 'hold')
  const id = await server.flow(
    flow(
      'An open pool',
      { model: 'local/any' },
      [
        { id: 'q', kind: 'input', title: 'List', params: fields('list', 'list') },
        { id: 'l', kind: 'code', title: 'Take', params: { source: 'export default (input) => input.list' } },
        { id: 'p', kind: 'pool', title: 'Each', params: { source: 'open', ends: 'closed' } },
        { id: 'w', kind: 'agent', title: 'Worker', parent: 'p', params: { prompt: 'Do {{ item }}' } },
        { id: 'o', kind: 'output', title: 'All', params: { name: 'all' } },
      ],
      ['q > l', 'l > p', 'p:results > o'],
    ),
  )
  const run = await server.run(id, { list: ['one'] })
  await editor.open(id)
  const pool = editor.step('Each')
  await expect(pool).toContainText('1 of 1')
  await editor.expectStatus(pool, 'waiting')

  await press(page, editor, 'Each', 'Add items…')
  const dialog = page.getByRole('dialog', { name: 'Add items to “Each”' })
  await dialog.getByRole('textbox').fill('["two", "three"]')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(pool).toContainText('2 of 3')
  await editor.expectStatus(pool, 'running')

  await press(page, editor, 'Each', 'No more items')
  await press(page, editor, 'Each', 'Finish with what is there')
  await editor.expectDone()
  const view = await server.get<RunView>(`/api/runs/${run}`)
  expect(view).toMatchObject({ status: 'completed', output: { all: ['Done well', 'Done well'] } })
  await expect.poll(() => model.calls.find(({ prompt }) => prompt.includes('Do three'))?.state).toBe('aborted')
})

const chain = () =>
  flow(
    'Two in a row',
    { model: 'local/any' },
    [
      { id: 'q', kind: 'input', title: 'Question', params: fields('question', 'text') },
      { id: 'a', kind: 'agent', title: 'Ann', params: { prompt: 'Ann: {{ input }}' } },
      { id: 'b', kind: 'agent', title: 'Ben', params: { prompt: 'Ben: {{ input }}' } },
      { id: 'o', kind: 'output', title: 'Answer', params: { name: 'answer' } },
    ],
    ['q > a', 'a > b', 'b > o'],
  )

test('a run is paused, does one step and goes on; then it is run from a step, for one step, and with another result', async ({
  page,
  editor,
  server,
}) => {
  const { model } = server
  model.reply('Ann:', 'hold')
  model.reply('Ben:', 'From Ben')
  const before = model.calls.length
  const id = await server.flow(chain())
  await server.run(id, { question: 'Why?' })
  await editor.open(id)
  const bar = (name: string) => editor.runBar.getByRole('button', { name, exact: true }).click()
  const asked = () => model.calls.slice(before).map(({ prompt }) => prompt.trim().split('\n').at(-1)?.slice(0, 4))
  const newest = async () =>
    (await server.get<{ items: { id: string }[] }>(`/api/runs?flowId=${id}`)).items[0]?.id ?? ''

  await editor.expectStatus(editor.step('Ann'), 'running')
  await bar('Pause')
  await expect(editor.runBar.getByText('Paused', { exact: true })).toBeVisible()
  await expect.poll(() => model.answer('Ann:', 'From Ann')).toBe(1)
  await editor.expectStatus(editor.step('Ann'), 'completed')
  expect(asked()).toEqual(['Ann:'])
  await bar('Step')
  await editor.expectStatus(editor.step('Ben'), 'completed')
  await editor.expectStatus(editor.step('Answer'), 'idle')
  await bar('Resume')
  await editor.expectDone()
  expect(asked()).toEqual(['Ann:', 'Ben:'])
  const first = await newest()

  await press(page, editor, 'Ben', 'Run only this')
  await expect.poll(newest).not.toBe(first)
  await editor.expectDone()
  const second = await newest()
  expect(statuses(await server.get(`/api/runs/${second}`))).toMatchObject({ a: 'completed', b: 'completed' })
  expect(asked()).toEqual(['Ann:', 'Ben:', 'Ben:'])

  model.reply('Ann:', 'Ann again')
  await press(page, editor, 'Ann', 'Run from here')
  await expect.poll(newest).not.toBe(second)
  await editor.expectDone()
  const third = await newest()
  expect(asked().slice(3)).toEqual(['Ann:', 'Ben:'])

  await press(page, editor, 'Ann', 'Edit the result and go on…')
  const dialog = page.getByRole('dialog', { name: /Edit the result of “Ann”/ })
  await dialog.getByRole('textbox').fill('By hand')
  await dialog.getByRole('button', { name: 'Go on with this' }).click()
  await expect.poll(newest).not.toBe(third)
  await editor.expectDone()
  expect(model.calls.at(-1)?.prompt).toContain('Ben: By hand')
  expect(asked().slice(5)).toEqual(['Ben:'])
})

test('steps are skipped, stopped, stopped by their tag, and sent what they wait for', async ({
  page,
  editor,
  server,
}) => {
  const { model } = server
  model.reply('Hold', 'hold')
  const before = model.calls.length
  const held = { prompt: 'Hold {{ input }}' }
  const id = await server.flow(
    flow(
      'Four ways',
      { model: 'local/any' },
      [
        { id: 'q', kind: 'input', title: 'Question', params: fields('question', 'text') },
        { id: 's', kind: 'agent', title: 'Skipped', params: held, at: [304, 1] },
        { id: 'x', kind: 'agent', title: 'Stopped', params: held, at: [304, 200] },
        { id: 'w', kind: 'wait', title: 'Letter', params: { for: 'signal', signal: 'a letter' }, at: [304, 400] },
        { id: 'g', kind: 'guard', title: 'Tagged', params: { tag: 'mail' }, at: [304, 600] },
        { id: 'm', kind: 'agent', title: 'Mailer', params: held, parent: 'g', at: [40, 80] },
        { id: 'o', kind: 'output', title: 'Answer', params: { name: 'answer' }, at: [700, 400] },
      ],
      ['q > s', 'q > x', 'q > w', 'q > g', 'w > o'],
    ),
  )
  const run = await server.run(id, { question: 'Why?' })
  await editor.open(id)
  const expectStep = (title: string, status: Status) => editor.expectStatus(editor.step(title), status)
  await expectStep('Skipped', 'running')
  await press(page, editor, 'Skipped', 'Skip this step')
  await expectStep('Skipped', 'skipped')
  await press(page, editor, 'Stopped', 'Stop this step')
  await expectStep('Stopped', 'cancelled')
  await editor.runBar.getByRole('button', { name: 'Stop by tag' }).click()
  await page.getByRole('menuitem', { name: 'Stop all “mail”' }).click()
  await expectStep('Tagged', 'cancelled')
  await expectStep('Letter', 'waiting')
  await press(page, editor, 'Letter', 'Send what it waits for…')
  const dialog = page.getByRole('dialog', { name: /Send what “Letter” waits for/ })
  await dialog.getByRole('textbox').fill('Dear all')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await editor.expectDone()
  const view = await server.get<RunView>(`/api/runs/${run}`)
  expect(view).toMatchObject({ status: 'completed', output: { answer: 'Dear all' } })
  expect(statuses(view)).toMatchObject({ s: 'skipped', x: 'cancelled', g: 'cancelled', w: 'completed' })
  await expect
    .poll(() => model.calls.slice(before).map(({ state }) => state))
    .toEqual(['aborted', 'aborted', 'aborted'])
})
