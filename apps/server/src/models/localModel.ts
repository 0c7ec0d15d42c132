import {
  isRecord,
  type ModelAnswer,
  type ModelCallOptions,
  type ModelRequest,
  StepFailure,
  type ToolCall,
  type ToolSpec,
  type Value,
} from '@quorum/engine'
import { objectIn } from './answerObject.ts'
import { failureOfError, failureOfStatus, maxAnswerBytes, spent } from './modelFailure.ts'
import { sseData } from './sse.ts'
import { type Counted, usageOf } from './usage.ts'
import type { LoadedFile, LoadedMessage } from './withFiles.ts'

export interface LocalEndpoint {
  /** Up to and with `/v1`. */
  readonly url: string
  readonly key?: string | undefined
  readonly fetch: typeof fetch
  readonly now: () => number
}

const who = 'The model endpoint'

/**
 * One chat completion of an OpenAI-compatible endpoint, in exactly one HTTP request. Written by hand and not with the AI SDK:
 * these endpoints answer with a plain JSON body although a stream was asked for, cut streams without a word, and report
 * errors inside a 200, and each of these must become the right class of failure.
 */
export async function callLocal(
  endpoint: LocalEndpoint,
  name: string,
  request: ModelRequest,
  { signal, idempotencyKey, onText }: ModelCallOptions,
): Promise<ModelAnswer> {
  // Ours, so that whatever ends the call early closes the connection too.
  const connection = new AbortController()
  const completion = new Completion(onText)
  try {
    const response = await endpoint.fetch(`${endpoint.url.replace(/\/+$/, '')}/chat/completions`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream, application/json',
        'idempotency-key': idempotencyKey,
        ...(endpoint.key && { authorization: `Bearer ${endpoint.key}` }),
      },
      body: JSON.stringify(bodyOf(name, request)),
      signal: AbortSignal.any([signal, connection.signal]),
    })
    if (!response.ok) {
      const said = (await response.text()).slice(0, 4096)
      throw failureOfStatus(who, response.status, said, response.headers.get('retry-after'), endpoint.now())
    }
    const body = bounded(response.body ?? new ReadableStream())
    if (response.headers.get('content-type')?.includes('text/event-stream')) await completion.readStream(body)
    else await completion.readWhole(body)
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw failureOfError(who, error)
  } finally {
    connection.abort()
  }
  const { text, reasoning, finishReason, counted } = completion
  const calls = completion.calls()
  if (finishReason === 'content_filter')
    throw new StepFailure('content-filter', `${who} blocked the answer. Rephrase the prompt`)
  if (finishReason === 'length' && text === '' && calls.length === 0) throw spent(who)
  if (text === '' && calls.length === 0)
    throw new StepFailure('model-error', `${who} gave an empty answer`, { retryable: true })
  const usage = usageOf('local', name, request, text + (calls.length > 0 ? JSON.stringify(calls) : ''), counted)
  const answer = {
    text,
    ...(reasoning === '' ? {} : { reasoning }),
    ...(calls.length === 0 ? {} : { calls }),
    usage,
  }
  return request.schema && calls.length === 0 ? { ...answer, object: objectIn(text, request.schema) } : answer
}

function bodyOf(name: string, request: ModelRequest): Record<string, unknown> {
  return {
    model: name,
    messages: request.messages.map(messageOf),
    ...(request.tools && request.tools.length > 0 ? toolsOf(request.tools, request.useTools) : {}),
    stream: true,
    stream_options: { include_usage: true },
    temperature: request.temperature,
    max_tokens: request.maxOutputTokens,
    seed: request.seed,
    ...(request.schema && {
      response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: request.schema } },
    }),
  }
}

const messageOf = ({ role, content, calls, callId, loaded }: LoadedMessage) => ({
  role,
  content: loaded ? [{ type: 'text', text: content }, ...loaded.map(partOf)] : content,
  ...(calls && {
    tool_calls: calls.map(({ id, name, input }) => ({
      id,
      type: 'function',
      function: { name, arguments: typeof input === 'string' ? input : JSON.stringify(input) },
    })),
  }),
  ...(callId !== undefined && { tool_call_id: callId }),
})

const partOf = ({ name, type, base64 }: LoadedFile) => {
  const url = `data:${type};base64,${base64}`
  if (type.startsWith('image/')) return { type: 'image_url', image_url: { url } }
  return { type: 'file', file: { filename: name, file_data: url } }
}

