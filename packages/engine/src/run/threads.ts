import { limits } from '../limits.ts'
import { completed, type NodeInput, type Activation as Rule } from '../node.ts'
import type { Value } from '../value.ts'
import { tooHeavy } from '../weigh.ts'
import { upstreamFailed } from './decide.ts'
import { isAtWork } from './frames.ts'
import { arrivalAt, portsOf } from './input.ts'
import { failureIn } from './signals.ts'
import { failNode, finishNode, guarded } from './start.ts'
import type { Activation, Cell, Frame, Signal, Threads } from './state.ts'
import { emit, type Work } from './turn.ts'

type JoinRule = Rule & { type: 'join' }
/** What one thread is made of: in-edges by slot, in edge order. Nothing in it, or nothing live: the thread does not come. */
interface Batch {
  readonly index: number
  readonly slots: readonly number[]
  /** The slot of a failure before it: who would belong to it is open until that has been tried again. */
  readonly behind?: number
}

/**
 * A join that runs what follows per arrival (`each`) or per batch of them (`collect`): opens a thread for all that has come
 * and ends when all of them have. Threads are numbered by edge order, so that nothing depends on who comes first.
 */
export function driveThreads(work: Work, owner: Activation): void {
  const { pool, threads, node, frame, path } = owner
  const cell = frame.cells[node.index]
  if (!pool || !threads || !cell || !isAtWork(owner)) return
  const rule = node.activation as JoinRule
  const total = node.threads ?? 0
  const next = () =>
    rule.need === 'each' ? nextArrival(threads) : nextBatch(rule, threads, cell, node.ins.length, total)
  for (let batch = next(); batch; batch = next()) {
    if (!pool.outcomes[batch.index] && !pool.open.has(batch.index)) openThread(work, owner, rule, cell, batch)
    if (work.out.events.length < work.budget) continue
    work.run.doubts.push({ about: 'pool', owner })
    return
  }
  const here = cell.live + cell.dead === node.ins.length
  if (!here && rule.deadlineMs !== undefined) work.out.timers.push({ path, due: cell.since + rule.deadlineMs })
  if (!here || pool.settled < total) return
  if (cell.failed > 0 && rule.onFailed === 'fail') failNode(work, frame, node, upstreamFailed(node, frame), 0, {})
  else finishNode(work, frame, node, completed({}), 1)
}

function nextArrival({ fresh }: Threads): Batch | null {
  const slot = fresh.shift()
  return slot === undefined ? null : { index: slot, slots: [slot] }
}

/**
 * In edge order, `n` live ones to a batch; the last one takes what is left when no more can come. At a failure that is not
 * ignored the join has failed: no batch from there on comes.
 */
function nextBatch(rule: JoinRule, threads: Threads, cell: Cell, size: number, total: number): Batch | null {
  threads.fresh.length = 0
  for (; threads.cursor < size && threads.broken === null; threads.cursor++) {
    if (threads.pending.length === (rule.n ?? size)) break
    const signal = cell.signals?.[threads.cursor]
    if (!signal) return null
    if (signal.live) threads.pending.push(threads.cursor)
    else if (counts(rule, signal)) {
      threads.broken = threads.cursor
      return { index: threads.batch++, slots: [...threads.pending, threads.broken] }
    }
  }
  if (threads.batch === total) return null
  const index = threads.batch++
  return threads.broken === null
    ? { index, slots: threads.pending.splice(0) }
    : { index, slots: [], behind: threads.broken }
}

/** A failure that is not ignored fails what it would have been part of. */
const counts = (rule: JoinRule, signal: Signal): boolean =>
  !signal.live && signal.reason === 'failed' && rule.onFailed === 'fail'

function openThread(work: Work, owner: Activation, rule: JoinRule, cell: Cell, { index, slots, behind }: Batch): void {
  const { node, path } = owner
  const at = { path: `${path}[${index}]`, node: node.key, index }
  if (behind !== undefined) {
    const before = cell.signals?.[behind]
    const error = (before && !before.live && before.cause) || upstreamFailed(node, owner.frame)
    emit(work, { type: 'item.settled', ...at, status: 'skipped', error })
    return
  }
  const signals = slots.map((slot) => cell.signals?.[slot])
  const failure = signals.find((signal) => signal && counts(rule, signal))
  if (failure && !failure.live) {
    const error = failure.cause ?? upstreamFailed(node, owner.frame)
    emit(work, { type: 'item.settled', ...at, status: 'failed', error })
    return
  }
  if (!signals.some((signal) => signal?.live)) {
    emit(work, { type: 'item.settled', ...at, status: 'skipped' })
    return
  }
  const outcome = guarded(() => node.behaviour.inTurn?.(node.params, inputOf(owner, cell, slots)) ?? completed({}))
  if (outcome.type === 'failed') emit(work, { type: 'item.settled', ...at, status: 'failed', error: outcome.failure })
  else emit(work, { type: 'item.opened', ...at, value: outcome.ports[node.firstOutput] ?? null })
}

/** What the join would see if nothing else had come. */
function inputOf({ frame, node, input }: Activation, cell: Cell, slots: readonly number[]): NodeInput {
  const arrivals = slots.map((slot) =>
    arrivalAt(frame, node.ins[slot] as (typeof node.ins)[number], cell.signals?.[slot]),
  )
  const ports = portsOf(arrivals)
  return { ...input, arrivals, ports, value: ports[node.firstInput] ?? null }
}

/** The part of a thread's body that is left has nothing to do. */
export function endThread(work: Work, owner: Activation, frame: Frame, index: number): void {
  const { plan, results } = frame
  const failure = failureIn(frame)
  const values = plan.results.flatMap(({ slot }): Value[] => {
    const signal = results[slot]
    return signal?.live ? [signal.value] : []
  })
  const at = { type: 'item.settled' as const, path: frame.id, node: owner.node.key, index }
  const wrong = failure ?? tooHeavy(values, limits.gatheredBytes)
  if (wrong) emit(work, { ...at, status: 'failed', error: wrong })
  else if (plan.results.length > 0 && values.length === 0) emit(work, { ...at, status: 'skipped' })
  // What leads to several places gives each its own; the record has them all, in edge order.
  else emit(work, { ...at, status: 'ok', value: values.length > 1 ? values : (values[0] ?? null) })
}
