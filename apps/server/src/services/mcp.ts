import { createHash } from 'node:crypto'
import { isRecord, StepFailure, type Value } from '@quorum/engine'
import { z } from 'zod'
import { failureOfError } from '../models/modelFailure.ts'
import type { GuardedFetch, SecretHeader } from '../net/guardedFetch.ts'
import { type McpSession, openMcp } from './mcpClient.ts'
import { type McpProgram, openStdioMcp } from './mcpStdio.ts'
import type { Service } from './services.ts'

/** A tool as its server describes it. */
export interface McpTool {
  readonly name: string
  readonly description: string
  readonly schema: Readonly<Record<string, unknown>>
  /** Of description and schema: another one means that somebody has changed what it says it does. */
  readonly fingerprint: string
}

export interface McpParts {
  readonly fetch: GuardedFetch
  readonly secret: (credentialId: string) => Promise<SecretHeader>
  /** Programs the operator allows, by name; a flow says `stdio:<name>`. */
  readonly programs: Readonly<Record<string, McpProgram>>
}
export interface McpServer {
  readonly url: string
  readonly credential?: string | undefined
}

const limits = { tools: 256, schemaBytes: 64 * 1024, pages: 20 } as const

const Call = z.strictObject({
  action: z.literal('call'),
  url: z.string(),
  tool: z.string(),
  args: z.record(z.string(), z.json()),
  credential: z.string().optional(),
  fingerprint: z.string().optional(),
})

/** What `mcp-tool` nodes ask for. */
export const mcpService =
  (parts: McpParts): Service =>
  async (request, { signal, idempotencyKey }) => {
    const { url, tool, args, credential, fingerprint } = Call.parse(request)
    return withServer(parts, { url, credential }, signal, async (server) => {
      if (fingerprint !== undefined) {
        const now = (await toolsOf(server)).find(({ name }) => name === tool)
        if (now?.fingerprint !== fingerprint)
          throw new StepFailure(
            'tool-changed',
            now
              ? `The server describes its tool “${tool}” otherwise than when it was chosen. Look at it, and choose it again.`
              : `The server no longer has a tool “${tool}”.`,
          )
      }
      return answerOf(await server.call('tools/call', { name: tool, arguments: args, _meta: { idempotencyKey } }))
    })
  }

/** The tools a server offers, for people to choose from. */
export async function listMcpTools(
  parts: McpParts,
  server: McpServer,
  signal: AbortSignal,
  withinMs = 60_000,
): Promise<McpTool[]> {
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(withinMs)])
  try {
    return await withServer(parts, server, inTime, toolsOf)
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw failureOfError('The MCP server', error)
  }
}

type Server = McpSession

async function withServer<T>(
  { fetch, secret, programs }: McpParts,
  { url, credential }: McpServer,
  signal: AbortSignal,
  work: (server: Server) => Promise<T>,
): Promise<T> {
  const named = /^stdio:(.*)$/.exec(url)?.[1]
  const host = named ?? URL.parse(url)?.host ?? 'the MCP server'
  let server: Server | null = null
  try {
    if (named === undefined) {
      const sealed = credential === undefined ? undefined : await secret(credential)
      server = await openMcp({ url, host, signal, fetch: (init) => fetch(url, { ...init, secret: sealed }) })
    } else server = await openStdioMcp(named, programOf(programs, named), signal)
    return await work(server)
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw failureOfError(host, error)
  } finally {
    await server?.close()
  }
}

function programOf(programs: McpParts['programs'], name: string): McpProgram {
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined
  if (program) return program
  const known = Object.keys(programs).join(', ') || 'none'
  throw new StepFailure(
    'not-supported',
    `The operator of this server has not allowed a program “${name.slice(0, 60)}”. Allowed: ${known}.`,
  )
}

async function toolsOf(server: Server): Promise<McpTool[]> {
  const tools: McpTool[] = []
  let cursor: unknown
  for (let page = 0; page < limits.pages; page++) {
    const said = await server.call('tools/list', cursor === undefined ? {} : { cursor })
    if (!isRecord(said) || !Array.isArray(said.tools)) throw odd('lists no tools')
    for (const tool of said.tools) tools.push(readTool(tool))
    if (tools.length > limits.tools) throw odd(`offers more than ${limits.tools} tools`)
    cursor = said.nextCursor
    if (typeof cursor !== 'string') break
  }
  return tools
}

function readTool(tool: unknown): McpTool {
  if (!isRecord(tool) || typeof tool.name !== 'string') throw odd('offers a tool without a name')
  const description = typeof tool.description === 'string' ? tool.description.slice(0, 2_000) : ''
  const schema = isRecord(tool.inputSchema) ? tool.inputSchema : { type: 'object' }
  const text = JSON.stringify([description, schema])
  if (text.length > limits.schemaBytes) throw odd(`describes its tool “${tool.name}” with more than 64 KiB`)
  return {
    name: tool.name,
    description,
    schema,
    fingerprint: createHash('sha256').update(text).digest('hex').slice(0, 32),
  }
}

/** Data if it gave any, else its texts; other parts are named. */
function answerOf(result: unknown): Value {
  if (!isRecord(result)) throw odd('answered with something that is no result')
  const parts = Array.isArray(result.content) ? result.content.filter(isRecord) : []
  const text = parts.map((part) => (typeof part.text === 'string' ? part.text : `[${String(part.type)}]`)).join('\n')
  if (result.isError === true) return { ok: false, text: text.slice(0, 4_096) }
  return { ok: true, value: isRecord(result.structuredContent) ? (result.structuredContent as Value) : text }
}

const odd = (what: string): StepFailure => new StepFailure('tool-error', `The MCP server ${what}.`)
