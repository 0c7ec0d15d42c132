import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface AskedCall {
  /** `<run>/<path>/<attempt>`. */
  readonly key: string
  readonly prompt: string
  /** Epoch ms, by the clock that the server has, too. */
  readonly askedAt: number
  state: 'open' | 'answered' | 'aborted'
}

/** An answer that asks for tools: the names and the arguments. */
export interface Wishes {
  readonly calls: readonly (readonly [name: string, input: object])[]
}

interface Body {
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly stream?: boolean
  readonly response_format?: { readonly json_schema?: { readonly schema?: unknown } }
}

/** A model behind real HTTP on loopback, in the shape of OpenAI's chat completions, that keeps a ledger of who asked what. */
export interface ModelEndpoint {
  /** For QUORUM_MODEL_URL. */
  readonly url: string
  readonly calls: AskedCall[]
  /** Answers every call still open, and from now on each at once. */
  release(): void
  /** From now on calls stay open, but for those whose key `answered` takes. */
  hold(answered?: (key: string) => boolean): void
  close(): Promise<void>
}

export async function startModelEndpoint(
  answer: (prompt: string, key: string) => string | Wishes = () => 'A plain answer.',
  thinkMs: () => number = () => 0,
): Promise<ModelEndpoint> {
  const calls: AskedCall[] = []
  const open = new Map<AskedCall, () => void>()
  let mayAnswer: (key: string) => boolean = () => true
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Body
    const key = String(request.headers['idempotency-key'] ?? '')
    const prompt = body.messages.map((message) => message.content).join('\n')
    const call: AskedCall = { key, prompt, askedAt: Date.now(), state: 'open' }
    calls.push(call)
    response.on('close', () => {
      open.delete(call)
      if (call.state === 'open') call.state = 'aborted'
    })
    const schema = body.response_format?.json_schema?.schema
    const reply = () => {
      if (call.state !== 'open') return
      call.state = 'answered'
      send(
        response,
        schema === undefined ? answer(prompt, key) : JSON.stringify(fromSchema(schema)),
        body.stream === true,
      )
    }
    const ms = thinkMs()
    if (!mayAnswer(key)) open.set(call, reply)
    else if (ms > 0) setTimeout(reply, ms)
    else reply()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    calls,
    release() {
      mayAnswer = () => true
      for (const reply of [...open.values()]) reply()
    },
    hold(answered = () => false) {
      mayAnswer = answered
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function send(response: ServerResponse, said: string | Wishes, stream: boolean): void {
  const usage = { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 }
  if (typeof said !== 'string') {
    const tool_calls = said.calls.map(([name, input], index) => ({
      id: `call_${index}`,
      type: 'function',
      function: { name, arguments: JSON.stringify(input) },
    }))
    response.setHeader('content-type', 'application/json')
    const message = { role: 'assistant', content: null, tool_calls }
    response.end(JSON.stringify({ choices: [{ message, finish_reason: 'tool_calls' }], usage }))
    return
  }
  const text = said
  if (!stream) {
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify({ choices: [{ message: { role: 'assistant', content: text }, finish_reason: 'stop' }], usage }),
    )
    return
  }
  response.setHeader('content-type', 'text/event-stream')
  const half = Math.ceil(text.length / 2)
  for (const part of [text.slice(0, half), text.slice(half)])
    response.write(
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: part }, finish_reason: null }] })}\n\n`,
    )
  response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\n`)
  response.write(`data: ${JSON.stringify({ choices: [], usage })}\n\n`)
  response.end('data: [DONE]\n\n')
}

/** The least that obeys a JSON Schema; a list takes each of its allowed values once, so that a ranking is one. */
function fromSchema(schema: unknown): unknown {
  const {
    type,
    enum: allowed,
    properties,
    items,
  } = schema as {
    type?: string
    enum?: unknown[]
    properties?: Record<string, unknown>
    items?: { enum?: unknown[] }
  }
  if (allowed) return allowed[0]
  if (type === 'object')
    return Object.fromEntries(Object.entries(properties ?? {}).map(([name, inner]) => [name, fromSchema(inner)]))
  if (type === 'array') return items?.enum ?? [fromSchema(items ?? {})]
  if (type === 'number' || type === 'integer') return 1
  return type === 'boolean' ? true : 'fine'
}
