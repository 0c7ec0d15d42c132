import { type Failure, StepFailure } from '../failure.ts'
import type { NodePlan } from '../flow/compile.ts'
import { limits } from '../limits.ts'
import { completed, type NodeInput, type Outcome, type Spent } from '../node.ts'
import { isRecord, sameValue, textOf, type Value } from '../value.ts'
import { tooHeavy } from '../weigh.ts'
import { roundOf } from './decide.ts'
import { isAtWork } from './frames.ts'
import { hashSeed } from './hash.ts'
import { Gathered } from './input.ts'
import { leapRounds } from './leap.ts'
import { enoughOf } from './outage.ts'
import { endItem } from './pool.ts'
import { mayBegin, namesNow, oneMore } from './shared.ts'
import { failureIn } from './signals.ts'
import { failNode, finishNode, guarded } from './start.ts'
import { type Activation, causeOf, type Frame, type LoopRun, overLimit, pathOf } from './state.ts'
import { endThread } from './threads.ts'
import { emit, type Work } from './turn.ts'

/** All members of a loop have settled in this round: another one, or out. */
export function settleGroup(work: Work, frame: Frame, number: number): void {
  const group = frame.groups[number]
  const plan = frame.plan.groups[number]
  if (!group || !plan || frame.closed || group.open > 0 || group.left) return
  const head = frame.plan.nodes[plan.head] as NodePlan
  const { to, stuck } = roundOf(plan, group, frame, work.run.cancelling !== null)
  for (const node of stuck)
    emit(
      work,
      {
        type: 'node.failed',
        path: pathOf(frame, node),
        node: node.key,
        attempts: 1,
        failure: limitReached(node, plan.maxRounds),
      },
      { frame, node },
    )
  emit(
    work,
    { type: 'round.settled', path: pathOf(frame, head), node: head.key, round: group.round, to },
    { frame, node: head },
  )
}

export function settleFrame(work: Work, frame: Frame): void {
  if (frame.closed || (frame.groups[0]?.open ?? 0) > 0) return
  const owner = frame.owner
  if (!owner) endRun(work, frame)
  else if (owner.threads && frame.index !== null) endThread(work, owner, frame, frame.index)
  else if (owner.pool && frame.index !== null) endItem(work, owner, frame, frame.index)
  else if (owner.loop && frame.round !== null) endLoopRound(work, owner, frame, frame.round)
  else endComposite(work, owner, frame)
}

function endRun(work: Work, root: Frame): void {
  const { run } = work
  const named = outputsOf(root)
  const heavy = tooHeavy(named, limits.gatheredBytes)
  const asked = run.cancelling === 'asked'
  // A run that reached `terminate: all` has what it came for, whatever was still going on.
  const wrong = heavy ?? (run.cancelling === 'terminate' ? null : (run.failure ?? root.failure))
  const status = asked ? 'cancelled' : wrong ? 'failed' : 'completed'
  const output = Object.keys(named).length > 0 && !heavy ? named : null
  emit(work, { type: 'run.ended', status, output, error: status === 'failed' ? wrong : null })
}

function endComposite(work: Work, owner: Activation, frame: Frame): void {
  const wrong = failureIn(frame)
  const { record, ...ports } = owner.node.callee ? calledResults(owner.node, frame) : liveResults(frame)
  const { complaint } = owner.node.definition
  const unheard = complaint && !owner.node.connected.has(complaint) ? ports[complaint] : undefined
  const failure =
    wrong ?? (isRecord(unheard) ? { code: textOf(unheard.reason), message: textOf(unheard.message) } : undefined)
  const outcome: Outcome = failure
    ? {
        type: 'failed',
        failure: { code: failure.code, message: failure.message },
        ...(record === undefined ? {} : { record }),
      }
    : completed(ports, record)
  finishNode(work, owner.frame, owner.node, outcome, 1)
}

function endLoopRound(work: Work, owner: Activation, frame: Frame, round: number): void {
  const error = failureIn(frame)
  const { result, problem, trail } = liveResults(frame)
  const at = { type: 'round.closed' as const, path: frame.id, node: owner.node.key, round }
  if (error) {
    emit(work, { ...at, error }, owner)
    return
  }
  const wrong =
    tooHeavy([result ?? null, trail ?? null], limits.gatheredBytes) ??
    wrongWith(owner, namesNow(work.run, owner), frame, round, result, problem)
  if (wrong) emit(work, { ...at, error: causeOf(owner.path, owner.node, wrong) })
  else emit(work, result === undefined ? at : { ...at, state: result, ...(trail === undefined ? {} : { trail }) })
}

