import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { councilFlow, failingOnceFlow } from './flows.ts'
import { type ModelEndpoint, startModelEndpoint } from './modelEndpoint.ts'
import { ended, type ServerProcess, startServer } from './serverProcess.ts'

const data = mkdtempSync(join(tmpdir(), 'quorum-again-'))
let endpoint: ModelEndpoint
let server: ServerProcess
let broken = false

beforeAll(async () => {
  endpoint = await startModelEndpoint((_, key) =>
    broken && key.includes('/second/') ? '' : `said at ${key.split('/')[1]}`,
  )
  server = await startServer(data, { QUORUM_MODEL_URL: endpoint.url })
}, 30_000)
afterAll(async () => {
  await server?.stop()
  await endpoint?.close()
  rmSync(data, { recursive: true, force: true })
})

const of = (id: string) =>
  endpoint.calls.filter((call) => call.key.startsWith(`${id}/`)).map((call) => call.key.split('/')[1])

test('a finished council is replayed without one call and comes to the same', async () => {
  const id = await server.run(councilFlow('local/any'), { question: 'Is it safe?' })
  const first = await server.until(id, ended)
  const before = endpoint.calls.length
  const { id: again } = await server.post<{ id: string }>(`/api/runs/${id}/replay`, {})
  const second = await server.until(again, ended)
  expect(endpoint.calls).toHaveLength(before)
  expect(second).toMatchObject({ status: 'completed', output: first.output, replayOf: id, usage: { calls: 0 } })
})

test('a run from a node asks only for that node and what comes after it; only this asks for it alone', async () => {
  const flow = failingOnceFlow('local/any')
  const id = await server.run(flow)
  await server.until(id, ended)
  const from = await server.run(flow, undefined, { from: { runId: id, nodeId: 'second' } })
  expect(await server.until(from, ended)).toMatchObject({ status: 'completed', nodes: { first: { kept: true } } })
  expect(of(from)).toEqual(['second', 'third'])
  const only = await server.run(flow, undefined, { from: { runId: id, nodeId: 'second', only: true } })
  await server.until(only, ended)
  expect(of(only)).toEqual(['second'])
})

test('a failed run is taken up where it failed, after a restart, too', async () => {
  broken = true
  const id = await server.run(failingOnceFlow('local/any'))
  expect(await server.until(id, ended)).toMatchObject({ status: 'failed', error: { nodeId: 'second' } })
  await server.stop()
  broken = false
  server = await startServer(data, { QUORUM_MODEL_URL: endpoint.url })
  await server.post(`/api/runs/${id}/retry`, {})
  expect(await server.until(id, ended)).toMatchObject({ status: 'completed', error: null })
  expect(of(id)).toEqual(['first', 'second', 'second', 'third'])
}, 60_000)

test('what cannot be is refused with a reason: an earlier run that goes on, a retry of what completed', async () => {
  endpoint.hold()
  const flow = failingOnceFlow('local/any')
  const id = await server.run(flow)
  await expect(server.run(flow, undefined, { from: { runId: id, nodeId: 'second' } })).rejects.toThrow('wrong-status')
  await expect(server.run(flow, undefined, { from: { runId: 'nobody', nodeId: 'second' } })).rejects.toThrow(
    'not-found',
  )
  endpoint.release()
  await server.until(id, ended)
  await expect(server.post(`/api/runs/${id}/retry`, {})).rejects.toThrow('wrong-status')
})
