/**
 * Records runs of templates on the practice model, one per pattern of UX.md §4, for the tests that fold them:
 * `node e2e/recordRuns.mjs [template …]`. What it writes is the answer of `GET /api/runs/:id/history`, compressed.
 */
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { startServer } from './fixtures/server.ts'

const folder = fileURLToPath(new URL('../apps/editor/src/testing/logs', import.meta.url))
await mkdir(folder, { recursive: true })
// No template calls an address, and nothing outside this machine is asked: a page of our own answers.
const weather = createServer((_, answer) => {
  answer.setHeader('content-type', 'application/json')
  answer.end(JSON.stringify({ city: 'Oslo', degrees: 4, sky: 'light rain' }))
}).listen(0, '127.0.0.1')
await once(weather, 'listening')
const host = `127.0.0.1:${weather.address().port}`
const callsAnAddress = {
  id: 'calls-an-address',
  pattern: 'Tool',
  sampleInput: { city: 'Oslo' },
  flow: {
    format: 'quorum.flow/1',
    name: 'Ask for the weather',
    settings: {},
    nodes: [
      {
        id: 'city',
        kind: 'input',
        position: { x: 0, y: 0 },
        params: { fields: [{ name: 'city', type: 'text', required: true }] },
      },
      {
        id: 'ask',
        kind: 'http',
        title: 'Ask for it',
        position: { x: 304, y: 0 },
        params: { url: `http://${host}/weather?of={{ input.city }}` },
      },
      { id: 'weather', kind: 'output', position: { x: 608, y: 0 }, params: { name: 'weather' } },
    ],
    edges: [
      { id: 'e1', source: 'city', target: 'ask' },
      { id: 'e2', source: 'ask', target: 'weather' },
    ],
  },
}

const server = await startServer({ QUORUM_ALLOW_PRIVATE_NETWORK: host })
const items = [...(await server.get('/api/templates')).items, callsAnAddress]
const wanted = process.argv.slice(2)
if (wanted.length === 0)
  for (const { id, pattern, flow } of items) console.log(id, pattern, flow.nodes.map(({ kind }) => kind).join(' '))
for (const id of wanted) {
  const found = items.find((one) => one.id === id)
  if (!found) throw new Error(`there is no template “${id}”`)
  const run = await server.post('/api/runs', {
    flow: found.flow,
    input: found.sampleInput,
    seed: 7,
    model: 'simulated/fast',
  })
  const patient = Date.now() + 60_000
  for (;;) {
    const view = await server.get(`/api/runs/${run.id}`)
    if (view.endedAt !== null) break
    if (Date.now() > patient) throw new Error(`“${id}” does not end`)
    for (const { path, kind } of view.waitingFor)
      if (kind === 'approval')
        await server.post(`/api/runs/${run.id}/signals/${encodeURIComponent(path)}`, { decision: 'approve', by: 'Ada' })
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const text = await (await fetch(`${server.url}/api/runs/${run.id}/history`)).text()
  const packed = gzipSync(text, { level: 9 })
  await writeFile(`${folder}/${id}.ndjson.gz`, packed)
  console.log(id, text.split('\n').length - 1, 'lines', packed.length, 'bytes')
}
await server.close()
weather.close()
