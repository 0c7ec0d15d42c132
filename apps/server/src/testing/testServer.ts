import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, onTestFinished } from 'vitest'
import { type Config, readConfig } from '../config.ts'
import type { Logger } from '../logger.ts'
import { openServer } from '../server.ts'

const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'quorum-'))
const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true })

/** A data folder that is gone after the test. */
export function tempFolder(): string {
  const folder = makeFolder()
  onTestFinished(() => removeFolder(folder))
  return folder
}

const configFor = (folder: string, env: Record<string, string>): Config =>
  readConfig({ QUORUM_DATA: folder, PORT: '4400', ...env }).config
export const testConfig = (env: Record<string, string> = {}): Config => configFor(tempFolder(), env)

/** What the operator would read. */
function memoryLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = []
  return {
    lines,
    info: (line) => void lines.push(line),
    warn: (line) => void lines.push(line),
    event: () => {},
    bug: (what, error) =>
      void lines.push(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  }
}

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: never }

export type TestServer = Awaited<ReturnType<typeof opened>>

/** The real server, with its real run host and a real file, called without a socket. */
export async function testServer(env: Record<string, string> = {}, given?: Config): Promise<TestServer> {
  const server = await opened(given ?? testConfig(env))
  onTestFinished(() => server.close())
  return server
}

/** The same for all tests of a file that do not mind each other's flows and runs: half a second for each but the first. */
export function sharedServer(): () => Promise<TestServer> {
  let folder: string | undefined
  let server: Promise<TestServer> | undefined
  afterAll(async () => {
    await (await server)?.close()
    if (folder !== undefined) removeFolder(folder)
  })
  return () => {
    folder ??= makeFolder()
    server ??= opened(configFor(folder, {}))
    return server
  }
}

async function opened(config: Config) {
  const logger = memoryLogger()
  const quorum = await openServer(config, logger)
  const request = async (path: string, init: RequestInit = {}): Promise<Response> =>
    quorum.app.request(path, {
      ...init,
      headers: { host: `127.0.0.1:${config.port}`, ...(init.headers as Record<string, string>) },
    })
  return {
    ...quorum,
    config,
    logger,
    request,
    /** JSON in, JSON out. */
    async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
      const response = await request(path, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      const json = response.headers.get('content-type')?.includes('json') ?? false
      return { status: response.status, headers: response.headers, body: (json ? JSON.parse(text) : text) as never }
    },
  }
}
