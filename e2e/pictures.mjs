/** Takes the pictures of the README and the docs into docs/images: `node e2e/pictures.mjs`, once the editor is built. */
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { Editor } from './fixtures/editor.ts'
import { startServer } from './fixtures/server.ts'

const folder = fileURLToPath(new URL('../docs/images', import.meta.url))
await mkdir(folder, { recursive: true })
const server = await startServer()
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

/** Opens a tab of the dock, and makes the drawing fit what is left. */
async function show(editor, tab) {
  await editor.dock.getByRole('tab', { name: tab }).click()
  await editor.page.getByRole('button', { name: 'Fit all' }).click()
}

// Time to look.
const slow = 'simulated/standard?tokensPerSecond=25'
const slower = 'simulated/standard?tokensPerSecond=5'

/** A template that runs with its sample input. */
async function running(id, settings) {
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
  const { flow } = await server.template('council-of-three', {})
  const editor = await open()
  await editor.open(await server.flow(flow))
  await editor.step('Council of three').click()
  await editor.page.getByRole('button', { name: 'Fit all' }).click()
  await shoot(editor, 'editor-light')
}

// The chair writes: answers and reviews are in.
for (const theme of ['light', 'dark']) {
  const { flow, sampleInput } = await server.template('council-of-three', { seed: 7, model: slow })
  const editor = await open(theme)
  const flowId = await server.flow(flow)
  await server.run(flowId, sampleInput)
  await editor.open(flowId)
  await show(editor, 'Timeline')
  const council = editor.step('Council of three')
  await council.locator('[data-status=running]').filter({ hasText: 'Chair' }).waitFor()
  await until(async () => ((await council.locator('.step-strip p[data-words]').textContent()) ?? '').length > 80)
  await shoot(editor, `live-run-${theme}`)
  if (theme === 'dark') continue
  await editor.expectDone()
  await show(editor, 'Output')
  await shoot(editor, 'finished-run-light')
}

{
  const editor = await running('vote-of-five', { model: slower, seed: 3 })
  await editor.page.getByRole('button', { name: 'Fold', exact: true }).first().click()
  await editor.page.getByRole('button', { name: 'Fit all' }).click()
  await editor
    .step('Most votes win')
    .getByText(/[123] to come/)
    .waitFor()
  await shoot(editor, 'vote')
}

{
  const editor = await running('gate-with-rework', { model: slow, seed: 3 })
  await editor.page.getByRole('button', { name: 'Fold', exact: true }).first().click()
  await editor.page.getByRole('button', { name: 'Fit all' }).click()
  await editor.step('Writer').getByText('Round 2').waitFor()
  await until(async () => ((await editor.step('Writer').locator('.step-strip').textContent()) ?? '').length > 60)
  await shoot(editor, 'gate-rework')
}

{
  const editor = await running('do-for-each', { model: slower, seed: 3 })
  await editor.page.getByRole('button', { name: 'Fold', exact: true }).first().click()
  await show(editor, 'Items')
  await editor
    .step('For each comment')
    .getByText(/[234] of 5/)
    .waitFor()
  await shoot(editor, 'pool')
}

await browser.close()
await server.close()
