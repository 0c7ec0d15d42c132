/**
 * Takes a picture of every pattern's node, live and done, light and dark, and writes docs/patterns/gallery.md:
 * `node e2e/gallery.mjs`, once the editor is built. Names of templates as arguments take only those.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { startServer } from './fixtures/server.ts'

const folder = fileURLToPath(new URL('../docs/images/patterns', import.meta.url))
await mkdir(folder, { recursive: true })
const wanted = process.argv.slice(2)
const server = await startServer()
const get = async (path) => (await fetch(`${server.url}${path}`)).json()
const kinds = (await get('/api/nodes')).items
const templates = (await get('/api/templates')).items
const order = (pattern) => (pattern.startsWith('P') ? 0 : 100) + Number(pattern.slice(1))
const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH || undefined,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})

/** The node that is the pattern: of its kind, else one with others inside, else the last that is neither input nor output. */
const nodeOf = ({ pattern, flow }) => {
  const own = new Set(kinds.filter(({ patternId }) => patternId === pattern).map(({ kind }) => kind))
  return (
    flow.nodes.findLast(({ kind }) => own.has(kind)) ??
    flow.nodes.find(({ id }) => flow.nodes.some(({ parent }) => parent === id)) ??
    flow.nodes.findLast(({ kind, parent }) => !parent && kind !== 'input' && kind !== 'output')
  )
}
/** So slow that it is still at work when both pictures are taken, wherever no node has a practice model of its own. */
const slow = 'simulated/standard?latencyMs=3000&tokensPerSecond=15'

async function shoot(template) {
  const flowId = await server.flow(template.flow)
  const own = template.flow.nodes.some(({ params }) => params?.model)
  const start = async (model) => (await server.post('/api/runs', { flowId, input: template.sampleInput, ...model })).id
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1680, height: 1050 } })
  const page = await context.newPage()
  const step = page.locator(`#step-${nodeOf(template).id}`)
  // Of a wide flow only names are to be read, and the view goes along with the run.
  const comeNear = async () => {
    await step.focus()
    for (const key of ['Space', '2', 'Escape']) await page.keyboard.press(key)
    await page.waitForTimeout(1_000)
  }
  const both = async (state) => {
    if (wide) await comeNear()
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme })
      await step.screenshot({ path: `${folder}/${template.id}-${state}-${colorScheme}.png` })
    }
  }
  await page.goto(`/flows/${flowId}`)
  await step.waitFor()
  await page.evaluate(() => document.fonts.ready)
  const wide = (await page.locator('.canvas').getAttribute('data-detail')) !== 'full'
  const liveId = await start(own ? {} : { model: slow })
  await page.goto(`/flows/${flowId}/runs/${liveId}`)
  // What is over in no time has no live picture but its end.
  const atWork = page.locator(`#step-${nodeOf(template).id}[data-status=running]`)
  await atWork.waitFor({ timeout: wide ? 90_000 : 20_000 }).catch(() => undefined)
  await page.waitForTimeout(1_500)
  await both('live')
  await fetch(`${server.url}/api/runs/${liveId}/cancel`, { method: 'POST' })
  const runId = await start({})
  await page.goto(`/flows/${flowId}/runs/${runId}`)
  const patient = Date.now() + 90_000
  for (;;) {
    const { status, waitingFor } = await get(`/api/runs/${runId}`)
    if (['completed', 'failed', 'cancelled'].includes(status) || Date.now() > patient) break
    for (const { path, kind } of waitingFor)
      if (kind === 'approval')
        await fetch(`${server.url}/api/runs/${runId}/signals/${encodeURIComponent(path)}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ decision: 'approve', by: 'somebody' }),
        })
    await page.waitForTimeout(300)
  }
  await page.waitForTimeout(500)
  await both('done')
  await context.close()
  console.log(template.id, (await get(`/api/runs/${runId}`)).status)
}

const todo = templates.filter(({ id }) => wanted.length === 0 || wanted.includes(id))
// Three at a time: a run of the practice model mostly waits.
await Promise.all(
  Array.from({ length: 3 }, async () => {
    for (let template = todo.shift(); template; template = todo.shift())
      await shoot(template).catch((error) => console.error(template.id, error.message.split('\n')[0]))
  }),
)
await browser.close()
await server.close()

const picture = (id, state) =>
  `<picture><source media="(prefers-color-scheme: dark)" srcset="../images/patterns/${id}-${state}-dark.png"><img src="../images/patterns/${id}-${state}-light.png" alt="" width="300"></picture>`
const rows = templates
  .toSorted((a, b) => order(a.pattern) - order(b.pattern))
  .map(({ id, title, pattern }) => `| ${pattern} | ${title} | ${picture(id, 'live')} | ${picture(id, 'done')} |`)
await writeFile(
  fileURLToPath(new URL('../docs/patterns/gallery.md', import.meta.url)),
  `# Every pattern at work

What its node shows while it works and when it is done, on the practice model, as the template runs it. The pictures follow
the theme of the page. Taken by \`node e2e/gallery.mjs\`.

| pattern | template | live | done |
| --- | --- | --- | --- |
${rows.join('\n')}
`,
)
