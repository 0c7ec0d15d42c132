import { LLMock } from '@copilotkit/aimock'
import { type ModelRequest, StepFailure } from '@quorum/engine'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createGuardedFetch, modelTimeouts } from '../net/guardedFetch.ts'
import { createModels } from './createModels.ts'

const mock = new LLMock({ port: 0, logLevel: 'silent' })
beforeAll(async () => {
  await mock.start()
})
afterAll(async () => {
  await mock.stop()
})
beforeEach(() => {
  mock.clearFixtures()
  mock.clearRequests()
})

const providers = [
  ['openai/gpt-4o-mini', 'OPENAI_API_KEY', '/v1'],
  ['anthropic/claude-sonnet-4-5', 'ANTHROPIC_API_KEY', '/v1'],
  ['google/gemini-2.5-flash', 'GOOGLE_GENERATIVE_AI_API_KEY', '/v1beta'],
] as const

const modelsWithKeys = () =>
  createModels({
    openaiKey: 'key-o',
    anthropicKey: 'key-a',
    googleKey: 'key-g',
    baseUrls: { openai: `${mock.url}/v1`, anthropic: `${mock.url}/v1`, google: `${mock.url}/v1beta` },
    fetch: createGuardedFetch({ allow: [new URL(mock.url).host], ...modelTimeouts }),
    sleep: async () => {},
  })
const ask = async (request: Partial<ModelRequest>, signal = new AbortController().signal) => {
  const deltas: string[] = []
  const answer = await modelsWithKeys().call(
    {
      model: 'openai/gpt-4o-mini',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'hello' },
      ],
      ...request,
    },
    { signal, idempotencyKey: 'run/step/1', onText: (delta) => deltas.push(delta) },
  )
  return { ...answer, deltas }
}
const failureOf = async (work: Promise<unknown>) => {
  const error = await work.catch((error: unknown) => error)
  expect(error).toBeInstanceOf(StepFailure)
  return error as StepFailure
}

describe.each(providers)('%s', (model, variable) => {
  test('streams text in one request with system prompt and idempotency key', async () => {
    mock.onMessage('hello', { content: 'Good morning to all of you, dear friends' })
    const { text, deltas, usage } = await ask({ model })
    expect(text).toBe('Good morning to all of you, dear friends')
    expect(deltas.join('')).toBe(text)
    expect(usage).toMatchObject({ calls: 1, simulated: false })
    expect(usage.usd).toBeGreaterThan(0)
    const requests = mock.getRequests()
    expect(requests).toHaveLength(1)
    expect(requests[0]?.headers['idempotency-key']).toBe('run/step/1')
    expect(JSON.stringify(requests[0]?.body)).toContain('Be brief.')
  })

  test('gives an object that obeys its schema, and leaves a broken one to the caller', async () => {
    const schema = {
      type: 'object',
      properties: { pass: { type: 'boolean' } },
      required: ['pass'],
      additionalProperties: false,
    }
    mock.onMessage('hello', { content: '{"pass":true}' })
    expect((await ask({ model, schema })).object).toEqual({ pass: true })
    mock.clearFixtures()
    mock.onMessage('hello', { content: '{"pass":"maybe"}' })
    expect(await failureOf(ask({ model, schema }))).toMatchObject({ code: 'schema', retryable: false })
  })

  test('asks for tools, and is told what they gave', async () => {
    const tools = [
      {
        name: 'weather',
        description: 'Weather of a city',
        schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      },
    ]
    mock.onMessage('hello', { toolCalls: [{ name: 'weather', arguments: '{"city":"Paris"}' }] })
    const { calls = [] } = await ask({ model, tools })
    expect(calls).toMatchObject([{ name: 'weather', input: { city: 'Paris' } }])
    expect(calls[0]?.id).not.toBe('')
    expect(mock.getRequests()).toHaveLength(1)
    mock.clearFixtures()
    mock.on({ predicate: () => true }, { content: 'Sunny in Paris.' })
    const { text } = await ask({
      model,
      tools,
      useTools: false,
      messages: [
        { role: 'user', content: 'hello' },
        { role: 'assistant', content: '', calls },
        { role: 'tool', content: 'the sun shines', callId: calls[0]?.id ?? '', tool: 'weather' },
      ],
    })
    expect(text).toBe('Sunny in Paris.')
    expect(JSON.stringify(mock.getRequests().at(-1)?.body)).toContain('the sun shines')
  })

  test.each([
    [400, 'invalid-request', false],
    [401, 'auth', false],
    [404, 'not-found', false],
    [429, 'rate-limit', true],
    [500, 'server', true],
    [529, 'server', true],
  ])('status %i is %s, asked once', async (status, code, retryable) => {
    mock.onMessage('hello', { error: { message: 'the reason', type: 'some_error' }, status })
    const failure = await failureOf(ask({ model }))
    expect(failure).toMatchObject({ code, retryable })
    expect(failure.message).toContain('the reason')
    expect(mock.getRequests()).toHaveLength(1)
  })

  test('without its key names the variable to set', async () => {
    const models = createModels({ fetch, sleep: async () => {} })
    const call = models.call(
      { model, messages: [] },
      { signal: new AbortController().signal, idempotencyKey: 'k', onText: () => {} },
    )
    const failure = await failureOf(call)
    expect(failure.code).toBe('auth')
    expect(failure.message).toContain(variable)
    expect(models.knows(model)).toBe(failure.message)
    expect(models.list().find(({ id }) => id === model)).toMatchObject({
      available: false,
      reason: expect.stringContaining(variable),
    })
    expect(modelsWithKeys().knows(model)).toBeNull()
  })

  test('an abort ends the call with its reason', async () => {
    mock.onMessage('hello', { content: 'word '.repeat(200) }, { latency: 50, chunkSize: 5 })
    const abort = new AbortController()
    const call = modelsWithKeys().call(
      { model, messages: [{ role: 'user', content: 'hello' }] },
      { signal: abort.signal, idempotencyKey: 'k', onText: () => abort.abort(new Error('cancelled')) },
    )
    await expect(call).rejects.toThrow('cancelled')
  })

  test('a cut stream is a broken connection', async () => {
    mock.onMessage('hello', { content: 'word '.repeat(50) }, { chunkSize: 5, truncateAfterChunks: 3 })
    expect(await failureOf(ask({ model }))).toMatchObject({ retryable: true })
  })
})

test('the price of an unknown model is unknown, not zero', async () => {
  mock.onMessage('hello', { content: 'hi' })
  expect((await ask({ model: 'openai/gpt-nobody-knows' })).usage.usd).toBeNull()
})
