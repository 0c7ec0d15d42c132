import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ModelRequest, StepFailure } from '@quorum/engine'
import { afterEach, describe, expect, test } from 'vitest'
import { createGuardedFetch, modelTimeouts } from '../net/guardedFetch.ts'
import { createModels } from './createModels.ts'
import { maxAnswerBytes } from './modelFailure.ts'

interface Received {
  readonly headers: IncomingMessage['headers']
  readonly url: string | undefined
  readonly body: Record<string, unknown>
}

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** A real endpoint on loopback, and a way to ask it. */
async function endpoint(
  answer: (response: ServerResponse, request: IncomingMessage) => void,
  timeouts: object = modelTimeouts,
) {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    received.push({ headers: request.headers, url: request.url, body: JSON.parse(body) })
    answer(response, request)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  stops.push(() => {
    server.close()
    server.closeAllConnections()
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const models = createModels({
    localUrl: `http://${host}/v1`,
    localKey: 'secret-key',
    fetch: createGuardedFetch({ allow: [host], ...timeouts }),
    sleep: () => Promise.reject(new Error('a real model never sleeps')),
    now: () => Date.parse('2026-01-01T00:00:00Z'),
  })
  const deltas: string[] = []
  const ask = (request: Partial<ModelRequest> = {}, signal = new AbortController().signal) =>
    models.call(
      { model: 'local/llama3:8b', messages: [{ role: 'user', content: 'Hello?' }], ...request },
      { signal, idempotencyKey: 'run1/council/answers[2]/1', onText: (delta) => deltas.push(delta) },
    )
  return { ask, received, deltas, server }
}

const event = (content: string, more: object = {}) =>
  `data: ${JSON.stringify({ choices: [{ delta: { content } }], ...more })}\n\n`
const end = `data: ${JSON.stringify({ choices: [{ delta: {}, finish_reason: 'stop' }] })}\n\n`
const streamed = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' })
const whole = (content: string, more: object = {}) =>
  JSON.stringify({ choices: [{ message: { content }, finish_reason: 'stop' }], ...more })
const json = (response: ServerResponse, status: number, body: string, headers = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
const failureOf = async (work: Promise<unknown>) => {
  const error = await work.catch((error: unknown) => error)
  expect(error).toBeInstanceOf(StepFailure)
  return error as StepFailure
}

describe('an answer', () => {
  test('streams, in exactly one request with key and idempotency key', async () => {
    const usage = { prompt_tokens: 11, completion_tokens: 7 }
    const { ask, received, deltas } = await endpoint((response) => {
      streamed(response).write(': comment\n\n')
      response.write(event('Hel'))
      const split = Buffer.from(event('lö 😀'))
      response.write(split.subarray(0, split.length - 9))
      response.write(split.subarray(split.length - 9))
      response.end(`${end}data: ${JSON.stringify({ choices: [], usage })}\n\ndata: [DONE]\n\n`)
    })
    const answer = await ask({ temperature: 0.2, maxOutputTokens: 50, seed: 3 })
    expect(answer).toEqual({
      text: 'Hello'.replace('o', 'ö 😀'),
      usage: { calls: 1, inputTokens: 11, outputTokens: 7, usd: null, simulated: false },
    })
    expect(deltas).toEqual(['Hel', 'lö 😀'])
    expect(received).toHaveLength(1)
    expect(received[0]).toMatchObject({
      url: '/v1/chat/completions',
      headers: { 'idempotency-key': 'run1/council/answers[2]/1', authorization: 'Bearer secret-key' },
      body: {
        model: 'llama3:8b',
        stream: true,
        stream_options: { include_usage: true },
        temperature: 0.2,
        max_tokens: 50,
        seed: 3,
      },
    })
  })

  test('may also come whole; missing usage is estimated', async () => {
    const { ask, deltas } = await endpoint((response) => json(response, 200, whole('Hi there')))
    const { text, usage } = await ask()
    expect([text, deltas]).toEqual(['Hi there', ['Hi there']])
    expect(usage).toMatchObject({ outputTokens: 2, usd: null })
    expect(usage.inputTokens).toBeGreaterThan(0)
  })

  const schema = { type: 'object', properties: { pass: { type: 'boolean' } }, required: ['pass'] }

  test('with a schema asks for it and gives the object, also out of a fence', async () => {
    const { ask, received } = await endpoint((response) => json(response, 200, whole('```json\n{"pass": true}\n```')))
    expect((await ask({ schema })).object).toEqual({ pass: true })
    expect(received[0]?.body.response_format).toEqual({ type: 'json_schema', json_schema: { name: 'answer', schema } })
  })

  test.each(['no json here', '{"pass": "maybe"}'])(
    'that breaks its schema is left to the caller: %s',
    async (content) => {
      const { ask, received } = await endpoint((response) => json(response, 200, whole(content)))
      expect(await failureOf(ask({ schema }))).toMatchObject({ code: 'schema', retryable: false })
      expect(received).toHaveLength(1)
    },
  )
})

describe('tools', () => {
  const tools = [{ name: 'weather', description: 'Weather of a city', schema: { type: 'object' } }]
  const piece = (call: object) =>
    `data: ${JSON.stringify({ choices: [{ delta: { tool_calls: [call] }, finish_reason: null }] })}\n\n`

  test('are offered, and calls come out of a stream in pieces', async () => {
    const { ask, received } = await endpoint((response) => {
      streamed(response)
      response.write(`data: ${JSON.stringify({ choices: [{ delta: { reasoning_content: 'Hm. ' } }] })}\n\n`)
      response.write(piece({ index: 0, id: 'c1', function: { name: 'weather', arguments: '{"city"' } }))
      response.write(piece({ index: 0, function: { arguments: ':"Paris"}' } }))
      response.write(piece({ index: 1, id: 'c2', function: { name: 'weather', arguments: '{broken' } }))
      response.end(end)
    })
    const answer = await ask({ tools })
    expect(answer).toMatchObject({
      text: '',
      reasoning: 'Hm. ',
      calls: [
        { id: 'c1', name: 'weather', input: { city: 'Paris' } },
        { id: 'c2', name: 'weather', input: '{broken' },
      ],
    })
    expect(received[0]?.body).toMatchObject({
      tools: [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }],
      tool_choice: 'auto',
    })
  })

  test('may be shut, and earlier calls and results are told in the form of the protocol', async () => {
    const { ask, received } = await endpoint((response) => json(response, 200, whole('Sunny.')))
    await ask({
      tools,
      useTools: false,
      messages: [
        { role: 'user', content: 'Paris?' },
        { role: 'assistant', content: '', calls: [{ id: 'c1', name: 'weather', input: { city: 'Paris' } }] },
        { role: 'tool', content: 'sun', callId: 'c1', tool: 'weather' },
      ],
    })
    expect(received[0]?.body.tool_choice).toBe('none')
    expect(received[0]?.body.messages).toEqual([
      { role: 'user', content: 'Paris?' },
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"Paris"}' } }],
      },
      { role: 'tool', content: 'sun', tool_call_id: 'c1' },
    ])
  })
})

