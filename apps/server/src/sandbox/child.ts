import { type ChildProcess, fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { FromChild, Job, Reply } from './guest/protocol.ts'

const require = createRequire(import.meta.url)
const entry = fileURLToPath(new URL('./guest/main.ts', import.meta.url))
const engine = require.resolve('quickjs-wasi')
const wasm = require.resolve('quickjs-wasi/quickjs.wasm')
const liquid = require.resolve('liquidjs/dist/liquid.browser.min.js')

const maxCalls = 500
const maxAgeMs = 10 * 60_000
const maxRssBytes = 160 * 1024 * 1024
/** What the hard kill leaves the engine to stop by itself. */
const graceMs = 500
const bootMs = 15_000

/** Why a call got no reply. */
export type Lost = 'killed' | 'died' | 'not-started'
export type Settled = { readonly reply: Reply } | { readonly lost: Lost }

/** One sandbox process: takes one job at a time. It keeps the server alive only while it has one. */
export interface SandboxChild {
  /** False once it has to be replaced. */
  readonly usable: boolean
  /** Never rejects. `kill` ends the child and with it the job. */
  call(job: Job): Promise<Settled>
  kill(): void
}

export function startChild(): SandboxChild {
  const child = fork(entry, [pathToFileURL(engine).href, wasm, liquid], {
    execArgv: [
      '--permission',
      `--allow-fs-read=${dirname(entry)}`,
      `--allow-fs-read=${dirname(dirname(engine))}`,
      `--allow-fs-read=${liquid}`,
      '--max-old-space-size=64',
    ],
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'json',
  })
  const startedAt = Date.now()
  let alive = true
  let ready = false
  let calls = 0
  let worn = false
  let settle: ((settled: Settled) => void) | undefined
  const booted = Promise.withResolvers<void>()

  const finish = (settled: Settled) => {
    settle?.(settled)
    settle = undefined
  }
  const kill = () => {
    alive = false
    child.kill('SIGKILL')
  }
  child.on('message', (message: FromChild) => {
    if ('ready' in message) {
      ready = true
      booted.resolve()
      return
    }
    worn ||= ++calls >= maxCalls || message.rssBytes > maxRssBytes || (!message.reply.ok && message.reply.worn === true)
    finish({ reply: message.reply })
  })
  const gone = () => {
    alive = false
    booted.resolve()
    finish({ lost: ready ? 'died' : 'not-started' })
  }
  child.on('exit', gone)
  child.on('error', gone)
  idle(child)

  return {
    get usable() {
      return alive && !worn && Date.now() - startedAt < maxAgeMs
    },
    async call(job) {
      busy(child)
      let timer = setTimeout(kill, bootMs)
      try {
        const result = new Promise<Settled>((resolve) => {
          settle = resolve
        })
        await booted.promise
        clearTimeout(timer)
        if (!alive) finish({ lost: ready ? 'died' : 'not-started' })
        else {
          timer = setTimeout(() => {
            finish({ lost: 'killed' })
            kill()
          }, job.timeoutMs + graceMs)
          child.send(job, (error) => error && gone())
        }
        return await result
      } finally {
        clearTimeout(timer)
        idle(child)
      }
    },
    kill,
  }
}

function idle(child: ChildProcess): void {
  child.unref()
  child.channel?.unref()
}
function busy(child: ChildProcess): void {
  child.ref()
  child.channel?.ref()
}
