import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { councilFlow } from './flows.ts'
import { type ModelEndpoint, startModelEndpoint } from './modelEndpoint.ts'
import { ended, type ServerProcess, startServer, waitFor } from './serverProcess.ts'

const open: { endpoint?: ModelEndpoint; server?: ServerProcess; data?: string } = {}

afterEach(async () => {
  await open.server?.kill()
  await open.endpoint?.close()
  if (open.data) rmSync(open.data, { recursive: true, force: true })
})

async function councilUnderWay(hold: (key: string) => boolean) {
  open.data = mkdtempSync(join(tmpdir(), 'quorum-crash-'))
  open.endpoint = await startModelEndpoint()
  open.endpoint.hold(hold)
  open.server = await startServer(open.data, { QUORUM_MODEL_URL: open.endpoint.url })
  const id = await open.server.run(councilFlow('local/any'), { question: 'Is it safe?' })
  return { id, endpoint: open.endpoint, server: open.server, data: open.data }
}

const answered = (endpoint: ModelEndpoint) =>
  endpoint.calls.filter((call) => call.state === 'answered').map((call) => call.key)
/** The other side hears of a dead server a moment later; what it answers before that would count as answered. */
const cutOff = (endpoint: ModelEndpoint) => waitFor(async () => endpoint.calls.every((call) => call.state !== 'open'))
const paths = (keys: readonly string[]) => keys.map((key) => key.split('/').slice(1, -1).join('/'))

test('a server killed during a council goes on by itself and asks for nothing that was answered', async () => {
  const { id, endpoint, server, data } = await councilUnderWay(
    (key) => key.includes('answers[0]') || key.includes('answers[2]'),
  )
  await server.until(id, (view) => view.nodes['council/answers']?.progress?.done === 2)
  await server.kill()
  await cutOff(endpoint)
  const before = answered(endpoint)
  expect(before).toHaveLength(2)

  endpoint.release()
  const next = await startServer(data, { QUORUM_MODEL_URL: endpoint.url })
  open.server = next
  const view = await next.until(id, ended)
  expect(view.status).toBe('completed')
  expect(view.usage.calls).toBe(7)
  const after = answered(endpoint).slice(before.length)
  expect(after.filter((key) => before.includes(key))).toEqual([])
  // What was in flight is asked again under the same key, so that the other side can tell.
  const interrupted = endpoint.calls.filter((call) => call.state === 'aborted').map((call) => call.key)
  expect(interrupted).toHaveLength(1)
  expect(after).toContain(interrupted[0])
}, 60_000)

test('a council killed after two of three reviews asks only for what is missing', async () => {
  const { id, endpoint, server, data } = await councilUnderWay(
    (key) => key.includes('answers[') || key.includes('reviews[0]') || key.includes('reviews[1]'),
  )
  await server.until(id, (view) => view.nodes['council/reviews']?.progress?.done === 2)
  await waitFor(async () => endpoint.calls.some((call) => call.key.includes('reviews[2]')))
  await server.kill()
  await cutOff(endpoint)
  const before = endpoint.calls.length

  endpoint.release()
  const next = await startServer(data, { QUORUM_MODEL_URL: endpoint.url })
  open.server = next
  const view = await next.until(id, ended)
  expect(view.status).toBe('completed')
  const again = paths(endpoint.calls.slice(before).map((call) => call.key))
  expect(again).toHaveLength(2)
  expect(again[0]).toContain('council/reviews[2]')
  expect(again[1]).toContain('council/chair')
}, 60_000)
