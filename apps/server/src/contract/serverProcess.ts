import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { applyPatch, type RunPatch, type RunView } from '@quorum/engine'
import { frames } from './sse.ts'

/** A real server in a process of its own, on a data folder of its own. */
export interface ServerProcess {
  readonly url: string
  readonly process: ChildProcess
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: unknown, headers?: Record<string, string>): Promise<T>
  /** Starts a run of an inline flow and gives its id. */
  run(flow: unknown, input?: unknown, more?: Record<string, unknown>): Promise<string>
  view(id: string): Promise<RunView>
  /** Resolves once `ready` holds of the run's view. */
  until(id: string, ready: (view: RunView) => boolean): Promise<RunView>
  /** SIGKILL: no chance to tidy up. */
  kill(): Promise<void>
  /** SIGTERM. */
  stop(): Promise<void>
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

export async function startServer(dataFolder: string, env: Record<string, string> = {}): Promise<ServerProcess> {
  const child = launch(dataFolder, env)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await addressOf(child)
  const call = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const response = await fetch(url + path, init)
    const text = await response.text()
    if (!response.ok) throw new Error(`${response.status} of ${path}: ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
  const server: ServerProcess = {
    url,
    process: child,
    get: (path) => call(path),
    post: (path, body, headers = {}) =>
      call(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
    run: async (flow, input, more = {}) =>
      (await server.post<{ id: string }>('/api/runs', { flow, ...(input === undefined ? {} : { input }), ...more })).id,
    view: (id) => server.get(`/api/runs/${id}`),
    async until(id, ready) {
      const abort = new AbortController()
      const response = await fetch(`${url}/api/runs/${id}/events`, { signal: abort.signal })
      let view = await server.view(id)
      for await (const { event, data } of frames(response)) {
        if (event === 'snapshot') view = data as RunView
        if (event === 'patch') view = applyPatch(view, data as RunPatch)
        if (event === 'end') view = await server.view(id)
        if (ready(view)) break
      }
      abort.abort()
      if (!ready(view)) throw new Error(`the run ended first: ${JSON.stringify({ ...view, nodes: undefined })}`)
      return view
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
  return server
}

/** A start is mostly the reading of modules; what one start has compiled the next need not. */
const compileCache = join(tmpdir(), 'quorum-compile-cache')

/** The bare process: nobody waits until it is ready. */
export function launch(dataFolder: string, env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: compileCache, ...env, PORT: '0', QUORUM_DATA: dataFolder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** It says so itself once it listens: to ask it again and again would only keep it from starting. */
function addressOf(child: ChildProcess): Promise<string> {
  let said = ''
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk
      const ready = /^Quorum is ready at (\S+)$/m.exec(said)
      if (ready?.[1]) resolve(ready[1])
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)))
  })
}

/** Looks again and again, for want of an event that another process could send. */
export async function waitFor(ready: () => Promise<boolean>, patienceMs = 20_000): Promise<void> {
  const until = Date.now() + patienceMs
  while (!(await ready())) {
    if (Date.now() > until) throw new Error(`it did not happen within ${patienceMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export const ended = (view: RunView): boolean => ['completed', 'failed', 'cancelled'].includes(view.status)
