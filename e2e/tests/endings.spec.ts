import { Editor } from '../fixtures/editor.ts'
import { agentFlow, approvalFlow, flow } from '../fixtures/flows.ts'
import { expect, test } from '../fixtures/test.ts'

/** However a run ends, no step may look as if it still went on. Two agents side by side, so that one is caught at work. */
const pair = (settings: Record<string, unknown> = {}) =>
  flow(
    'A pair',
    { model: 'local/any', ...settings },
    [
      { id: 'q', kind: 'input', title: 'Question', params: { fields: [{ name: 'question', type: 'text' }] } },
      { id: 'a', kind: 'agent', title: 'Ann', params: { prompt: 'Ann {{ input }}' }, policy: { attempts: 1 } },
      {
        id: 'b',
        kind: 'agent',
        title: 'Ben',
        params: { prompt: 'Ben {{ input }}' },
        policy: { attempts: 1 },
        at: [304, 240],
      },
      { id: 'o', kind: 'output', title: 'Both', params: { name: 'both' }, at: [700, 100] },
    ],
    ['q > a', 'q > b', 'a > o', 'b > o'],
  )

async function expectNothingAtWork(editor: Editor): Promise<void> {
  await expect(editor.canvas.locator('.pill').first()).toBeVisible()
  const open = ['queued', 'running', 'retrying', 'waiting'].map((status) => `.pill[data-status=${status}]`).join(', ')
  await expect(editor.canvas.locator(open)).toHaveCount(0)
}

test('a run that fails, is stopped or runs out of budget leaves no step at work', async ({ editor, server }) => {
  const { model } = server
  model.reply('Ann', 'hold')
  model.reply('Ben', 'hold')

  const stopped = await server.flow(pair())
  await server.run(stopped, { question: 'stop' })
  await editor.open(stopped)
  await editor.expectStatus(editor.step('Ann'), 'running')
  await editor.runBar.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(editor.runBar.getByText('Stopped', { exact: true })).toBeVisible()
  await expectNothingAtWork(editor)

  model.reply('Ben fail', 401)
  const failed = await server.flow(pair({ onFailure: 'stop' }))
  await server.run(failed, { question: 'fail' })
  await editor.open(failed)
  await expect(editor.runBar.getByText('Failed', { exact: true })).toBeVisible()
  await expectNothingAtWork(editor)

  const spent = await server.flow(pair({ budget: { calls: 1 } }))
  model.reply('spend', 'An answer')
  await server.run(spent, { question: 'spend' })
  await editor.open(spent)
  await expect(editor.runBar.getByRole('button', { name: 'Raise the budget and go on' })).toBeVisible()
  await expectNothingAtWork(editor)
})

test.describe(() => {
  test.skip(!process.env.QUORUM_FULL, 'long: pnpm test:full')

  test('an item that came out wrong is done again alone, and the step says what it asked', async ({
    editor,
    server,
  }) => {
    const { model } = server
    model.reply('Sum up', 'Fine')
    model.reply('Sum up three', 'Wrong')
    const id = await server.flow(
      flow(
        'Each on its own',
        { model: 'local/any' },
        [
          {
            id: 'q',
            kind: 'input',
            title: 'List',
            params: { fields: [{ name: 'list', type: 'list', required: true }] },
          },
          { id: 'l', kind: 'code', title: 'Take', params: { source: 'export default (input) => input.list' } },
          { id: 'p', kind: 'pool', title: 'Each' },
          { id: 'w', kind: 'agent', title: 'Sum up', parent: 'p', params: { prompt: 'Sum up {{ item }}' } },
          { id: 'a', kind: 'output', title: 'All', params: { name: 'all' } },
        ],
        ['q > l', 'l > p', 'p:results > a'],
      ),
    )
    await server.run(id, { list: ['one', 'two', 'three'] })
    await editor.open(id)
    await editor.expectDone()
    model.reply('Sum up three', 'Right')
    const asked = model.calls.length
    await editor.dock.getByRole('tab', { name: 'Items' }).click()
    await editor.dock.getByRole('button', { name: 'Do again item 3' }).click()
    await expect(editor.dock.getByRole('listitem').nth(2)).toContainText('Right', { timeout: 10_000 })
    expect(model.calls.slice(asked).map(({ key }) => key)).toEqual([expect.stringContaining('p[2]/w')])

    await editor.dock.getByRole('button', { name: /Open item 3/ }).click()
    await editor.inspector.getByRole('button', { name: /Sum up/ }).click()
    await expect(editor.inspector.getByRole('region', { name: 'Asked' })).toContainText('Sum up three')
  })

  test('a run goes until a step and no further', async ({ page, editor, server }) => {
    server.model.reply('until here', 'Far enough')
    const id = await server.flow(agentFlow('local/any'))
    await editor.open(id)
    await editor.step('Writer').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Run until here' }).click()
    await page.getByRole('dialog', { name: 'Run with' }).getByLabel('Your question').fill('until here')
    await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).click()
    await editor.expectDone()
    await editor.expectStatus(editor.step('Writer'), 'completed')
    await editor.expectStatus(editor.step('Answer'), 'idle')
  })

  test('on a phone a waiting run is found and approved', async ({ another, server }) => {
    const id = await server.flow(approvalFlow())
    await server.run(id, { question: 'Is it ready?' })
    const phone = await another({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
    const editor = new Editor(await phone.newPage())
    await editor.page.goto(`/flows/${id}`)
    const approve = editor.runBar.getByRole('button', { name: 'Approve Sign off', exact: true })
    await expect(approve).toBeInViewport()
    await approve.tap()
    await editor.expectDone()
  })
})
