/**
 * How a run looks while it pours: `node bench/editor/live.mjs`, once the editor is built. A thousand changes of status a
 * second over a hundred steps, 20 patches a second as the server sends them, with text that streams beside. Measured in the
 * page: from the moment a patch is sent until its frame is painted, and how busy the main thread is. The limits are those
 * of UX.md §1; the process ends with 1 if one is missed.
 */
import { createServer, request } from 'node:http'
import { createRequire } from 'node:module'
import { startServer } from '../../e2e/fixtures/server.ts'

const { chromium } = createRequire(new URL('../../e2e/package.json', import.meta.url))('@playwright/test')
const steps = 100
const perSecond = 1_000
const patchesPerSecond = 20
const seconds = 8

const nodes = Array.from({ length: steps }, (_, index) => ({
  id: `n${index}`,
  kind: index === 0 ? 'input' : 'agent',
  title: `Step ${index}`,
  params: {},
  position: { x: (index % 10) * 336, y: Math.floor(index / 10) * 240 },
}))
const flow = {
  format: 'quorum.flow/1',
  name: 'Pouring',
  settings: {},
  nodes,
  edges: nodes.slice(1).map(({ id }, index) => ({ id: `e${index}`, source: `n${index}`, target: id })),
}

/** Passes everything on to the real server but the stream of the run, which is ours. */
function proxyTo(target, stream) {
  const server = createServer((incoming, answer) => {
    if (incoming.url.startsWith('/api/events?')) return stream(answer)
    // The server lets in only pages of its own address.
    const { host: _, origin: __, ...headers } = incoming.headers
    const passed = request(
      target + incoming.url,
      { method: incoming.method, headers: { ...headers, host: new URL(target).host } },
      (from) => {
        answer.writeHead(from.statusCode, from.headers)
        from.pipe(answer)
      },
    )
    incoming.pipe(passed)
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

const usage = { calls: 1, inputTokens: 40, outputTokens: 12, usd: 0, simulated: true }
/** What a step shows after `turn` changes: queued, running, done, and so on round after round. */
function stateOf(turn) {
  const at = new Date().toISOString()
  const round = Math.floor(turn / 3) + 1
  const status = ['queued', 'running', 'completed'][turn % 3]
  return {
    status,
    round,
    startedAt: at,
    endedAt: status === 'completed' ? at : null,
    ...(status === 'completed'
      ? {
          text: `An answer of round ${round}, with some words to be cut.`,
          sent: { out: round },
          usage: { ...usage, calls: round },
        }
      : {}),
  }
}

const server = await startServer()
const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH || undefined,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
let missed = 0
const say = (what, value, limit, unit) => {
  if (value > limit) missed++
  console.log(
    `${what.padEnd(52)} ${value.toFixed(0).padStart(5)} ${unit}   limit ${limit} ${unit}${value > limit ? '   MISSED' : ''}`,
  )
}

try {
  const flowId = await server.flow(flow)
  const runId = await server.run(flowId, {}).catch(async () => (await server.post('/api/runs', { flowId })).id)
  const view = await server.get(`/api/runs/${runId}`)
  const idle = { ...Object.values(view.nodes)[0] }
  let seq = view.seq
  const send = (answer, type, data) =>
    answer.write(
      `${data.seq ? `id: ${runId}:${data.seq}\n` : ''}event: ${type}\ndata: ${JSON.stringify({ run: runId, ...data })}\n\n`,
    )
  let pouring = null
  const proxy = await proxyTo(server.url, (answer) => {
    answer.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    const fresh = Object.fromEntries(
      nodes.map(({ id }) => [
        id,
        { ...idle, status: 'queued', text: null, startedAt: null, endedAt: null, sent: null },
      ]),
    )
    send(answer, 'snapshot', {
      ...view,
      status: 'running',
      endedAt: null,
      output: null,
      error: null,
      seq: ++seq,
      nodes: fresh,
    })
    let turn = 0
    pouring = () => {
      const each = perSecond / patchesPerSecond
      const timer = setInterval(() => {
        const changed = {}
        for (let i = 0; i < each; i++, turn++) changed[`n${turn % steps}`] = stateOf(Math.floor(turn / steps))
        seq += each
        send(answer, 'patch', { seq, nodes: changed, sentAt: Date.now() })
        for (let i = 0; i < 5; i++)
          send(answer, 'delta', {
            nodeId: `n${(turn + i) % steps}`,
            path: `n${(turn + i) % steps}`,
            text: 'some more words ',
          })
      }, 1_000 / patchesPerSecond)
      return () => clearInterval(timer)
    }
  })
  const page = await (
    await browser.newContext({
      baseURL: `http://127.0.0.1:${proxy.address().port}`,
      viewport: { width: 1440, height: 900 },
    })
  ).newPage()
  await page.addInitScript(() => {
    window.painted = []
    window.arrived = []
    const listen = EventSource.prototype.addEventListener
    EventSource.prototype.addEventListener = function (type, listener) {
      listen.call(this, type, listener)
      if (type !== 'patch') return
      listen.call(this, type, ({ data }) => {
        const sentAt = Number(/"sentAt":(\d+)/.exec(data)?.[1])
        const arrivedAt = Date.now()
        window.arrived.push(arrivedAt - sentAt)
        requestAnimationFrame(() => setTimeout(() => window.painted.push(Date.now() - arrivedAt)))
      })
    }
  })
  await page.goto(`/flows/${flowId}/runs/${runId}`)
  await page.locator('.step').first().waitFor()
  const cdp = await page.context().newCDPSession(page)
  // In processor time: what else the computer does must not count.
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const busy = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
  }
  const measure = async (what) => {
    await page.waitForTimeout(1_000)
    await page.evaluate(() => Object.assign(window, { painted: [], arrived: [] }))
    const before = await busy()
    const began = performance.now()
    const stop = pouring()
    await page.waitForTimeout(seconds * 1_000)
    const after = await busy()
    const wall = (performance.now() - began) / 1_000
    const share = (name) => (100 * (after[name] - before[name])) / wall
    stop()
    const [spent, under] = await page.evaluate(() => [window.painted, window.arrived])
    const p95 = (times) => times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.POSITIVE_INFINITY
    say(`${what}: event to paint, p95 of ${spent.length}`, p95(spent), 60, 'ms')
    console.log(`   on its way before that, p95 ${p95(under).toFixed(0).padStart(28)} ms`)
    say(`${what}: main thread busy`, share('TaskDuration'), 40, '% ')
    for (const part of ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration'])
      console.log(`   of it ${part.replace('Duration', '').padEnd(46)} ${share(part).toFixed(0).padStart(3)} %`)
  }
  await measure(`${steps} steps in view`)
  await page.getByRole('region', { name: 'Canvas' }).focus()
  await page.keyboard.press('0')
  await measure('at 100 %')
  proxy.closeAllConnections()
  proxy.close()
} finally {
  await browser.close()
  await server.close()
}
process.exitCode = missed > 0 ? 1 : 0
