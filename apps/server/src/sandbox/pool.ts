import { StepFailure } from '@quorum/engine'
import { type SandboxChild, type Settled, startChild } from './child.ts'
import type { Job } from './guest/protocol.ts'

interface Waiting {
  readonly makeJob: () => Job
  readonly take: (child: SandboxChild) => void
}

/** Far above what a run keeps in flight; a call beyond it is told to come again. */
const maxQueued = 10_000

export interface SandboxPool {
  /**
   * @returns the reply, or how the child was lost.
   * @throws StepFailure `sandbox-busy` (retryable) when the queue is full; the signal's reason when aborted.
   */
  call(makeJob: () => Job, signal: AbortSignal): Promise<Settled>
  close(): void
}

/**
 * At most `size` children, started when first needed and replaced when worn. Jobs wait in order; `makeJob` is called when a
 * child is free, so that waiting costs no copy of the input.
 */
export function createPool(size: number, start: () => SandboxChild = startChild): SandboxPool {
  const idle: SandboxChild[] = []
  const all = new Set<SandboxChild>()
  const queue: Waiting[] = []
  let closed = false

  const release = (child: SandboxChild) => {
    if (child.usable && !closed) idle.push(child)
    else {
      all.delete(child)
      child.kill()
    }
    dispatch()
  }
  const free = (): SandboxChild | undefined => {
    for (let child = idle.pop(); child; child = idle.pop()) {
      if (child.usable) return child
      all.delete(child)
      child.kill()
    }
    if (all.size >= size) return undefined
    const child = start()
    all.add(child)
    return child
  }
  const dispatch = () => {
    while (queue.length > 0) {
      const child = free()
      if (!child) return
      queue.shift()?.take(child)
    }
  }

  return {
    async call(makeJob, signal) {
      signal.throwIfAborted()
      if (closed) throw new StepFailure('sandbox-busy', 'The server is stopping', { retryable: true })
      if (queue.length >= maxQueued)
        throw new StepFailure('sandbox-busy', 'Too many code calls wait for the sandbox. Run fewer items at once', {
          retryable: true,
        })
      const { promise, resolve, reject } = Promise.withResolvers<Settled>()
      let child: SandboxChild | undefined
      const waiting: Waiting = {
        makeJob,
        take: (taken) => {
          child = taken
          let job: Job
          try {
            job = makeJob()
          } catch (error) {
            reject(error)
            release(taken)
            return
          }
          void taken.call(job).then((settled) => {
            resolve(settled)
            release(taken)
          })
        },
      }
      const onAbort = () => {
        const at = queue.indexOf(waiting)
        if (at >= 0) queue.splice(at, 1)
        child?.kill()
        reject(signal.reason)
      }
      signal.addEventListener('abort', onAbort, { once: true })
      queue.push(waiting)
      dispatch()
      try {
        return await promise
      } finally {
        signal.removeEventListener('abort', onAbort)
      }
    },
    close() {
      closed = true
      for (const child of all) child.kill()
      all.clear()
      idle.length = 0
    },
  }
}
