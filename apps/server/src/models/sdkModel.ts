import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogleGenerativeAI } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
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
import {
  APICallError,
  jsonSchema,
  type LanguageModel,
  Output,
  type ModelMessage as SdkMessage,
  StreamProviderError,
  streamText,
  type ToolSet,
  tool,
} from 'ai'
import { objectIn } from './answerObject.ts'
import { failureInStream, failureOfError, failureOfStatus, maxAnswerBytes, spent } from './modelFailure.ts'
import { type Counted, usageOf } from './usage.ts'
import type { LoadedMessage } from './withFiles.ts'

type ProviderOptions = NonNullable<Extract<SdkMessage, { role: 'user' }>['providerOptions']>
export type SdkProvider = 'openai' | 'anthropic' | 'google'

export interface SdkSettings {
  readonly apiKey: string
  /** For a proxy or a test; the provider's own address by default. */
  readonly baseUrl?: string | undefined
  readonly fetch: typeof fetch
  readonly now: () => number
}

const who = { openai: 'OpenAI', anthropic: 'Anthropic', google: 'Google' } as const

const languageModel = (provider: SdkProvider, name: string, { apiKey, baseUrl, fetch }: SdkSettings): LanguageModel => {
  const settings = { apiKey, fetch, ...(baseUrl !== undefined && { baseURL: baseUrl }) }
  if (provider === 'openai') return createOpenAI(settings)(name)
  if (provider === 'anthropic') return createAnthropic(settings)(name)
  return createGoogleGenerativeAI(settings)(name)
}

/** One call through the AI SDK, which speaks each provider's own protocol. Its retries are off: they belong to the engine. */
export async function callSdk(
  provider: SdkProvider,
  name: string,
  settings: SdkSettings,
  request: ModelRequest,
  { signal, idempotencyKey, onText }: ModelCallOptions,
): Promise<ModelAnswer> {
  signal.throwIfAborted()
  const connection = new AbortController()
  const { messages, schema, tools = [], useTools = true, temperature, maxOutputTokens } = request
  let text = ''
  let reasoning = ''
  const calls: ToolCall[] = []
  let finishReason = ''
  let counted: Counted = {}
  try {
    const { stream } = streamText({
      model: languageModel(provider, name, settings),
      instructions: messages
        .filter(({ role }) => role === 'system')
        .map(({ content }) => ({ role: 'system', content })),
      messages: messages.flatMap(toSdk),
      ...(tools.length > 0 && { tools: toolsOf(tools), toolChoice: useTools ? ('auto' as const) : ('none' as const) }),
      // Only asks the provider for the shape; the answer is checked below like that of every other model.
      ...(schema && { output: Output.object({ schema: jsonSchema(schema) }) }),
      ...(temperature !== undefined && { temperature }),
      ...(maxOutputTokens !== undefined && { maxOutputTokens }),
      headers: { 'idempotency-key': idempotencyKey },
      maxRetries: 0,
      abortSignal: AbortSignal.any([signal, connection.signal]),
      onError: () => {},
    })
    for await (const part of stream) {
      if (part.type === 'error') throw part.error
      if (part.type === 'text-delta') {
        text += part.text
        if (text.length > maxAnswerBytes)
          throw new StepFailure(
            'too-large',
            `${who[provider]} sent more than ${maxAnswerBytes} bytes. Set a limit of tokens`,
          )
        onText(part.text)
      }
      if (part.type === 'reasoning-delta') reasoning += part.text
      if (part.type === 'tool-call') calls.push(callOf(part))
      if (part.type === 'finish') {
        // The stream ended without its last event.
        finishReason = part.finishReason === 'interrupted' ? '' : part.finishReason
        const { inputTokens, outputTokens, inputTokenDetails } = part.totalUsage
        counted = { inputTokens, outputTokens, cachedTokens: inputTokenDetails.cacheReadTokens }
      }
    }
  } catch (error) {
    signal.throwIfAborted()
    throw toFailure(provider, error, settings.now())
  } finally {
    connection.abort()
  }
  signal.throwIfAborted()
  if (finishReason === 'content-filter')
    throw new StepFailure('content-filter', `${who[provider]} blocked the answer. Rephrase the prompt`)
  if (finishReason === '' && (text !== '' || reasoning !== '' || calls.length > 0))
    throw new StepFailure('connection', `${who[provider]} broke off in the middle of its answer`, { retryable: true })
  if (finishReason === 'length' && text === '' && calls.length === 0) throw spent(who[provider])
  if (finishReason === 'error' || (text === '' && calls.length === 0))
    throw new StepFailure('model-error', `${who[provider]} gave no answer`, { retryable: true })
  const usage = usageOf(provider, name, request, text + (calls.length > 0 ? JSON.stringify(calls) : ''), counted)
  const answer = {
    text,
    ...(reasoning === '' ? {} : { reasoning }),
    ...(calls.length === 0 ? {} : { calls }),
    usage,
  }
  return schema && calls.length === 0 ? { ...answer, object: objectIn(text, schema) } : answer
}

