/** Takes the pictures of the README and the docs into docs/images: `node e2e/pictures.mjs`, once the editor is built. */
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { Editor } from './fixtures/editor.ts'
import { startServer } from './fixtures/server.ts'

const folder = fileURLToPath(new URL('../docs/images', import.meta.url))
await mkdir(folder, { recursive: true })
const server = await startServer()
const { model } = server
const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH || undefined,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})

async function open(colorScheme = 'light') {
  const context = await browser.newContext({
    baseURL: server.url,
    colorScheme,
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 1,
  })
  return new Editor(await context.newPage())
}

async function shoot(editor, name) {
  const { page } = editor
  await page.mouse.move(720, 24)
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: `${folder}/${name}.png` })
  console.log(name)
}

const until = async (holds) => {
  const patient = Date.now() + 20_000
  while (!(await holds())) {
    if (Date.now() > patient) throw new Error(`waited too long for ${holds}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** A template that runs with its sample input, on a model whose answers come when they are told to, or a practice one. */
async function running(id, settings = { model: 'local/any' }) {
  const template = await server.template(id, settings)
  const flowId = await server.flow(template.flow)
  await server.run(flowId, template.sampleInput)
  const editor = await open()
  await editor.open(flowId)
  return editor
}

// What Home looks like after a while.
for (const [id, settings] of [
  ['gate-with-rework', { model: 'simulated/fast' }],
  ['do-for-each', { model: 'simulated/fast' }],
  ['vote-of-five', { model: 'simulated/fast' }],
  ['council-of-three', { model: 'simulated/fast' }],
]) {
  const editor = await running(id, settings)
  await editor.expectDone()
  await editor.page.context().close()
}
for (const theme of ['light', 'dark']) {
  const home = await open(theme)
  await home.page.goto('/')
  await home.page.getByRole('heading', { name: 'Fork-join analysis' }).waitFor()
  await shoot(home, `home-${theme}`)
  await home.page.context().close()
}

{
  const { flow } = await server.template('fork-join-analysis', {})
  const editor = await open()
  await editor.open(await server.flow(flow))
  await editor.step('Security').click()
  await editor.page.getByRole('button', { name: 'Fit all' }).click()
  await shoot(editor, 'editor-light')
}

// The chair writes: answers and reviews are in.
for (const theme of ['light', 'dark']) {
  const { flow, sampleInput } = await server.template('council-of-three', { seed: 7 })
  const editor = await open(theme)
  const flowId = await server.flow(flow)
  await server.run(flowId, sampleInput)
  await editor.open(flowId)
  const council = editor.step('Council of three')
  await until(async () => ((await council.locator('.step-strip p[data-words]').textContent()) ?? '').length > 20)
  await editor.dock.getByRole('tab', { name: 'Timeline' }).click()
  await council.getByRole('listitem').filter({ hasText: 'Reviews' }).and(editor.page.locator('[data-status=completed]')).waitFor()
  await until(async () => ((await council.locator('.step-strip p[data-words]').textContent()) ?? '').length > 30)
  await shoot(editor, `live-run-${theme}`)
  if (theme === 'dark') continue
  await editor.expectDone()
  await editor.dock.getByRole('tab', { name: 'Output' }).click()
  await shoot(editor, 'finished-run-light')
}

const ballot = (choice) => JSON.stringify({ choice, reason: 'Because.' })
model.reply('You vote on proposals', 'hold')
{
  const editor = await running('vote-of-five')
  for (const [voter, choice] of [
    ['You avoid risk', 'wait'],
    ['You go for the big win', 'yes'],
    ['You ask what it does', 'yes'],
  ]) {
    await until(async () => model.answer(voter, ballot(choice)) === 1)
  }
  await editor.step('Most votes win').getByText(/2 to come/).waitFor()
  await shoot(editor, 'vote')
}

model.reply('You write short, clear texts', 'hold')
model.reply('strict but fair editor', JSON.stringify({ score: 0.5, reasons: ['Begin with the reader’s gain.', 'Cut the second paragraph.'] }))
{
  const editor = await running('gate-with-rework')
  await until(async () => model.answer('This is round 1', 'Decisions that nobody wrote down come back as arguments.') === 1)
  await editor.step('Writer').getByText('Round 2').waitFor()
  await shoot(editor, 'gate-rework')
}

model.reply('what does this person want', 'hold')
{
  const editor = await running('do-for-each')
  await until(async () => model.answer('dark theme', 'Praise: likes the dark theme.') === 1)
  await until(async () => model.answer('Export to CSV', 'Fault: the export loses its last column.') === 1)
  await editor.dock.getByRole('tab', { name: 'Items' }).click()
  await editor.step('For each comment').getByText(/2 of 5/).waitFor()
  await shoot(editor, 'pool')
}

await browser.close()
await server.close()
