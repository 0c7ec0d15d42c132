import { Worker } from 'node:worker_threads'
import type { Addition, PostResult, RunPatch, RunView, SignalIn } from '@quorum/engine'
import type { Config } from '../config.ts'
import { Problem } from '../http/problem.ts'
import type { Logger } from '../logger.ts'
import type { Observer } from '../operations/observe.ts'
import type { Calls, Delta, FromHost, HostData, Op, RetryWish } from './protocol.ts'

export interface HostListener {
  patch(runId: string, patch: RunPatch): void
  /** The whole view, where patches cannot tell. */
  view(runId: string, view: RunView): void
  delta(runId: string, delta: Delta): void
  end(runId: string, view: RunView): void
  /** Why nothing can be written at present; null: it can again. */
  stalled(message: string | null): void
  /** The host died and is back: it runs on from the log, and watches nothing. */
  restarted(): void
}

/**
 * The run host as the HTTP thread sees it. Calls made while it restarts wait for it; those it died over reject with a
 * Problem `unavailable`, because nobody knows whether they took effect.
 */
export interface HostClient {
  start(runId: string): Promise<'begun' | 'queued'>
  /** The whole run, unless a step or a tag is named. */
  cancel(runId: string, at: { readonly path?: string; readonly tag?: string }): Promise<PostResult>
  signal(runId: string, path: string, signal: SignalIn): Promise<PostResult>
  pause(runId: string): Promise<PostResult>
  resume(runId: string): Promise<PostResult>
  skip(runId: string, path: string): Promise<PostResult>
  finish(runId: string, path: string): Promise<PostResult>
  /** Lets a paused run do one more node. */
  step(runId: string): Promise<PostResult>
  /** Gives an open pool more items. */
  add(runId: string, path: string, more: Addition): Promise<PostResult>
  /** Takes up a run that has ended. */
  retry(runId: string, wish: RetryWish): Promise<PostResult>
  view(runId: string): Promise<RunView | null>
  watch(runId: string): Promise<RunView | null>
  unwatch(runId: string): void
  /** Lets it take up changed keys; runs started after it use them. */
  reloadKeys(): Promise<void>
  active(): number
  /** Runs that wait for a place. */
  queued(): number
  /** Why nothing can be written at present, in words; null as a rule. */
  stalled(): string | null
  listen(listener: HostListener): void
  /** Leaves runs resumable. */
  stop(): Promise<void>
  /** For tests: ends the worker as a crash would. */
  kill(): Promise<void>
}

const answerWithinMs = 10_000
const restartMs = { first: 100, most: 5_000, calmAfter: 60_000 }

/** Starts the worker and keeps it alive. Resolves once it has resumed the unfinished runs. */
export async function startHost(
  config: Config,
  logger: Logger,
  news?: Pick<Observer, 'runEnded' | 'modelCalls'>,
): Promise<HostClient> {
  let listener: HostListener | null = null
  let worker: Worker
  let nextId = 1
  let count = 0
  let queued = 0
  let stalled: string | null = null
  let stopping = false
  let waitMs = restartMs.first
  let up = Promise.withResolvers<void>()
  const pending = new Map<number, { resolve(value: never): void; reject(error: Error): void; timer: NodeJS.Timeout }>()

  const settle = (id: number) => {
    const call = pending.get(id)
    pending.delete(id)
    clearTimeout(call?.timer)
    return call
  }
  const lost = (): Problem =>
    new Problem('unavailable', 'The part that runs flows is restarting. Try again in a moment.', { retryAfter: 1 })

  function receive(message: FromHost): void {
    switch (message.type) {
      case 'ready':
        up.resolve()
        break
      case 'answer':
        settle(message.id)?.resolve(message.answer as never)
        break
      case 'refused':
        settle(message.id)?.reject(new Error(message.message))
        break
      case 'patch':
        listener?.patch(message.runId, message.patch)
        break
      case 'view':
        listener?.view(message.runId, message.view)
        break
      case 'delta':
        listener?.delta(message.runId, message.delta)
        break
      case 'end':
        listener?.end(message.runId, message.view)
        break
      case 'active':
        count = message.count
        queued = message.queued
        break
      case 'stalled':
        stalled = message.message
        if (stalled !== null) logger.warn(stalled)
        listener?.stalled(stalled)
        break
      case 'ended':
        news?.runEnded(message)
        break
      case 'modelCalls':
        news?.modelCalls(message.sums)
        break
      case 'bug':
        logger.bug('run host', message.message)
        break
    }
  }

  function spawn(): Promise<void> {
    const data: HostData = { config }
    const startedAt = Date.now()
    worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: data, name: 'run host' })
    let cause: unknown
    worker.on('error', (error) => {
      cause = error
      logger.bug('the run host died', error)
    })
    worker.on('message', receive)
    const ready = new Promise<void>((resolve, reject) => {
      worker.on('message', (message: FromHost) => message.type === 'ready' && resolve())
      worker.once('exit', () => reject(new Error('the run host could not start', { cause })))
    })
    worker.once('exit', () => {
      for (const id of [...pending.keys()]) settle(id)?.reject(lost())
      count = 0
      queued = 0
      stalled = null
      if (stopping) return
      up = Promise.withResolvers()
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
      void up.promise.then(() => worker.postMessage({ id, op, ask }))
    })
  }

  try {
    await spawn()
  } catch (error) {
    stopping = true
    throw error
  }
  return {
    start: (runId) => call('start', { runId }),
    cancel: (runId, at) => call('cancel', { runId, ...at }),
    signal: (runId, path, signal) => call('signal', { runId, path, signal }),
    pause: (runId) => call('pause', { runId }),
    resume: (runId) => call('resume', { runId }),
    skip: (runId, path) => call('skip', { runId, path }),
    finish: (runId, path) => call('finish', { runId, path }),
    step: (runId) => call('step', { runId }),
    add: (runId, path, more) => call('add', { runId, path, more }),
    retry: (runId, wish) => call('retry', { runId, wish }),
    view: (runId) => call('view', { runId }),
    watch: (runId) => call('watch', { runId }),
    unwatch: (runId) => void call('unwatch', { runId }).catch(() => undefined),
    reloadKeys: async () => void (await call('reloadKeys', {})),
    active: () => count,
    queued: () => queued,
    stalled: () => stalled,
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