/** Without `execute`: the engine calls them, so the SDK stops after one turn. */
const toolsOf = (tools: readonly ToolSpec[]): ToolSet =>
  Object.fromEntries(
    tools.map(({ name, description, schema }) => [name, tool({ description, inputSchema: jsonSchema(schema) })]),
  )

function callOf({ toolCallId, toolName, input, providerMetadata }: CallPart): ToolCall {
  return {
    id: toolCallId,
    name: toolName,
    input: (input ?? {}) as Value,
    ...(providerMetadata === undefined ? {} : { meta: providerMetadata as Value }),
  }
}
interface CallPart {
  readonly toolCallId: string
  readonly toolName: string
  readonly input: unknown
  readonly providerMetadata?: unknown
}

function toSdk({
  role,
  content,
  calls = [],
  callId = '',
  tool: toolName = '',
  loaded = [],
}: LoadedMessage): SdkMessage[] {
  switch (role) {
    case 'system':
      return []
    case 'user':
      if (loaded.length === 0) return [{ role, content }]
      return [
        {
          role,
          content: [
            { type: 'text', text: content },
            ...loaded.map(({ name, type, base64 }) => ({
              type: 'file' as const,
              data: base64,
              mediaType: type,
              filename: name,
            })),
          ],
        },
      ]
    case 'tool':
      return [
        {
          role,
          content: [{ type: 'tool-result', toolCallId: callId, toolName, output: { type: 'text', value: content } }],
        },
      ]
    case 'assistant':
      if (calls.length === 0) return [{ role, content }]
      return [
        {
          role,
          content: [
            ...(content === '' ? [] : [{ type: 'text' as const, text: content }]),
            ...calls.map(({ id, name, input, meta }) => ({
              type: 'tool-call' as const,
              toolCallId: id,
              toolName: name,
              input,
              ...(isRecord(meta) && { providerOptions: meta as ProviderOptions }),
            })),
          ],
        },
      ]
  }
}

const ofTheSdk = (error: Error): boolean => error.name.startsWith('AI_')

function toFailure(provider: SdkProvider, error: unknown, now: number): StepFailure {
  if (APICallError.isInstance(error)) {
    const { statusCode, responseBody = '', responseHeaders } = error
    // After a good start: the connection's trouble, unless it is the SDK that does not understand what came.
    if (statusCode === undefined || (statusCode < 300 && error.cause instanceof Error && !ofTheSdk(error.cause)))
      return failureOfError(who[provider], error.cause ?? error)
    if (statusCode >= 300)
      return failureOfStatus(
        who[provider],
        statusCode,
        responseBody || error.message,
        responseHeaders?.['retry-after'] ?? null,
        now,
      )
  }
  if (StreamProviderError.isInstance(error)) {
    const { type = '', code = '', statusCode = '', message } = error
    return failureInStream(who[provider], `${type} ${code} ${statusCode}`, message, now)
  }
  if (error instanceof Error && !ofTheSdk(error)) return failureOfError(who[provider], error)
  const said = error instanceof Error ? error.message : JSON.stringify(error)
  return new StepFailure('model-error', `${who[provider]} answered with something unexpected: ${said.slice(0, 300)}`, {
    retryable: true,
    cause: error,
  })
}
