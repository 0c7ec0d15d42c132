/**
 * Records runs of templates on the practice model, one per pattern of UX.md §4, for the tests that fold them:
 * `node e2e/recordRuns.mjs [template …]`. What it writes is the answer of `GET /api/runs/:id/history`, compressed.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { startServer } from './fixtures/server.ts'

const folder = fileURLToPath(new URL('../apps/editor/src/testing/logs', import.meta.url))
await mkdir(folder, { recursive: true })
const server = await startServer()
const { items } = await server.get('/api/templates')
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
