import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ToolCallSeen {
  readonly path: string
  /** Its `Idempotency-Key`. */
  readonly key: string
  readonly body: string
  state: 'open' | 'answered' | 'aborted'
}

/** Something a tool reaches over real HTTP on loopback, that keeps a ledger of what was wanted of it. */
export interface ToolEndpoint {
  readonly url: string
  /** `host:port`, for QUORUM_ALLOW_PRIVATE_NETWORK. */
  readonly host: string
  readonly calls: ToolCallSeen[]
  /** From now on only calls of these paths are answered. */
  hold(answered: (path: string) => boolean): void
  release(): void
  close(): Promise<void>
}

export async function startToolEndpoint(): Promise<ToolEndpoint> {
  const calls: ToolCallSeen[] = []
  let mayAnswer: (path: string) => boolean = () => true
  const server = createServer(async (request, response) => {
    const path = request.url ?? ''
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const call: ToolCallSeen = { path, key: String(request.headers['idempotency-key'] ?? ''), body, state: 'open' }
    calls.push(call)
    response.on('close', () => {
      if (call.state === 'open') call.state = 'aborted'
    })
    if (!mayAnswer(path)) return
    call.state = 'answered'
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ booked: path }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${host}`,
    host,
    calls,
    hold(answered) {
      mayAnswer = answered
    },
    release() {
      mayAnswer = () => true
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
