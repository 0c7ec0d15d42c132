import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { StepFailure } from '@quorum/engine'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { classOf } from '../../../../packages/nodes/src/guard/classes.ts'
import { createGuardedFetch } from '../net/guardedFetch.ts'
import { createModels } from './createModels.ts'
import { maxAnswerBytes } from './modelFailure.ts'
import type { LoadedMessage } from './withFiles.ts'

/** How each provider says things, on the wire. */
interface Protocol {
  readonly model: string
  /** A piece of the answer. */
  piece(text: string): string
  readonly start: string
  readonly end: string
  /** The answer was withheld. */
  readonly blocked: string
  /** It stopped at its limit of tokens before it had said anything. */
  readonly spent: string
  /** Trouble told in the middle of a good answer. */
  readonly trouble: string
  /** A key that is wrong. */
  readonly badKey: readonly [status: number, body: object]
  /** An account without money. */
  readonly noMoney: readonly [status: number, body: object]
  readonly tooLong: object
}

const data = (...events: readonly object[]): string =>
  events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')
const named = (event: { readonly type: string }): string => `event: ${event.type}\n${data(event)}`

const response = (status: string, more: object = {}) => ({
  id: 'r1',
  object: 'response',
  created_at: 1,
  model: 'm',
  status,
  output: [],
  usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 },
  ...more,
})
const openai: Protocol = {
  model: 'openai/gpt-5-mini',
  start:
    named({ type: 'response.created', response: response('in_progress') } as never) +
    named({
      type: 'response.output_item.added',
      output_index: 0,
      item: { type: 'message', id: 'i1', status: 'in_progress', role: 'assistant', content: [] },
    } as never),
  piece: (delta) =>
    named({ type: 'response.output_text.delta', item_id: 'i1', output_index: 0, content_index: 0, delta } as never),
  end: named({ type: 'response.completed', response: response('completed') } as never),
  blocked: named({
    type: 'response.incomplete',
    response: response('incomplete', { incomplete_details: { reason: 'content_filter' } }),
  } as never),
  spent: named({
    type: 'response.incomplete',
    response: response('incomplete', { incomplete_details: { reason: 'max_output_tokens' } }),
  } as never),
  trouble: named({
    type: 'error',
    sequence_number: 3,
    error: { type: 'server_error', code: 'server_error', message: 'we fell over', param: null },
  } as never),
  badKey: [
    401,
    { error: { message: 'Incorrect API key provided', type: 'invalid_request_error', code: 'invalid_api_key' } },
  ],
  noMoney: [
    429,
    { error: { message: 'You exceeded your current quota', type: 'insufficient_quota', code: 'insufficient_quota' } },
  ],
  tooLong: {
    error: { message: 'This model’s maximum context length is 128000 tokens', code: 'context_length_exceeded' },
  },
}

const anthropic: Protocol = {
  model: 'anthropic/claude-sonnet-4-5',
  start:
    named({
      type: 'message_start',
      message: {
        id: 'm1',
        type: 'message',
        role: 'assistant',
        model: 'm',
        content: [],
        stop_reason: null,
        usage: { input_tokens: 3, output_tokens: 1 },
      },
    } as never) + named({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } } as never),
  piece: (text) => named({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } } as never),
  end:
    named({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } } as never) +
    named({ type: 'message_stop' }),
  blocked:
    named({ type: 'message_delta', delta: { stop_reason: 'refusal' }, usage: { output_tokens: 2 } } as never) +
    named({ type: 'message_stop' }),
  spent:
    named({ type: 'message_delta', delta: { stop_reason: 'max_tokens' }, usage: { output_tokens: 2 } } as never) +
    named({ type: 'message_stop' }),
  trouble: named({ type: 'error', error: { type: 'overloaded_error', message: 'we fell over' } } as never),
  badKey: [401, { type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' } }],
  noMoney: [
    400,
    {
      type: 'error',
      error: { type: 'invalid_request_error', message: 'Your credit balance is too low to access the Anthropic API.' },
    },
  ],
  tooLong: {
    type: 'error',
    error: { type: 'invalid_request_error', message: 'prompt is too long: 210000 tokens > 200000 maximum' },
  },
}

const part = (content: object, more: object = {}) =>
  data({
    candidates: [{ content, index: 0, ...more }],
    usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2 },
  })
const google: Protocol = {
  model: 'google/gemini-2.5-flash',
  start: '',
  piece: (text) => part({ role: 'model', parts: [{ text }] }),
  end: part({ role: 'model', parts: [{ text: '' }] }, { finishReason: 'STOP' }),
  blocked: part({ role: 'model', parts: [] }, { finishReason: 'SAFETY' }),
  spent: part({ role: 'model', parts: [] }, { finishReason: 'MAX_TOKENS' }),
  trouble: data({ error: { code: 503, message: 'we fell over', status: 'UNAVAILABLE' } }),
  badKey: [
    400,
    { error: { code: 400, message: 'API key not valid. Please pass a valid API key.', status: 'INVALID_ARGUMENT' } },
  ],
  noMoney: [
    403,
    { error: { code: 403, message: 'This API method requires billing to be enabled.', status: 'PERMISSION_DENIED' } },
  ],
  tooLong: {
    error: {
      code: 400,
      message: 'The input token count exceeds the maximum number of tokens allowed',
      status: 'INVALID_ARGUMENT',
    },
  },
}

