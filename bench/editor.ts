/**
 * How fast the editor is, in a real Chromium against a real server: from opening a flow to the finished picture, and how
 * long a frame takes while the canvas is panned, zoomed and a step dragged. `pnpm bench:editor`, once the editor is built.
 * Figures go to bench/results/editor.json; docs/performance.md says what they mean.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from '../e2e/fixtures/browser.ts'
import { startServer } from '../e2e/fixtures/server.ts'
import { frames, pan } from './frames.ts'

interface Gate {
  readonly name: string
  readonly value: number
  /** In ms, of UX.md §1. */
  readonly most: number
}

const repeats = 3
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** Agents in a grid, each fed by the one before: `n` steps, `n - 1` edges, all wired. */
function gridOf(n: number) {
  const columns = Math.ceil(Math.sqrt(n))
  const nodes = Array.from({ length: n }, (_, index) => ({
    id: `n${index}`,
    kind: index === 0 ? 'input' : index === n - 1 ? 'output' : 'agent',
    title: `Step ${index}`,
    position: { x: (index % columns) * 336, y: Math.floor(index / columns) * 240 },
    params: {},
  }))
  const edges = nodes.slice(1).map(({ id }, index) => ({ id: `e${index}`, source: `n${index}`, target: id }))
  return { format: 'quorum.flow/1' as const, name: `${n} steps`, settings: {}, nodes, edges }
}

const server = await startServer()
const browser = await chromium()
const gates: Gate[] = []

/** From the navigation to the first frame after the steps, or the overview of them, are on the screen. */
async function openToDrawn(page: Page, url: string): Promise<number> {
  await page.goto('/')
  await page.evaluate(() => document.fonts.ready)
  return page.evaluate(async (path) => {
    const started = performance.now()
    history.pushState(null, '', path)
    dispatchEvent(new PopStateEvent('popstate'))
    const drawn = (): boolean => {
      const overview = document.querySelector('[data-testid="overview"]')
      return overview !== null || document.querySelector('.react-flow__node .step') !== null
    }
    while (!drawn()) await new Promise(requestAnimationFrame)
    // The frame after the next has it painted.
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    return performance.now() - started
  }, url)
}

/** From the navigation of a browser that was never here to the frame with the first shelves of the gallery. */
async function galleryToDrawn(): Promise<number> {
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto('/')
  const drawn = await page.evaluate(async () => {
    while (document.querySelectorAll('article svg').length < 8) await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    return performance.now()
  })
  await context.close()
  return drawn
}

const gallery: number[] = []
for (let round = 0; round < repeats; round += 1) gallery.push(await galleryToDrawn())
gates.push({ name: 'gallery opened', value: median(gallery), most: 1_000 })

async function drag(page: Page): Promise<void> {
  const box = await page.locator('.react-flow__node .step').nth(3).boundingBox()
  if (!box) throw new Error('no step is in view')
  await page.mouse.move(box.x + 60, box.y + 20)
  await page.mouse.down()
  for (let step = 1; step <= 60; step += 1) await page.mouse.move(box.x + 60 + step * 3, box.y + 20 + step * 2)
  await page.mouse.up()
}

for (const [size, most] of [
  [200, 500],
  [1_000, 800],
  [5_000, 1_500],
] as const) {
  const id = await server.flow(gridOf(size))
  const opened: number[] = []
  for (let round = 0; round < repeats; round += 1) {
    const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    opened.push(await openToDrawn(page, `/flows/${id}`))
    if (round === repeats - 1) {
      const overview = await frames(page, () => pan(page))
      gates.push({ name: `pan, ${size} steps in overview, p95`, value: overview.p95, most: 50 })
      await page.keyboard.press('Escape')
      await page.getByRole('region', { name: 'Canvas' }).focus()
      await page.keyboard.press('0')
      await page.waitForTimeout(300)
      const near = await frames(page, () => pan(page))
      gates.push({ name: `pan at 100 %, ${size} steps in the flow, p95`, value: near.p95, most: 34 })
      const dragged = await frames(page, () => drag(page))
      gates.push({ name: `drag, ${size} steps in the flow, p95`, value: dragged.p95, most: 34 })
      gates.push({
        name: `longest frame, ${size} steps`,
        value: Math.max(overview.longest, near.longest, dragged.longest),
        most: 200,
      })
    }
    await context.close()
  }
  gates.push({ name: `open to drawn, ${size} steps`, value: median(opened), most })
}

await browser.close()
await server.close()

for (const { name, value, most } of gates)
  console.log(`${value <= most ? ' ' : '!'} ${name.padEnd(46)} ${value.toFixed(0).padStart(6)} ms   (${most})`)
const folder = fileURLToPath(new URL('./results', import.meta.url))
await mkdir(folder, { recursive: true })
const about = { cpus: cpus().length, model: cpus()[0]?.model ?? '', chromium: 'headless, no GPU' }
await writeFile(`${folder}/editor.json`, `${JSON.stringify({ about, gates }, null, 2)}\n`)
