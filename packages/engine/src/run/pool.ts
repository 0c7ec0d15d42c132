import { failed, type ItemOutcome } from '../node.ts'
import { driveSamples } from './samples.ts'
import { liveResults } from './scopes.ts'
import { finishNode, guarded } from './start.ts'
import type { Activation, Frame } from './state.ts'
import { emit, type Work } from './turn.ts'

/** The body of an item has nothing left to do. */
export function endItem(work: Work, owner: Activation, frame: Frame, index: number): void {
  const failure =
    frame.failure ?? frame.results.map((signal) => (signal && !signal.live ? signal.cause : undefined)).find(Boolean)
  const values = liveResults(frame).result
  const nothing = frame.plan.results.length > 0 && values === undefined
  const at = { type: 'item.settled' as const, path: frame.id, node: owner.node.key, index }
  if (failure) emit(work, { ...at, status: 'failed', error: { code: failure.code, message: failure.message } })
  else if (nothing) emit(work, { ...at, status: 'skipped' })
  else emit(work, { ...at, status: 'ok', value: values ?? null })
}

export function drivePool(work: Work, owner: Activation): void {
  const { pool, node, path, frame } = owner
  if (node.sample && work.run.active.get(path) === owner) driveSamples(work, owner)
  const options = node.pool
  if (!pool || !options || work.run.active.get(path) !== owner) return
  const total = pool.items.length
  const mayFail =
    options.failure === 'collect'
      ? total
      : options.failure === 'failFast'
        ? 0
        : Math.floor(total * (1 - options.minSuccess) + 1e-9)
  if (pool.failed > mayFail || (options.enough !== undefined && pool.ok >= options.enough)) pool.closing = true
  if (pool.closing)
    for (const [index, item] of [...pool.open])
      emit(work, { type: 'item.settled', path: item.id, node: node.key, index, status: 'cancelled' })
  while (!pool.closing && pool.open.size < options.concurrency && pool.next < total) {
    if (work.out.events.length >= work.budget) {
      work.run.doubts.push({ about: 'pool', owner })
      return
    }
    emit(work, { type: 'item.opened', path: `${path}[${pool.next}]`, node: node.key, index: pool.next })
  }
  if (pool.open.size > 0 || (!pool.closing && pool.next < total)) return
  const outcomes = pool.outcomes.map((outcome, index): ItemOutcome => outcome ?? { index, status: 'cancelled' })
  const gathered = guarded(
    () =>
      node.behaviour.gather?.(node.params, outcomes, owner.input) ??
      failed('internal', `The kind “${node.kind}” cannot gather its items.`),
  )
  finishNode(work, frame, node, gathered, 1)
}
