import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { isRecord, StepFailure } from '@quorum/engine'
import { type McpSession, protocol } from './mcpClient.ts'

/** A program that speaks MCP, as the operator wrote it down: nothing of it can come from a flow (SECURITY S14). */
export interface McpProgram {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

const maxLine = 4 * 1024 * 1024

/**
 * A session with an MCP server over stdin and stdout (modelcontextprotocol.io, 2025-06-18): one JSON message a line. The
 * program has the environment it was given and no other, and is gone with the session.
 * @throws StepFailure
 */
export async function openStdioMcp(name: string, program: McpProgram, signal: AbortSignal): Promise<McpSession> {
  const child = spawn(program.command, [...program.args], {
    env: { PATH: process.env.PATH ?? '', ...program.env },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  let id = 0
  const waiting = new Map<number, { resolve(answer: Record<string, unknown>): void; reject(error: unknown): void }>()
  const fail = (error: unknown): void => {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const stop = (): void => {
    fail(signal.reason)
    child.kill('SIGKILL')
  }
  signal.addEventListener('abort', stop, { once: true })
  child.once('error', (error) =>
    fail(new StepFailure('connection', `The program of “${name}” could not be started: ${error.message}`)),
  )
  child.once('exit', (code) =>
    fail(
      new StepFailure('connection', `The program of “${name}” ended (${code}) before it answered`, { retryable: true }),
    ),
  )
  child.stdin.on('error', () => undefined)
  let unended = 0
  child.stdout.on('data', (piece: Buffer) => {
    const last = piece.lastIndexOf(10)
    unended = last === -1 ? unended + piece.length : piece.length - last
    if (unended <= maxLine) return
    // A line without an end would fill the memory.
    fail(new StepFailure('too-large', `“${name}” answered with more than 4 MB.`))
    child.kill('SIGKILL')
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = read(line)
    const one = answer && typeof answer.id === 'number' ? waiting.get(answer.id) : undefined
    // What it asks or tells us is passed over.
    if (!one || !answer || 'method' in answer) return
    waiting.delete(answer.id as number)
    one.resolve(answer)
  })
  const post = (message: object): void => void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  async function call(method: string, params: object): Promise<unknown> {
    signal.throwIfAborted()
    const mine = ++id
    const answer = await new Promise<Record<string, unknown>>((resolve, reject) => {
      waiting.set(mine, { resolve, reject })
      post({ id: mine, method, params })
    })
    if (isRecord(answer.error))
      throw new StepFailure('tool-error', `${name} says: ${String(answer.error.message).slice(0, 500)}`)
    return answer.result
  }
  try {
    const hello = await call('initialize', {
      protocolVersion: protocol,
      capabilities: {},
      clientInfo: { name: 'quorum', version: '1' },
    })
    if (!isRecord(hello) || typeof hello.protocolVersion !== 'string')
      throw new StepFailure('tool-error', `${name} does not answer like an MCP server`)
    post({ method: 'notifications/initialized' })
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
  return {
    call,
    async close() {
      signal.removeEventListener('abort', stop)
      child.kill('SIGKILL')
    },
  }
}

function read(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}
