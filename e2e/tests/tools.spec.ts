import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { agentFlow, flow } from '../fixtures/flows.ts'
import { expect, test } from '../fixtures/test.ts'

/** The reference implementation of MCP, over HTTP and as a program of the operator's list. */
const script = fileURLToPath(new URL('../../apps/server/src/testing/mcpServer.ts', import.meta.url))

test.skip(!process.env.QUORUM_FULL, 'long: pnpm test:full')
test.use({
  viewport: { width: 1600, height: 1000 },
  serverEnv: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const child = spawn(process.execPath, [script, 'http'], { stdio: ['ignore', 'pipe', 'inherit'] })
      const [line] = (await once(child.stdout, 'data')) as [Buffer]
      const file = join(mkdtempSync(join(tmpdir(), 'quorum-mcp-')), 'servers.json')
      writeFileSync(file, JSON.stringify({ weather: { command: process.execPath, args: [script, 'stdio'] } }))
      const address = line.toString().trim()
      await use({
        QUORUM_ALLOW_PRIVATE_NETWORK: new URL(address).host,
        QUORUM_MCP_SERVERS: file,
        MCP_ADDRESS: address,
      })
      child.kill()
    },
    { scope: 'worker' },
  ],
})

const question = { fields: [{ name: 'question', label: 'Your question', type: 'text', required: true }] }
const mcpFlow = () =>
  flow(
    'The weather',
    {},
    [
      { id: 'q', kind: 'input', title: 'Question', params: question },
      { id: 'tool', kind: 'mcp-tool', title: 'Weather' },
      { id: 'out', kind: 'output', title: 'Answer', params: { name: 'answer' } },
    ],
    ['q > tool', 'tool > out'],
  )

for (const over of ['http', 'stdio'] as const)
  test(`a tool of an MCP server over ${over} is chosen on its step, filled in as a form, and called`, async ({
    page,
    editor,
    server,
    serverEnv,
  }, info) => {
    const address = over === 'stdio' ? 'stdio:weather' : (serverEnv.MCP_ADDRESS ?? '')
    await editor.open(await server.flow(mcpFlow()))
    await editor.step('Weather').click()
    const { inspector } = editor
    await inspector.getByText('Choose from what a server offers').click()
    await inspector.getByLabel('Server address').fill(address)
    await inspector.getByRole('button', { name: 'List its tools' }).click()
    await expect(inspector.getByRole('radio')).toHaveCount(2)
    await inspector.getByRole('radio', { name: /forecast/ }).check()
    await inspector.getByRole('button', { name: 'Use this tool' }).click()
    await expect(inspector.getByRole('status').filter({ hasText: 'The tool needs “city”' })).toBeVisible()
    await inspector.getByLabel('city', { exact: true }).fill('{{ input.question }}')
    await inspector.getByLabel('days (optional)').fill('3')
    await inspector.getByLabel('unit (optional)').selectOption('F')
    await expect(inspector.getByText('The tool needs')).toHaveCount(0)
    await info.attach('the form', { body: await page.screenshot(), contentType: 'image/png' })
    await editor.run()
    const form = page.getByRole('dialog', { name: 'Run with' })
    await form.getByLabel('Your question').fill('Ulm')
    await form.getByRole('button', { name: 'Run', exact: true }).click()
    await editor.expectDone()
    await expect(editor.dock).toContainText('Ulm: 3 × sunny, 21 °F')
  })

test('an agent is given a tool of an MCP server and another workflow; the model calls the workflow', async ({
  page,
  editor,
  server,
  serverEnv,
}, info) => {
  await server.flow(
    flow(
      'Shout',
      {},
      [
        { id: 'q', kind: 'input', params: question },
        { id: 't', kind: 'template', params: { text: '{{ input.question }}!' } },
        { id: 'out', kind: 'output', params: { name: 'answer' } },
      ],
      ['q > t', 't > out'],
    ),
  )
  await editor.open(await server.flow(agentFlow('local/any')))
  await editor.step('Writer').click()
  const { inspector } = editor
  await inspector.getByText(/^More settings/).click()
  await inspector.getByText('From an MCP server').click()
  await inspector.getByLabel('Server address').fill(serverEnv.MCP_ADDRESS ?? '')
  await inspector.getByRole('button', { name: 'List its tools' }).click()
  await inspector.getByRole('checkbox', { name: /forecast/ }).check()
  await inspector.getByRole('button', { name: 'Allow 1' }).click()
  await inspector.getByRole('button', { name: 'Call a flow', exact: true }).click()
  await inspector.getByLabel('Flow', { exact: true }).selectOption('Shout')
  await expect(inspector.getByText('The model fills in: question.')).toBeVisible()
  await info.attach('the tools', { body: await page.screenshot(), contentType: 'image/png' })

  server.model.reply(/.*/, { tool: 'call', input: { question: 'hey' } })
  server.model.reply(/hey!/, 'It shouts hey!')
  await editor.run()
  const form = page.getByRole('dialog', { name: 'Run with' })
  await form.getByLabel('Your question').fill('Shout hey')
  await form.getByRole('button', { name: 'Run', exact: true }).click()
  await editor.expectDone()
  await expect(editor.dock).toContainText('It shouts hey!')
})

test('a picture is given to a run, and the key that was put in stands on no screen', async ({
  page,
  editor,
  server,
}, info) => {
  const secret = 'the-value-nobody-sees-8Hn2Lw5Rt'
  server.model.reply(/.*/, `You sent me ${secret}.`)
  const seen: string[] = []
  const look = async (what: string): Promise<void> => {
    const values = await page
      .locator('input, textarea')
      .evaluateAll((all) => all.map((one) => one.getAttribute('value')))
    seen.push(await page.content(), ...values.map(String))
    await info.attach(what, { body: await page.screenshot({ fullPage: true }), contentType: 'image/png' })
  }

  await page.goto('/settings')
  const models = page.getByRole('region', { name: 'Models' })
  await models.getByRole('combobox', { name: 'For', exact: true }).selectOption('local')
  await models.locator('input[type=password]').fill(secret)
  await page.getByRole('button', { name: 'Add key' }).click()
  await expect(page.getByRole('button', { name: /^Test the key/ })).toBeVisible()
  await look('settings')

  const fields = [{ name: 'picture', label: 'Your picture', type: 'file', required: true }]
  const nodes = [
    { id: 'q', kind: 'input', title: 'Question', params: { fields } },
    { id: 'a', kind: 'agent', title: 'Writer', params: { prompt: 'What is on {{ input.picture }}?' } },
    { id: 'out', kind: 'output', title: 'Answer', params: { name: 'answer' } },
  ]
  await editor.open(await server.flow(flow('Looks', { model: 'local/any' }, nodes, ['q > a', 'a > out'])))
  await editor.run()
  const form = page.getByRole('dialog', { name: 'Run with' })
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  await form.getByLabel('Your picture').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: png })
  await expect(form.getByText('dot.png')).toBeVisible()
  await look('the form')
  await form.getByRole('button', { name: 'Run', exact: true }).click()
  await editor.expectDone()
  await expect(editor.dock).toContainText('You sent me [hidden].')
  await look('the run')
  await page.goto('/settings')
  await expect(page.getByRole('heading', { name: 'Who did what' })).toBeVisible()
  await look('the audit log')
  expect(server.model.calls.length).toBeGreaterThan(0)
  for (const text of seen) expect(text).not.toContain(secret)
})
