import { isRecord, StepFailure } from '@quorum/engine'
import { failureOfStatus } from '../models/modelFailure.ts'
import { sseData } from '../models/sse.ts'

export interface McpPlace {
  readonly url: string
  /** As people know it. */
  readonly host: string
  readonly signal: AbortSignal
  /** The guarded one, bound to the address and its key. */
  readonly fetch: (init: RequestInit) => Promise<Response>
}

export const protocol = '2025-06-18'

/** An open session, over whatever it goes. */
export interface McpSession {
  call(method: string, params: object): Promise<unknown>
  close(): Promise<void>
}

/**
 * A session with an MCP server over Streamable HTTP (modelcontextprotocol.io, 2025-06-18): the handshake, calls one after
 * another, the goodbye. By hand and not with the SDK, which compiles strangers' schemas into code and brings a web server along
 * (decision 0015).
 * @throws StepFailure, GuardError, or what `fetch` throws.
 */
export async function openMcp({ host, signal, fetch }: McpPlace): Promise<McpSession> {
  let session: string | null = null
  let version: string | null = null
  let id = 0

  const post = (message: object): Promise<Response> =>
    fetch({
      method: 'POST',
      redirect: 'error',
      signal,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(session !== null && { 'mcp-session-id': session }),
        ...(version !== null && { 'mcp-protocol-version': version }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', ...message }),
    })

  async function call(method: string, params: object): Promise<unknown> {
    const mine = ++id
    const response = await post({ id: mine, method, params })
    if (!response.ok) {
      const said = (await response.text()).slice(0, 4_096)
      const failure = failureOfStatus(host, response.status, said, response.headers.get('retry-after'), Date.now())
      if (failure.code === 'not-found')
        throw new StepFailure('not-found', `${host} has no MCP server at this address (404). Check the address`)
      throw failure
    }
    session ??= response.headers.get('mcp-session-id')
    const answer = await answerTo(mine, response)
    if (isRecord(answer.error))
      throw new StepFailure('tool-error', `${host} says: ${String(answer.error.message).slice(0, 500)}`)
    return answer.result
  }

  async function answerTo(mine: number, response: Response): Promise<Record<string, unknown>> {
    if (!response.headers.get('content-type')?.includes('text/event-stream')) {
      const one = read(await response.text())
      if (one?.id === mine) return one
      throw garbage()
    }
    for await (const data of sseData(response.body ?? new ReadableStream())) {
      // Notices on the way, and questions to us, which we do not answer, are passed over.
      const one = read(data)
      if (one?.id === mine && !('method' in one)) {
        await response.body?.cancel().catch(() => undefined)
        return one
      }
    }
    throw new StepFailure('connection', `${host} broke off before it answered`, { retryable: true })
  }

  const garbage = (): StepFailure => new StepFailure('tool-error', `${host} does not answer like an MCP server`)

  const hello = await call('initialize', {
    protocolVersion: protocol,
    capabilities: {},
    clientInfo: { name: 'quorum', version: '1' },
  })
  if (!isRecord(hello) || typeof hello.protocolVersion !== 'string') throw garbage()
  version = hello.protocolVersion
  await (await post({ method: 'notifications/initialized' })).body?.cancel()
  return {
    call,
    /** Best effort: a session nobody ends is the server's to forget. */
    async close(): Promise<void> {
      if (session === null || signal.aborted) return
      const headers = { 'mcp-session-id': session, ...(version !== null && { 'mcp-protocol-version': version }) }
      await fetch({ method: 'DELETE', redirect: 'error', headers, signal: AbortSignal.timeout(2_000) })
        .then((response) => response.body?.cancel())
        .catch(() => undefined)
    },
  }
}

function read(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}
