import { Worker } from 'node:worker_threads'
import type { PostResult, RunPatch, RunView, SignalIn } from '@quorum/engine'
import type { Config } from '../config.ts'
import { Problem } from '../http/problem.ts'
import type { Logger } from '../logger.ts'
import type { Calls, Delta, FromHost, HostData, Op } from './protocol.ts'

export interface HostListener {
  patch(runId: string, patch: RunPatch): void
  /** The whole view, where patches cannot tell. */
  view(runId: string, view: RunView): void
  delta(runId: string, delta: Delta): void
  end(runId: string, view: RunView): void
  /** The host died and is back: it runs on from the log, and watches nothing. */
  restarted(): void
}

/** The run host as the HTTP thread sees it. Calls reject with a Problem `unavailable` while it restarts. */
export interface HostClient {
  start(runId: string): Promise<void>
  cancel(runId: string, path: string | null): Promise<PostResult>
  signal(runId: string, path: string, signal: SignalIn): Promise<PostResult>
  view(runId: string): Promise<RunView | null>
  watch(runId: string): Promise<RunView | null>
  unwatch(runId: string): void
  active(): number
  listen(listener: HostListener): void
  /** Leaves runs resumable. */
  stop(): Promise<void>
  /** For tests: ends the worker as a crash would. */
  kill(): Promise<void>
}

const answerWithinMs = 10_000
const restartMs = { first: 100, most: 5_000, calmAfter: 60_000 }

/** Starts the worker and keeps it alive. Resolves once it has resumed the unfinished runs. */
export async function startHost(config: Config, logger: Logger): Promise<HostClient> {
  let listener: HostListener | null = null
  let worker: Worker
  let nextId = 1
  let count = 0
  let stopping = false
  let waitMs = restartMs.first
  const pending = new Map<number, { resolve(value: never): void; reject(error: Error): void; timer: NodeJS.Timeout }>()

  const settle = (id: number) => {
    const call = pending.get(id)
    pending.delete(id)
    clearTimeout(call?.timer)
    return call
  }
  const lost = (): Problem => new Problem('unavailable', 'The part that runs flows is restarting. Try again in a moment.', { retryAfter: 1 })

  function receive(message: FromHost): void {
    switch (message.type) {
      case 'ready':
        return
      case 'answer':
        return settle(message.id)?.resolve(message.answer as never)
      case 'refused':
        return settle(message.id)?.reject(new Error(message.message))
      case 'patch':
        return listener?.patch(message.runId, message.patch)
      case 'view':
        return listener?.view(message.runId, message.view)
      case 'delta':
        return listener?.delta(message.runId, message.delta)
      case 'end':
        return listener?.end(message.runId, message.view)
      case 'active':
        count = message.count
        return
      case 'bug':
        return logger.bug('run host', message.message)
    }
  }

  function spawn(): Promise<void> {
    const data: HostData = { config }
    const startedAt = Date.now()
    worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: data, name: 'run host' })
    worker.on('error', (error) => logger.bug('the run host died', error))
    worker.on('message', receive)
    const ready = new Promise<void>((resolve, reject) => {
      worker.on('message', (message: FromHost) => message.type === 'ready' && resolve())
      worker.once('exit', () => reject(new Error('the run host could not start')))
    })
    worker.once('exit', () => {
      for (const id of [...pending.keys()]) settle(id)?.reject(lost())
      if (stopping) return
      if (Date.now() - startedAt > restartMs.calmAfter) waitMs = restartMs.first
      setTimeout(restart, waitMs)
      waitMs = Math.min(waitMs * 2, restartMs.most)
    })
    return ready
  }
  function restart(): void {
    if (stopping) return
    spawn().then(
      () => listener?.restarted(),
      () => undefined, // said by the worker's error already; its exit starts the next try
    )
  }

  function call<O extends Op>(op: O, ask: Calls[O]['ask']): Promise<Calls[O]['answer']> {
    return new Promise((resolve, reject) => {
      const id = nextId++
      const timer = setTimeout(() => settle(id)?.reject(lost()), answerWithinMs)
      pending.set(id, { resolve, reject, timer })
      worker.postMessage({ id, op, ask })
    })
  }

  try {
    await spawn()
  } catch (error) {
    stopping = true
    throw error
  }
  return {
    start: async (runId) => void (await call('start', { runId })),
    cancel: (runId, path) => call('cancel', { runId, path }),
    signal: (runId, path, signal) => call('signal', { runId, path, signal }),
    view: (runId) => call('view', { runId }),
    watch: (runId) => call('watch', { runId }),
    unwatch: (runId) => void call('unwatch', { runId }).catch(() => undefined),
    active: () => count,
    listen: (to) => {
      listener = to
    },
    async stop() {
      stopping = true
      await call('stop', {}).catch((error: unknown) => logger.bug('the run host did not stop in order', error))
      await worker.terminate()
    },
    kill: async () => void (await worker.terminate()),
  }
}