export function driveLoop(work: Work, owner: Activation): void {
  const { loop, node, frame } = owner
  const options = node.loop
  if (overLimit(owner)) {
    passLimit(work, owner, 'over-limit')
    return
  }
  if (loop?.finishing && isAtWork(owner)) {
    const at = { type: 'round.closed' as const, node: node.key, round: loop.round }
    if (loop.frame) emit(work, { ...at, path: loop.frame.id })
    finishNode(work, frame, node, doneWith(work, owner), loop.round)
    return
  }
  // While it waits to try again, its timer decides.
  if (!loop || !options || loop.frame || owner.phase === 'retrying' || !isAtWork(owner)) return
  if (loop.error) {
    const { code, message, retryAfterMs } = loop.error
    endFailedRound(work, owner, loop.round, { code, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) })
    return
  }
  const still = () => loop.before !== undefined && sameValue(loop.before, loop.state)
  // A round whose result was not taken ends the loop with what there was before it.
  const next = loop.empty
    ? 'done'
    : askAgain(() =>
        options.again({ state: loop.state, round: loop.round + 1, names: namesNow(work.run, owner), still }),
      )
  if (next === 'next') {
    if (!leapRounds(work, owner, loop)) tryRound(work, owner)
  } else if (next === 'done') finishNode(work, frame, node, doneWith(work, owner), loop.round)
  else if (next !== 'limit') failNode(work, frame, node, next, 1, {})
  else if (node.connected.has('limit')) finishNode(work, frame, node, completed({ limit: loop.state }), 1)
  else failNode(work, frame, node, limitReached(node, loop.round), 1, {})
}

/** What it gives, and what happened on the way. */
function doneWith(work: Work, owner: Activation, made?: { readonly kept: Value }): Outcome {
  const { node, path } = owner
  const { mishaps, trail, round, state: own } = owner.loop as LoopRun
  const options = node.loop
  const state = made ? made.kept : own
  const trailed: Record<string, Value> = options?.trail === undefined ? {} : { trail: trail ?? { path, rounds: round } }
  if (!options?.done) return completed({ [node.firstOutput]: state, ...trailed })
  const kept = { reused: made !== undefined, times: oneMore(work.run, node, made !== undefined) }
  const spent = spentBy(work, owner)
  return guarded(() => options.done?.({ state, mishaps, kept, spent }) ?? completed({ [node.firstOutput]: state }))
}

/** Why a round that went through does not count, if it does not. */
function wrongWith(
  { node }: Activation,
  names: NodeInput['names'],
  frame: Frame,
  round: number,
  state: Value | undefined,
  problem: Value | undefined,
): Failure | null {
  const options = node.loop
  if (problem !== undefined) {
    const edge = frame.plan.results.find(
      ({ slot, targetPort }) => targetPort === 'problem' && frame.results[slot]?.live,
    )
    const by = frame.plan.nodes[edge?.source ?? -1]?.title ?? node.title
    return { code: 'health-check', message: `“${by}” found a problem: ${textOf(problem).slice(0, 2_000)}` }
  }
  if (state === undefined)
    return options?.needsResult
      ? { code: 'no-result', message: `Nothing came out of “${node.title}”: no result reached its end.` }
      : null
  try {
    return options?.check?.({ state, round, names }) ?? null
  } catch (error) {
    if (error instanceof StepFailure) return { code: error.code, message: error.message }
    throw error
  }
}

/** Begins a round if nothing it shares with others holds it back: else it is looked at again when that changes. */
export function tryRound(work: Work, owner: Activation): void {
  const { run, now } = work
  const may = mayBegin(run, owner, now)
  if (may === 'yes') openRound(work, owner)
  else if (may === 'closed') rejectRound(work, owner)
  else if (may instanceof StepFailure)
    failNode(work, owner.frame, owner.node, { code: may.code, message: may.message }, 0, {})
  else if (may === 'wait') return
  else if ('kept' in may) finishNode(work, owner.frame, owner.node, doneWith(work, owner, may), 0)
  else {
    // Not an event: after a fold the same is found again.
    owner.due = may.at
    work.out.timers.push({ path: owner.path, due: may.at })
  }
}

function rejectRound(work: Work, { node, frame, input, loop }: Activation): void {
  if (node.connected.has('rejected')) {
    const record = { open: true, rejected: oneMore(work.run, node, true).reused }
    finishNode(work, frame, node, completed({ rejected: input.value }, record), loop?.round ?? 0)
    return
  }
  const message = `“${node.title}” has failed too often lately, so nothing more is tried for a while.`
  failNode(work, frame, node, { code: 'circuit-open', message }, loop?.round ?? 0, {})
}

