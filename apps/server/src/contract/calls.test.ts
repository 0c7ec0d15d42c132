import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { councilFlow, failingBranchFlow, raceFlow } from './flows.ts'
import { type ModelEndpoint, startModelEndpoint } from './modelEndpoint.ts'
import { ended, type ServerProcess, startServer, waitFor } from './serverProcess.ts'

const data = mkdtempSync(join(tmpdir(), 'quorum-calls-'))
let endpoint: ModelEndpoint
let server: ServerProcess

beforeAll(async () => {
  endpoint = await startModelEndpoint((prompt) => (prompt.includes('Race') ? 'won' : 'fine'))
  server = await startServer(data, { QUORUM_MODEL_URL: endpoint.url })
}, 30_000)
afterAll(async () => {
  await server?.stop()
  await endpoint?.close()
  rmSync(data, { recursive: true, force: true })
})

const of = (id: string) => endpoint.calls.filter((call) => call.key.startsWith(`${id}/`))

test('a council of three makes exactly 2N + 1 calls, each one request, and gives answer, ranking and record', async () => {
  const id = await server.run(councilFlow('local/any'), { question: 'Is it safe?' })
  const view = await server.until(id, ended)
  expect(view).toMatchObject({
    status: 'completed',
    usage: { calls: 7 },
    nodes: { council: { status: 'completed', progress: { done: 7, total: 7 } } },
  })
  expect(of(id)).toHaveLength(7)
  expect(new Set(of(id).map((call) => call.key)).size).toBe(7)
  const reviews = of(id).filter((call) => call.key.includes('reviews['))
  expect(reviews).toHaveLength(3)
  // Whom they judge they cannot see.
  for (const review of reviews) expect(review.prompt).not.toMatch(/\b(Ada|Ben|Cyd)\b/)
  const step = await server.get<{ output: unknown; usage: { calls: number } }>(
    `/api/runs/${id}/steps/${encodeURIComponent('council/answers[2]')}`,
  )
  expect(step.output).toBeTruthy()
})

test('the losers of a race are cut off: their connections close and nothing is left running', async () => {
  endpoint.hold((key) => key.includes('/b/'))
  const id = await server.run(raceFlow('local/any'))
  const view = await server.until(id, ended)
  expect(view).toMatchObject({
    status: 'completed',
    output: { result: 'won' },
    nodes: {
      a: { status: 'cancelled' },
      b: { status: 'completed' },
      c: { status: 'cancelled' },
      first: { status: 'completed' },
    },
  })
  await waitFor(async () => of(id).every((call) => call.state !== 'open'))
  expect(
    of(id)
      .map((call) => call.state)
      .sort(),
  ).toEqual(['aborted', 'aborted', 'answered'])
  endpoint.release()
})

test('a failing branch never leaves a join waiting, and the other branch finishes all the same', async () => {
  const view = await server.until(await server.run(failingBranchFlow('local/any')), ended)
  expect(view).toMatchObject({
    status: 'failed',
    error: { nodeId: 'bad' },
    nodes: {
      good: { status: 'completed' },
      bad: { status: 'failed' },
      join: { status: 'failed' },
      out: { status: 'skipped' },
    },
  })
})

test('cancel closes the connections of what is in flight', async () => {
  endpoint.hold()
  const id = await server.run(raceFlow('local/any'))
  await waitFor(async () => of(id).length === 3)
  await server.post(`/api/runs/${id}/cancel`, {})
  const view = await server.until(id, ended)
  expect(view.status).toBe('cancelled')
  await waitFor(async () => of(id).every((call) => call.state === 'aborted'))
  endpoint.release()
})
