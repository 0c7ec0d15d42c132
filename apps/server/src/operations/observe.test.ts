import { expect, onTestFinished, test, vi } from 'vitest'
import { createLogger } from '../logger.ts'
import { createRedactor } from '../redact.ts'
import { agent } from '../testing/flows.ts'
import { testConfig, testServer } from '../testing/testServer.ts'

test('runs, calls of models and requests are counted, by pattern and never by id', async () => {
  const { call, request } = await testServer()
  const { body } = await call('POST', '/api/runs', { flow: agent, input: { question: 'x' } })
  const { id } = body as { id: string }
  await vi.waitFor(
    async () => {
      const text = await (await request('/metrics')).text()
      expect(text).toContain('quorum_runs_ended_total{status="completed"} 1')
      expect(text).toContain('quorum_model_calls_total{provider="simulated",outcome="ok"} 1')
      expect(text).toContain('quorum_http_requests_total{method="POST",route="/api/runs",status="202"} 1')
      expect(text).not.toContain(id)
    },
    { timeout: 8_000, interval: 100 },
  )
  const text = await (await request('/metrics')).text()
  for (const line of text.trimEnd().split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) [a-z_0-9]+ .+|[a-z_0-9]+(\{[^\n]*\})? [\d.e+-]+)$/)
})

test('numbers need a token where one is set; readiness does not, and ends with the first sign of stopping', async () => {
  const server = await testServer({ QUORUM_TOKEN: 'a-token-of-enough-characters' })
  expect((await server.request('/metrics')).status).toBe(401)
  expect((await server.request('/api/ready')).status).toBe(200)
  server.refuseRuns()
  expect((await server.request('/api/ready')).status).toBe(503)
  expect((await server.request('/api/health')).status).toBe(200)
})

test('each request has an id, its own or that of a proxy, never one that could forge a line', async () => {
  const { request } = await testServer()
  const idOf = async (given: Record<string, string> = {}) =>
    (await request('/api/health', { headers: given })).headers.get('x-request-id')
  expect(await idOf()).toMatch(/^[\da-f-]{36}$/)
  expect(await idOf({ 'x-request-id': 'from-the-proxy' })).toBe('from-the-proxy')
  expect(await idOf({ 'x-request-id': 'a b' })).toMatch(/^[\da-f-]{36}$/)
})

test('lines for machines are JSON with the ids of request and run, without secrets', () => {
  const lines: string[] = []
  const spy = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  onTestFinished(() => spy.mockRestore())
  const logger = createLogger(createRedactor(['very-secret-value']), 'json', () => 0)
  logger.event('request', { request: 'r1', run: 'run_1', status: 200 })
  logger.info('said very-secret-value\nand more')
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { time: '1970-01-01T00:00:00.000Z', level: 'info', message: 'request', request: 'r1', run: 'run_1', status: 200 },
    { time: '1970-01-01T00:00:00.000Z', level: 'info', message: 'said [hidden]\nand more' },
  ])
  expect(lines.every((line) => !line.includes('\n'))).toBe(true)
  expect(testConfig({ QUORUM_LOG: 'json' }).log).toBe('json')
})
