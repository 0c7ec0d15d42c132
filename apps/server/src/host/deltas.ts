import type { Delta } from './protocol.ts'

const windowMs = 40

/** Joins tokens of one step that come close together: many models stream single letters. */
export function createDeltas(send: (runId: string, delta: Delta) => void) {
  const waiting = new Map<string, Map<string, Delta>>()
  const timers = new Map<string, NodeJS.Timeout>()
  const flush = (runId: string): void => {
    clearTimeout(timers.get(runId))
    timers.delete(runId)
    const steps = waiting.get(runId)
    waiting.delete(runId)
    for (const delta of steps?.values() ?? []) send(runId, delta)
  }
  return {
    flush,
    add(runId: string, delta: Delta): void {
      const steps = waiting.get(runId) ?? new Map<string, Delta>()
      waiting.set(runId, steps)
      const before = steps.get(delta.path)
      steps.set(delta.path, before ? { ...delta, text: before.text + delta.text } : delta)
      if (!timers.has(runId)) timers.set(runId, setTimeout(flush, windowMs, runId))
    },
  }
}