function openRound(work: Work, owner: Activation): void {
  const { path, node, loop } = owner
  const round = (loop?.round ?? 0) + 1
  emit(work, { type: 'round.opened', path: `${path}#${round}`, node: node.key, round }, owner)
  if (owner.due !== null) work.out.timers.push({ path, due: owner.due })
}

function endFailedRound(work: Work, owner: Activation, round: number, failure: Failure): void {
  const { node, frame, path } = owner
  const mishaps = owner.loop?.mishaps ?? []
  const chance = hashSeed(work.run.seed, `${path}#${round}`) / 2 ** 32
  const wanted = work.run.cancelling ? null : node.loop?.onError?.({ round, error: failure, mishaps, chance })
  const enough = wanted ? enoughOf(failure, work.run) : null
  const again = enough ? null : wanted
  const outcome = again || work.run.cancelling ? null : endedWith(work, owner, failure)
  if (outcome) {
    finishNode(work, frame, node, outcome, round)
    return
  }
  if (!again) {
    const record = mishaps.length > 0 ? { record: { mishaps } as unknown as Value } : {}
    failNode(work, frame, node, enough ?? failure, round, record)
    return
  }
  const { afterMs, ...recovery } = again
  const dueAt = work.now + afterMs
  emit(work, { type: 'node.retrying', path, node: node.key, attempt: round, failure, dueAt, recovery }, { frame, node })
  work.out.timers.push({ path, due: dueAt })
}

function endedWith(work: Work, owner: Activation, error: Failure): Outcome | null {
  const { node } = owner
  // What went wrong further inside is none of its limits.
  if (!node.loop?.failed || (owner.loop?.error?.path !== owner.path && !node.loop.notesDone)) return null
  const done = owner.loop?.done.toReversed() ?? []
  return node.loop.failed({ error, spent: spentBy(work, owner), connected: node.connected, done })
}

const spentBy = ({ now }: Work, { loop, since }: Activation): Spent => ({
  calls: loop?.calls ?? 0,
  usd: loop?.usd ?? 0,
  ms: now - since,
})

/** A round took too long or spent too much: what still runs in it is withdrawn, or the run is paused. */
export function passLimit(work: Work, { node, path, loop }: Activation, code: 'timeout' | 'over-limit'): void {
  if (!loop?.frame) return
  if (node.loop?.most?.pause) {
    if (!loop.paused) emit(work, { type: 'run.paused', by: path })
    return
  }
  const message =
    code === 'timeout'
      ? `“${node.title}” took longer than ${loop.timeoutMs ?? node.loop?.timeoutMs} ms.`
      : `What runs inside “${node.title}” has spent more than it may.`
  const error = causeOf(path, node, { code, message })
  emit(work, { type: 'round.closed', path: loop.frame.id, node: node.key, round: loop.round, error })
}

function askAgain(ask: () => 'next' | 'done' | 'limit'): 'next' | 'done' | 'limit' | Failure {
  try {
    return ask()
  } catch (error) {
    if (error instanceof StepFailure) return { code: error.code, message: error.message }
    throw error
  }
}

/** What a called flow gives: the bare value of its only output, or all by name; null if none was reached. */
function calledResults(node: NodePlan, frame: Frame): Record<string, Value> {
  const named = outputsOf(frame)
  const values = Object.values(named)
  return { [node.firstOutput]: values.length > 1 ? named : (values[0] ?? null) }
}

/** What the outputs of a flow were given, by name. One that several threads reached has a list, in the order of the threads. */
function outputsOf({ named, namedInThreads }: Frame): Record<string, Value> {
  const gathered = new Gathered()
  for (const { name, value } of namedInThreads.toSorted((one, other) => byIndices(one.indices, other.indices)))
    gathered.add(name, value)
  return { ...(named && Object.fromEntries(named)), ...gathered.ports }
}

function byIndices(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((index, depth) => index !== other[depth])
  return at < 0 ? 0 : (one[at] as number) - (other[at] ?? -1)
}

export function liveResults(frame: Frame): Record<string, Value> {
  const gathered = new Gathered()
  for (const { slot, targetPort } of frame.plan.results) {
    const signal = frame.results[slot]
    if (signal?.live) gathered.add(targetPort, signal.value)
  }
  return gathered.ports
}

const limitReached = (node: NodePlan, rounds: number): Failure => ({
  code: 'max-iterations',
  message: `“${node.title}” wanted another round after ${rounds}. Connect its “limit” port, or allow more rounds on the edge that goes back.`,
})
