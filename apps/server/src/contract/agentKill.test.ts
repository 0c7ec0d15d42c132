import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { toolFlow } from './flows.ts'
import { type ModelEndpoint, startModelEndpoint } from './modelEndpoint.ts'
import { ended, type ServerProcess, startServer, waitFor } from './serverProcess.ts'
import { startToolEndpoint, type ToolEndpoint } from './toolEndpoint.ts'

const open: { model?: ModelEndpoint; tool?: ToolEndpoint; server?: ServerProcess; data?: string } = {}

afterEach(async () => {
  await open.server?.kill()
  await open.model?.close()
  await open.tool?.close()
  if (open.data) rmSync(open.data, { recursive: true, force: true })
})

test('an agent with tools killed between turns 2 and 3 makes only the missing calls afterwards', async () => {
  open.data = mkdtempSync(join(tmpdir(), 'quorum-agent-'))
  open.tool = await startToolEndpoint()
  open.model = await startModelEndpoint((_, key) => {
    if (key.includes('turn[1]')) return { calls: [['book', { room: 'blue', who: 'Ann' }]] }
    if (key.includes('turn[2]'))
      return {
        calls: [
          ['book', { room: 'red', who: 'Ben' }],
          ['book', { room: 'green', who: 'Cleo' }],
        ],
      }
    return 'All booked.'
  })
  const { model, tool, data } = open
  // The last of the three bookings hangs: turn 2 is answered, turn 3 cannot begin.
  tool.hold((path) => path !== '/green')
  const env = { QUORUM_MODEL_URL: model.url, QUORUM_ALLOW_PRIVATE_NETWORK: tool.host }
  const server = await startServer(data, env)
  open.server = server
  const id = await server.run(toolFlow(tool.url), {})
  await waitFor(async () => tool.calls.filter(({ state }) => state === 'answered').length === 2)
  await waitFor(async () => {
    const { items } = await server.get<{ items: { key?: string }[] }>(`/api/runs/${id}/log?limit=200`)
    return items.some(({ key }) => key === 'tool[2][0]/book')
  })
  await waitFor(async () => tool.calls.length === 3)
  await server.kill()
  await waitFor(async () => tool.calls.every(({ state }) => state !== 'open'))
  const [asked, booked] = [model.calls.length, tool.calls.length]
  expect([asked, booked]).toEqual([2, 3])

  tool.release()
  const next = await startServer(data, env)
  open.server = next
  const view = await next.until(id, ended)
  expect(view.status).toBe('completed')
  expect(view.usage.calls).toBe(3)
  // One turn, one booking: the third turn, and the booking that had no answer, under its own key.
  expect(model.calls.slice(asked).map(({ key }) => key)).toEqual([`${id}/a/turn[3]/1`])
  expect(tool.calls.slice(booked)).toMatchObject([{ path: '/green', key: `${id}/a/tool[2][1]/book/1` }])
  const green = tool.calls.filter(({ path }) => path === '/green')
  expect(new Set(green.map(({ key }) => key)).size).toBe(1)

  const step = await next.get<{ record: unknown }>(`/api/runs/${id}/steps/a`)
  expect(step.record).toMatchObject({
    stopped: 'answered',
    turns: [
      { calls: [{ tool: 'book', input: { room: 'blue', who: 'Ann' }, ok: true, output: { booked: '/blue' } }] },
      { calls: [{ output: { booked: '/red' } }, { output: { booked: '/green' } }] },
      { text: 'All booked.', calls: [] },
    ],
  })
}, 60_000)
