import type { ModelClient } from '@quorum/engine'
import type { NotedCall } from '../store/prompts.ts'

/** What is asked within this time is written down together. */
const collectMs = 200
/** Beyond so many calls of one run nobody reads them one by one. */
const mostOfRun = 10_000
/** Runs whose calls are counted. */
const mostCounted = 1_000

/** Notes what each call asks. A note that cannot be written is dropped: it must never be why a run fails. */
export function notePrompts(client: ModelClient, write: (calls: readonly NotedCall[]) => void) {
  const counted = new Map<string, number>()
  let waiting: NotedCall[] = []
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    const calls = waiting
    waiting = []
    if (calls.length === 0) return
    try {
      write(calls)
    } catch {
      // The disk is full or busy: the log says so where it matters.
    }
  }
  const note = (idempotencyKey: string, request: NotedCall['request']): void => {
    const cut = idempotencyKey.indexOf('/')
    const runId = idempotencyKey.slice(0, cut)
    const before = counted.get(runId) ?? 0
    counted.delete(runId)
    counted.set(runId, before + 1)
    for (const oldest of counted.keys()) {
      if (counted.size <= mostCounted) break
      counted.delete(oldest)
    }
    if (before >= mostOfRun) return
    waiting.push({ runId, key: idempotencyKey.slice(cut + 1), request })
    timer ??= setTimeout(flush, collectMs).unref()
  }
  const models: ModelClient = {
    call(request, options) {
      note(options.idempotencyKey, request)
      return client.call(request, options)
    },
  }
  return { models, flush }
}
