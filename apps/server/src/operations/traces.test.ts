import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { agent } from '../testing/flows.ts'
import { testServer } from '../testing/testServer.ts'

test('a run becomes a trace with a span for each step, and without what was asked', async () => {
  const got: { url: string | undefined; body: string }[] = []
  const collector = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    got.push({ url: request.url, body })
    response.end('{}')
  })
  await new Promise<void>((done) => collector.listen(0, '127.0.0.1', done))
  onTestFinished(() => void collector.close())
  const { port } = collector.address() as AddressInfo
  const { call } = await testServer({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` })
  const { body } = await call('POST', '/api/runs', { flow: agent, input: { question: 'the question itself' } })
  await vi.waitFor(() => expect(got).toHaveLength(1), { timeout: 8_000 })
  expect(got[0]?.url).toBe('/v1/traces')
  expect(got[0]?.body).not.toContain('the question itself')
  const { resourceSpans } = JSON.parse(got[0]?.body ?? '{}')
  const [root, ...steps] = resourceSpans[0].scopeSpans[0].spans
  expect(root).toMatchObject({ name: 'A chain', traceId: expect.stringMatching(/^[\da-f]{32}$/), status: { code: 1 } })
  expect(JSON.stringify(root)).toContain((body as { id: string }).id)
  expect(steps.map(({ name }: { name: string }) => name).sort()).toEqual(['a', 'q', 'w'])
  for (const step of steps) {
    expect(step).toMatchObject({ traceId: root.traceId, parentSpanId: root.spanId })
    expect(BigInt(step.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(step.startTimeUnixNano))
  }
  expect(JSON.stringify(steps)).toContain('gen_ai.usage.input_tokens')
})