const toolsOf = (tools: readonly ToolSpec[], useTools = true) => ({
  tools: tools.map(({ name, description, schema }) => ({
    type: 'function',
    function: { name, description, parameters: schema },
  })),
  tool_choice: useTools ? 'auto' : 'none',
})

/** @throws StepFailure `too-large` */
async function* bounded(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > maxAnswerBytes)
      throw new StepFailure(
        'too-large',
        `${who} sent more than ${maxAnswerBytes} bytes. Ask for less, or set a limit of tokens`,
      )
    yield chunk
  }
}

/** Gathers what an endpoint says, piece by piece or whole. */
class Completion {
  text = ''
  reasoning = ''
  finishReason: unknown
  counted: Counted = {}
  readonly #calls: { id: string; name: string; arguments: string }[] = []
  readonly #onText: (delta: string) => void

  constructor(onText: (delta: string) => void) {
    this.#onText = onText
  }

  /** The calls it asked for; arguments that are no JSON stay text, for the one who checks them to say so. */
  calls(): ToolCall[] {
    return this.#calls.flatMap((call, index) =>
      call?.name ? [{ id: call.id || `call-${index}`, name: call.name, input: argumentsIn(call.arguments) }] : [],
    )
  }

  async readStream(body: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const data of sseData(body)) {
      if (data.trim() === '[DONE]') return
      this.#take(data)
    }
    if (typeof this.finishReason !== 'string')
      throw new StepFailure('connection', `${who} broke off in the middle of its answer`, { retryable: true })
  }

  async readWhole(body: AsyncIterable<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder()
    let whole = ''
    for await (const chunk of body) whole += decoder.decode(chunk, { stream: true })
    this.#take(whole + decoder.decode())
  }

  #take(json: string): void {
    const said = parse(json)
    if (isRecord(said.error) || typeof said.error === 'string') {
      const status = isRecord(said.error) ? Number(said.error.code ?? said.error.status) : Number.NaN
      throw failureOfStatus(who, status >= 400 ? status : 200, json, null, 0)
    }
    if (isRecord(said.usage)) {
      const { prompt_tokens, completion_tokens, prompt_tokens_details: details, prompt_cache_hit_tokens } = said.usage
      this.counted = {
        inputTokens: count(prompt_tokens),
        outputTokens: count(completion_tokens),
        cachedTokens: count(isRecord(details) ? details.cached_tokens : prompt_cache_hit_tokens),
      }
    }
    const choice: unknown = Array.isArray(said.choices) ? said.choices[0] : undefined
    if (!isRecord(choice)) {
      if (Array.isArray(said.choices)) return
      throw garbage(json)
    }
    const part = choice.delta ?? choice.message
    if (isRecord(part) && typeof part.content === 'string' && part.content !== '') {
      this.text += part.content
      this.#onText(part.content)
    }
    if (isRecord(part)) this.#takeRest(part)
    this.finishReason = choice.finish_reason ?? this.finishReason
  }

  #takeRest(part: Record<string, unknown>): void {
    const thought = part.reasoning_content ?? part.reasoning
    if (typeof thought === 'string') this.reasoning += thought
    if (!Array.isArray(part.tool_calls)) return
    part.tool_calls.forEach((piece: unknown, at) => {
      if (!isRecord(piece) || !isRecord(piece.function)) return
      const index = typeof piece.index === 'number' ? piece.index : at
      if (!(index >= 0 && index < maxCalls)) return
      const call = this.#calls[index] ?? { id: '', name: '', arguments: '' }
      this.#calls[index] = call
      if (typeof piece.id === 'string' && piece.id !== '') call.id = piece.id
      if (typeof piece.function.name === 'string') call.name ||= piece.function.name
      const more = piece.function.arguments
      // Some endpoints send the arguments as an object.
      call.arguments += typeof more === 'string' ? more : more === undefined ? '' : JSON.stringify(more)
    })
  }
}

/** Calls one answer may ask for. */
const maxCalls = 64

function argumentsIn(text: string): Value {
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text) as Value
  } catch {
    return text
  }
}

function parse(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json)
    if (isRecord(value)) return value
  } catch (error) {
    throw garbage(json, error)
  }
  throw garbage(json)
}

const count = (value: unknown): number => (typeof value === 'number' && value >= 0 ? value : 0)

const garbage = (text: string, cause?: unknown): StepFailure =>
  new StepFailure('model-error', `${who} sent something that is no chat completion: ${text.slice(0, 80)}`, {
    retryable: true,
    cause,
  })