const choice = (delta: object, finish_reason: string | null = null) =>
  data({ choices: [{ index: 0, delta, finish_reason }] })
const local: Protocol = {
  model: 'local/llama3',
  start: '',
  piece: (content) => choice({ content }),
  end: `${choice({}, 'stop')}data: [DONE]\n\n`,
  blocked: `${choice({}, 'content_filter')}data: [DONE]\n\n`,
  spent: `${choice({}, 'length')}data: [DONE]\n\n`,
  trouble: data({ error: { message: 'we fell over', code: 503 } }),
  badKey: [401, { error: { message: 'no such key' } }],
  noMoney: [402, { error: { message: 'Insufficient credits' } }],
  tooLong: { error: { message: 'the request exceeds the available context size (maximum context 4096)' } },
}

type Answer = (response: ServerResponse) => void
let answer: Answer = (response) => response.end()
let asked = 0
/** The body of the last request. */
let heard = ''
const closed: IncomingMessage[] = []
const server = createServer((request, response) => {
  asked++
  response.on('close', () => void closed.push(request))
  heard = ''
  request.on('data', (chunk) => {
    heard += chunk
  })
  request.on('end', () => answer(response))
})
let host = ''
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})

const impatient = { headersMs: 250, idleMs: 250, totalMs: null }
const call = (
  model: string,
  signal = new AbortController().signal,
  onText = (_: string): void => {},
  messages: readonly LoadedMessage[] = [{ role: 'user', content: 'Hello?' }],
) => {
  const url = `http://${host}`
  return createModels({
    openaiKey: 'k',
    anthropicKey: 'k',
    googleKey: 'k',
    localKey: 'k',
    localUrl: `${url}/v1`,
    baseUrls: { openai: `${url}/v1`, anthropic: `${url}/v1`, google: `${url}/v1beta` },
    fetch: createGuardedFetch({ allow: [host], ...impatient }),
    sleep: async () => {},
    now: () => 0,
  }).call({ model, messages }, { signal, idempotencyKey: 'k', onText })
}
const streamed =
  (...parts: readonly string[]): Answer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const text of parts) response.write(text)
    response.end()
  }
const refused =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body))

