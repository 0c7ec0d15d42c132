/**
 * How long runs in the browser take: `node bench/editor/runs.mjs`, once the editor is built. Starts a server of its own,
 * makes a run of about 50,000 events, opens it, draws its timeline, looks back at it. Prints a line per figure beside its
 * limit (UX.md §1, PERFORMANCE.md) and ends with 1 if one is missed.
 */
import { createRequire } from 'node:module'
import { startServer } from '../../e2e/fixtures/server.ts'

const { chromium } = createRequire(new URL('../../e2e/package.json', import.meta.url))('@playwright/test')
const items = 17_000
const at = (x, y = 0) => ({ x, y })
const big = {
  format: 'quorum.flow/1',
  name: 'Many items',
  settings: {},
  nodes: [
    {
      id: 'l',
      kind: 'code',
      position: at(0),
      params: { source: `export default () => Array.from({ length: ${items} }, (_, i) => 'item ' + i)` },
    },
    { id: 'p', kind: 'pool', position: at(300), params: { maxItems: items, concurrency: 50 } },
    { id: 'w', kind: 'template', parent: 'p', position: at(60, 60), params: { text: 'I saw {{ item }}' } },
    { id: 'a', kind: 'output', position: at(900), params: {} },
  ],
  edges: [
    { id: 'e1', source: 'l', target: 'p' },
    { id: 'e2', source: 'p', target: 'a' },
  ],
}

const server = await startServer()
const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH || undefined,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
let missed = 0
const say = (what, ms, limit) => {
  if (ms > limit) missed++
  console.log(
    `${what.padEnd(44)} ${String(Math.round(ms)).padStart(6)} ms   limit ${limit} ms${ms > limit ? '   MISSED' : ''}`,
  )
}
/** Of what each of `times` calls in the page takes until the next frame is drawn: the 95th percentile, in ms. */
const p95 = (page, times, act) =>
  page.evaluate(
    async ([n, source]) => {
      const once = new Function('i', source)
      const spent = []
      for (let i = 0; i < n; i++) {
        const before = performance.now()
        once(i)
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
        spent.push(performance.now() - before)
      }
      return spent.sort((a, b) => a - b)[Math.floor(n * 0.95)]
    },
    [times, act],
  )

try {
  const flowId = await server.flow(big)
  const runId = await server.run(flowId)
  let view = await server.get(`/api/runs/${runId}`)
  while (view.endedAt === null) {
    await new Promise((resolve) => setTimeout(resolve, 300))
    view = await server.get(`/api/runs/${runId}`)
  }
  console.log(`a run of ${view.seq} events`)
  const page = await (
    await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } })
  ).newPage()
  // Once before, so that the browser has the files.
  await page.goto('/runs')
  let before = performance.now()
  await page.goto(`/flows/${flowId}/runs/${runId}`)
  await page.locator('.step[data-kind=pool][data-status=completed]').waitFor()
  say('opening the run', performance.now() - before, 1_500)

  const dock = page.getByRole('region', { name: 'Run details' })
  before = performance.now()
  await dock.getByRole('tab', { name: 'Timeline' }).click()
  await dock
    .getByText(`${items.toLocaleString('en')}×`)
    .or(dock.getByText('17K×'))
    .first()
    .waitFor()
  say(`timeline with ${items} bars, read and drawn`, performance.now() - before, 4_000)
  say(
    'timeline: a step closer, to paint (p95)',
    await p95(page, 12, 'document.querySelector("button[aria-label=\'Look closer\']").click()'),
    34,
  )

  await page.getByRole('button', { name: 'Replay' }).click()
  await page.waitForFunction(
    () => /The run ends/.test(document.querySelector('input[type=range]')?.getAttribute('aria-valuetext') ?? ''),
    null,
    { timeout: 60_000 },
  )
  const seek = `const input = document.querySelector('input[type=range]')
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, String((i * 7919) % ${view.seq}))
    input.dispatchEvent(new Event('input', { bubbles: true }))`
  say('replay: a jump, to paint (p95)', await p95(page, 60, seek), 50)
} finally {
  await browser.close()
  await server.close()
}
process.exitCode = missed > 0 ? 1 : 0