describe('a failure', () => {
  const says = JSON.stringify({ error: { message: 'the reason' } })
  test.each([
    [400, 'invalid-request', false],
    [401, 'auth', false],
    [402, 'quota', false],
    [403, 'auth', false],
    [404, 'not-found', false],
    [408, 'timeout', true],
    [413, 'invalid-request', false],
    [422, 'invalid-request', false],
    [429, 'rate-limit', true],
    [500, 'server', true],
    [502, 'server', true],
    [529, 'server', true],
    [302, 'invalid-request', false],
  ])('with status %i is %s', async (status, code, retryable) => {
    const { ask, received } = await endpoint((response) => json(response, status, says, { location: '/elsewhere' }))
    const failure = await failureOf(ask())
    expect(failure).toMatchObject({ code, retryable })
    expect(failure.message).toContain('the reason')
    expect(failure.message).not.toContain('secret-key')
    expect(received).toHaveLength(1)
  })

  test.each([
    ['7', 7_000],
    ['Thu, 01 Jan 2026 00:00:20 GMT', 20_000],
    ['86400', 60_000],
    ['-5', 0],
    ['soon', undefined],
  ])('with Retry-After %s waits %s ms', async (header, retryAfterMs) => {
    const { ask } = await endpoint((response) => json(response, 429, says, { 'retry-after': header }))
    expect((await failureOf(ask())).retryAfterMs).toBe(retryAfterMs)
  })

  test('429 of an exhausted account is not retried', async () => {
    const { ask } = await endpoint((response) => json(response, 429, '{"error":{"code":"insufficient_quota"}}'))
    expect(await failureOf(ask())).toMatchObject({ code: 'quota', retryable: false })
  })

  test.each([
    [
      'a page',
      (r: ServerResponse) => r.writeHead(200, { 'content-type': 'text/html' }).end('<html>hi</html>'),
      'model-error',
    ],
    ['JSON of something else', (r: ServerResponse) => json(r, 200, '{"a":1}'), 'model-error'],
    ['garbage in the stream', (r: ServerResponse) => streamed(r).end('data: {oops\n\n'), 'model-error'],
    ['nothing', (r: ServerResponse) => json(r, 200, whole('')), 'model-error'],
    ['an error inside a 200', (r: ServerResponse) => json(r, 200, says), 'model-error'],
    [
      'an error inside the stream',
      (r: ServerResponse) => streamed(r).end(`${event('x')}data: {"error":{"code":503,"message":"full"}}\n\n`),
      'server',
    ],
    ['a stream that just ends', (r: ServerResponse) => streamed(r).end(event('half')), 'connection'],
    ['a cut stream', (r: ServerResponse) => streamed(r).write(event('half'), () => r.destroy()), 'connection'],
    ['a reset', (r: ServerResponse) => r.destroy(), 'connection'],
  ])('%s is retryable and has its class', async (_, answer, code) => {
    const { ask, received } = await endpoint((response) => void answer(response))
    expect(await failureOf(ask())).toMatchObject({ code, retryable: true })
    expect(received).toHaveLength(1)
  })

  test('a refused connection says that nothing listens there', async () => {
    const { ask, server } = await endpoint(() => {})
    await new Promise((done) => server.close(done))
    const failure = await failureOf(ask())
    expect(failure).toMatchObject({ code: 'connection', retryable: true })
    expect(failure.message).toMatch(/Is it running/)
  })

  test('a blocked answer is content-filter', async () => {
    const { ask } = await endpoint((response) =>
      json(response, 200, JSON.stringify({ choices: [{ message: {}, finish_reason: 'content_filter' }] })),
    )
    expect((await failureOf(ask())).code).toBe('content-filter')
  })

  test('an endless answer is cut off', async () => {
    const { ask } = await endpoint((response) => {
      const chunk = event('x'.repeat(64 * 1024))
      const write = () => void (streamedOnce.write(chunk) ? setImmediate(write) : streamedOnce.once('drain', write))
      const streamedOnce = streamed(response)
      write()
    })
    const failure = await failureOf(ask())
    expect(failure.code).toBe('too-large')
    expect(failure.message).toContain(String(maxAnswerBytes))
  })

  test('silence before the headers and inside the stream is a timeout', async () => {
    const before = await endpoint(() => {}, { headersMs: 60, idleMs: 5_000, totalMs: null })
    expect(await failureOf(before.ask())).toMatchObject({ code: 'timeout', retryable: true })
    const inside = await endpoint((response) => void streamed(response).write(event('a')), {
      headersMs: 5_000,
      idleMs: 60,
      totalMs: null,
    })
    expect(await failureOf(inside.ask())).toMatchObject({ code: 'timeout', retryable: true })
  })

  test('an endpoint the operator has not allowed is not called', async () => {
    const models = createModels({
      localUrl: 'http://127.0.0.1:11435/v1',
      fetch: createGuardedFetch({ allow: [] }),
      sleep: async () => {},
    })
    const call = models.call(
      { model: 'local/x', messages: [] },
      { signal: new AbortController().signal, idempotencyKey: 'k', onText: () => {} },
    )
    expect(await failureOf(call)).toMatchObject({ code: 'invalid-request', retryable: false })
  })
})

describe('an abort', () => {
  test.each([
    ['before the headers', (_: ServerResponse) => {}],
    ['inside the stream', (response: ServerResponse) => void streamed(response).write(event('a'))],
  ])('%s closes the connection and gives the reason', async (_, answer) => {
    const arrived = Promise.withResolvers<void>()
    const closed = Promise.withResolvers<void>()
    const { ask } = await endpoint((response, request) => {
      request.socket.once('close', () => closed.resolve())
      answer(response)
      arrived.resolve()
    })
    const abort = new AbortController()
    const call = ask({}, abort.signal)
    call.catch(() => {})
    await arrived.promise
    abort.abort(new Error('cancelled'))
    await expect(call).rejects.toThrow('cancelled')
    await closed.promise
  })
})

test('without an address the models of the endpoint are not available', async () => {
  const models = createModels({ fetch, sleep: async () => {} })
  expect(models.list().find(({ id }) => id === 'local/default')).toMatchObject({
    available: false,
    reason: expect.stringContaining('QUORUM_MODEL_URL'),
  })
  expect(models.knows('local/x')).toMatch(/QUORUM_MODEL_URL/)
})