interface Case {
  readonly fault: string
  readonly answer: (protocol: Protocol) => Answer
  /** Failure code, class of CATALOGUE §7.3, and whether the step tries again by itself. */
  readonly becomes: readonly [code: string, kind: ReturnType<typeof classOf>, retryable: boolean]
  readonly says: RegExp
  readonly waitMs?: number
}
const error = (message: string) => ({ error: { message } })
const cases: readonly Case[] = [
  {
    fault: 'a wrong key',
    answer: ({ badKey }) => refused(...badKey),
    becomes: ['auth', 'never', false],
    says: /refused the key.*Check it/,
  },
  {
    fault: 'no permission',
    answer: () => refused(403, error('not for you')),
    becomes: ['auth', 'never', false],
    says: /refused the key/,
  },
  {
    fault: 'an exhausted account',
    answer: ({ noMoney }) => refused(...noMoney),
    becomes: ['quota', 'quota', false],
    says: /account is exhausted. Top it up/,
  },
  {
    fault: 'an unknown model',
    answer: () => refused(404, error('no such model')),
    becomes: ['not-found', 'never', false],
    says: /Check the model name/,
  },
  {
    fault: 'a prompt that is too long',
    answer: ({ tooLong }) => refused(400, tooLong),
    becomes: ['context-window', 'context_window', false],
    says: /too long/,
  },
  {
    fault: 'a request it does not take',
    answer: () => refused(422, error('no')),
    becomes: ['invalid-request', 'never', false],
    says: /did not accept/,
  },
  {
    fault: '429 with seconds',
    answer: () => refused(429, error('slow down'), { 'retry-after': '7' }),
    becomes: ['rate-limit', 'rate_limit', true],
    says: /too many requests/,
    waitMs: 7_000,
  },
  {
    fault: '429 with a date',
    answer: () => refused(429, error('slow down'), { 'retry-after': new Date(9_000).toUTCString() }),
    becomes: ['rate-limit', 'rate_limit', true],
    says: /too many requests/,
    waitMs: 9_000,
  },
  {
    fault: '429 with an absurd time',
    answer: () => refused(429, error('slow down'), { 'retry-after': '86400' }),
    becomes: ['rate-limit', 'rate_limit', true],
    says: /too many requests/,
    waitMs: 60_000,
  },
  {
    fault: '429 without a time',
    answer: () => refused(429, error('slow down')),
    becomes: ['rate-limit', 'rate_limit', true],
    says: /too many requests/,
  },
  {
    fault: '500',
    answer: () => refused(500, error('oops')),
    becomes: ['server', 'server', true],
    says: /problem of its own \(500\)/,
  },
  {
    fault: '502 with a page of a proxy',
    answer: () => refused(502, '<html><body>Bad gateway</body></html>'),
    becomes: ['server', 'server', true],
    says: /problem of its own \(502\)$/,
  },
  {
    fault: '529',
    answer: () => refused(529, error('overloaded')),
    becomes: ['server', 'server', true],
    says: /problem of its own \(529\)/,
  },
  {
    fault: 'trouble in the middle of an answer',
    answer: ({ start, piece, trouble }) => streamed(start, piece('Hel'), trouble),
    becomes: ['server', 'server', true],
    says: /we fell over/,
  },
  {
    fault: 'silence before the answer',
    answer: () => () => {},
    becomes: ['timeout', 'timeout', true],
    says: /did not answer in time/,
  },
  {
    fault: 'silence in the middle',
    answer:
      ({ start, piece }) =>
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write(start + piece('Hel'))
      },
    becomes: ['timeout', 'timeout', true],
    says: /did not answer in time/,
  },
  {
    fault: 'a connection that is reset',
    answer: () => (response) => void response.socket?.resetAndDestroy(),
    becomes: ['connection', 'connection', true],
    says: /connection to .* failed/,
  },
  {
    fault: 'a stream that ends too early',
    answer: ({ start, piece }) => streamed(start, piece('Hel')),
    becomes: ['connection', 'connection', true],
    says: /broke off in the middle/,
  },
  {
    fault: 'a stream that is torn',
    answer:
      ({ start, piece }) =>
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write(start + piece('Hel'), () => response.socket?.destroy())
      },
    becomes: ['connection', 'connection', true],
    says: /connection|broke off/,
  },
  {
    fault: 'garbage in the stream',
    answer: ({ start }) => streamed(start, 'data: {"this is": no json\n\n'),
    becomes: ['model-error', 'model_error', true],
    says: /unexpected|no chat completion/,
  },
  {
    fault: 'a page instead of an answer',
    answer: () => refused(200, '<html>Welcome to the wifi</html>', { 'content-type': 'text/html' }),
    becomes: ['model-error', 'model_error', true],
    says: /unexpected|no chat completion|gave no answer|broke off/,
  },
  {
    fault: 'an empty answer',
    answer: ({ start, end }) => streamed(start, end),
    becomes: ['model-error', 'model_error', true],
    says: /no answer|empty answer/,
  },
  {
    fault: 'a refusal',
    answer: ({ start, blocked }) => streamed(start, blocked),
    becomes: ['content-filter', 'content_filter', false],
    says: /blocked the answer. Rephrase/,
  },
  {
    fault: 'all tokens spent on thinking',
    answer: ({ start, spent }) => streamed(start, spent),
    becomes: ['model-error', 'model_error', false],
    says: /limit of tokens.*Raise/,
  },
  {
    fault: 'an answer without end',
    answer: ({ start, piece }) =>
      streamed(start, ...Array.from({ length: 5 }, () => piece('x'.repeat(maxAnswerBytes / 4)))),
    becomes: ['too-large', 'never', false],
    says: /more than|larger than/,
  },
]

const protocols = { openai, anthropic, google, local }
describe.each(Object.entries(protocols))('%s', (_name, protocol) => {
  test('a good answer, to know that the wire is right', async () => {
    answer = streamed(protocol.start, protocol.piece('Hel'), protocol.piece('lo'), protocol.end)
    await expect(call(protocol.model)).resolves.toMatchObject({ text: 'Hello' })
  })

  test('pictures and documents are shown to it', async () => {
    answer = streamed(protocol.start, protocol.piece('A cat.'), protocol.end)
    const loaded = [
      { name: 'cat.png', type: 'image/png', base64: 'iVBORw0KGgo=' },
      { name: 'cats.pdf', type: 'application/pdf', base64: 'JVBERi0xLjQK' },
    ]
    await call(protocol.model, undefined, undefined, [{ role: 'user', content: 'What is this?', loaded }])
    for (const { base64 } of loaded) expect(heard).toContain(base64)
  })

  test.each(cases)('$fault', async ({ answer: by, becomes: [code, kind, retryable], says, waitMs }) => {
    answer = by(protocol)
    asked = 0
    const failure = await call(protocol.model).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(StepFailure)
    const { message, retryAfterMs, ...rest } = failure as StepFailure
    expect({
      code: rest.code,
      retryable: rest.retryable,
      kind: classOf(rest),
      retryAfterMs,
      message,
    }).toEqual({
      code,
      retryable,
      kind,
      retryAfterMs: waitMs,
      message: expect.stringMatching(says),
    })
    expect(asked).toBe(1)
  })

  test('an abort closes the socket at once', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(protocol.start + protocol.piece('Hel'))
    }
    closed.length = 0
    const abort = new AbortController()
    let abortedAt = 0
    const ended = call(protocol.model, abort.signal, () => {
      abortedAt = performance.now()
      abort.abort(new Error('cancelled'))
    })
    await expect(ended).rejects.toThrow('cancelled')
    while (closed.length === 0) await new Promise(setImmediate)
    expect(performance.now() - abortedAt).toBeLessThan(1_000)
  })
})
