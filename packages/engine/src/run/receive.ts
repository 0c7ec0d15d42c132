import type { BodyPlan, NodePlan } from '../flow/compile.ts'
import type { Parked, SignalIn } from '../node.ts'
import type { PostResult } from './backend.ts'
import { isAtWork, openFrames, tryLocate } from './frames.ts'
import { deepFreeze, hashSeed } from './hash.ts'
import { enoughOf } from './outage.ts'
import { addToPool } from './pool.ts'
import { attemptOf, itemIn, itemPath } from './poolState.ts'
import { passLimit, tryRound } from './scopes.ts'
import { handOut, settleDoubt } from './settle.ts'
import { answerWaiting, cancelInside, failNode, finishNode, guarded, stopAll } from './start.ts'
import { type Activation, type Cell, causeOf, pathOf, type RunState, withoutRound } from './state.ts'
import { emit, type Message, taskOf, type Work } from './turn.ts'

const MAX_BACKOFF_MS = 60_000

/** Takes one message in: what it says is recorded; what follows from it is decided afterwards. */
export function receive(work: Work, message: Message): void {
  const { run } = work
  switch (message.type) {
    case 'start':
      if (run.root !== null) return
      emit(work, { type: 'run.started', input: deepFreeze(message.input), seed: message.seed })
      setWallTimer(work)
      return
    case 'go':
      return
    case 'step': {
      const activation = runningTask(work, message.path, message.attempt)
      if (!activation) return
      const { path, key, value, usage } = message
      const body = { type: 'step.completed' as const, path, node: activation.node.key, key, value: deepFreeze(value) }
      emit(work, usage ? { ...body, usage } : body, activation)
      return
    }
    case 'done': {
      const activation = runningTask(work, message.path, message.attempt)
      if (!activation) return
      const { frame, node, attempt } = activation
      finishNode(work, frame, node, message.outcome, attempt, message.usage && { usage: message.usage })
      return
    }
    case 'suspended': {
      const activation = runningTask(work, message.path, message.attempt)
      if (!activation) return
      const { path, node } = activation
      const { parked } = message
      emit(work, { type: 'node.waiting', path, node: node.key, parked: deepFreeze(parked) }, activation)
      if (parked.until !== null) work.out.timers.push({ path, due: parked.until })
      return
    }
    case 'error':
      takeError(work, message)
      return
    case 'due':
      takeDue(work, message.path)
      return
    case 'signal':
      work.out.reply = takeSignal(work, message.path, message.signal)
      return
    case 'cancel':
      work.out.reply = message.tag === undefined ? cancelPath(work, message.path) : cancelTag(work, message.tag)
      return
    case 'add':
      work.out.reply = addToPool(work, run.active.get(message.path), message)
      return
    case 'skip':
      work.out.reply = skipStep(work, message.path)
      return
    case 'finish':
      work.out.reply = finishStep(work, message.path)
      return
    case 'pause':
      if (!run.paused) emit(work, { type: 'run.paused' })
      return
    case 'resume':
      if (run.paused) goOn(work)
      return
    case 'stepOnce':
      if (run.paused) stepOnce(work)
      else work.out.reply = 'not-waiting'
      return
    case 'retry': {
      const { type: _, ...rest } = message
      emit(work, { type: 'run.retried', ...rest })
      setWallTimer(work)
    }
  }
}

function runningTask(work: Work, path: string, attempt: number): Activation | null {
  const activation = work.run.active.get(path)
  return activation?.phase === 'running' && activation.attempt === attempt ? activation : null
}

function takeError(work: Work, message: Message & { type: 'error' }): void {
  const activation = runningTask(work, message.path, message.attempt)
  if (!activation) return
  const { node, path, frame, attempt } = activation
  const usage = message.usage ? { usage: message.usage } : {}
  if (message.failure.code === 'budget') {
    emit(
      work,
      { type: 'node.failed', path, node: node.key, failure: message.failure, attempts: attempt, ...usage },
      activation,
    )
    stopAll(work, 'failure', causeOf(path, node, message.failure))
    return
  }
  const last = !message.retryable || attempt >= node.policy.attempts || work.run.cancelling !== null
  const enough = last ? null : enoughOf(message.failure, work.run)
  if (last || enough) {
    const wait = message.retryAfterMs === undefined ? {} : { retryAfterMs: message.retryAfterMs }
    failNode(work, frame, node, { ...(enough ?? message.failure), ...wait }, attempt, usage)
    return
  }
  const due =
    work.now + Math.max(backoff(work.run.seed, path, attempt, node.policy.backoffMs), message.retryAfterMs ?? 0)
  emit(
    work,
    { type: 'node.retrying', path, node: node.key, attempt, failure: message.failure, dueAt: due, ...usage },
    activation,
  )
  work.out.timers.push({ path, due })
}

/** The budget of wall time is a timer of the run itself, under the empty path. */
export function setWallTimer(work: Work): void {
  const { budget, startedAt } = work.run
  if (budget.ms !== undefined) work.out.timers.push({ path: '', due: startedAt + budget.ms })
}

function takeDue(work: Work, path: string): void {
  const { budget, startedAt, cancelling } = work.run
  if (work.run.paused) return
  if (path === '' && budget.ms !== undefined && !cancelling && work.now >= startedAt + budget.ms) {
    const message = `The run took longer than its budget of ${budget.ms} ms. Raise the budget to let it go on.`
    stopAll(work, 'failure', { code: 'budget', message })
  }
  const activation = work.run.active.get(path)
  if (!activation || activation.threads) expireJoin(work, path)
  else if (activation.pool) {
    activation.pool.due = null
    work.run.doubts.push({ about: 'pool', owner: activation })
    return
  }
  if (!activation || activation.due === null || activation.due > work.now) return
  const { node, frame } = activation
  if (activation.loop) {
    if (activation.loop.frame) passLimit(work, activation, 'timeout')
    else tryRound(work, activation)
    return
  }
  if (activation.phase === 'retrying') {
    emit(work, { type: 'node.started', path, node: node.key, attempt: activation.attempt + 1 }, activation)
    work.out.tasks.push(taskOf(activation))
  } else if (activation.phase === 'waiting' && activation.parked?.step !== undefined) {
    answerTask(work, activation, activation.parked, null)
  } else if (activation.phase === 'waiting' && activation.parked && node.behaviour.park) {
    const parked = activation.parked
    const { park } = node.behaviour
    finishNode(
      work,
      frame,
      node,
      guarded(() => park.onDue(node.params, activation.input, parked)),
      1,
    )
  }
}

function expireJoin(work: Work, path: string): void {
  const known = tryLocate(work.run, path)
  const cell = known?.frame.cells[known.node.index]
  const rule = known?.node.activation
  if (!known || !cell || !isOpenJoin(known.node, cell)) return
  if (rule?.type !== 'join' || rule.deadlineMs === undefined) return
  if (cell.since > 0 && work.now >= cell.since + rule.deadlineMs && pathOf(known.frame, known.node) === path)
    emit(work, { type: 'join.expired', path, node: known.node.key }, known)
}

/** A path without a round means the present one. */
function findActive(work: Work, path: string): Activation | null {
  const exact = work.run.active.get(path)
  if (exact) return exact
  for (const activation of work.run.waiting) if (activation.path.replace(/#[\d.]+$/, '') === path) return activation
  return null
}

function takeSignal(work: Work, path: string, signal: SignalIn): PostResult {
  const activation = findActive(work, path)
  if (activation?.pool) return addToPool(work, activation, asAddition(signal))
  if (activation?.phase !== 'waiting' || !activation.parked) return keepSignal(work, path, deepFreeze(signal))
  const { parked } = activation
  if (parked.step !== undefined) return answerTask(work, activation, parked, deepFreeze(signal))
  return answerWaiting(work, activation, parked, signal)
}

/** So many are kept for one step; of more than that something is wrong with whoever sends them. */
const MOST_KEPT = 100

/** For a step that will wait later, if it wants that. */
function keepSignal(work: Work, path: string, signal: SignalIn): PostResult {
  const { run } = work
  const node = planAt(run, path)
  if (!node?.definition.keepsSignals?.(node.params)) return 'not-waiting'
  if ((run.mail.get(withoutRound(path))?.length ?? 0) >= MOST_KEPT) return 'not-waiting'
  const known = tryLocate(run, path) ?? tryLocate(run, path.split('/')[0]?.replace(/[[#].*$/, '') ?? '')
  if (!known || (known.frame.cells[known.node.index]?.phase === 'settled' && known.node.group === 0))
    return 'not-waiting'
  emit(work, { type: 'signal.kept', path, node: node.key, signal })
  return 'ok'
}

/** The node a path means, also in a body that is not open yet. */
function planAt(run: RunState, path: string): NodePlan | null {
  let body: BodyPlan | null = run.plan
  let node: NodePlan | undefined
  for (const part of path.split('/')) {
    node = body?.nodes[body.byId.get(part.replace(/[[#].*$/, '')) ?? -1]
    if (!node) return null
    body = run.bodyOf(node)
  }
  return node ?? null
}

/** People add to an open pool as they answer a step that waits: `data` is what is added, a decision that this was all. */
function asAddition({ data, decision }: SignalIn): Parameters<typeof addToPool>[2] {
  const items = data === undefined ? [] : Array.isArray(data) ? data : [data]
  return { items: deepFreeze(items), close: decision !== undefined }
}

/** The answer a task was waiting for becomes its step, and the task goes on; in a pause, once that is over. */
function answerTask(work: Work, activation: Activation, parked: Parked, signal: SignalIn | null): PostResult {
  const { node, path, steps, attempt } = activation
  const at = { path, node: node.key }
  const key = parked.step ?? ''
  if (!steps?.has(key)) {
    const answer = node.behaviour.answered?.(parked, signal, work.now)
    if (!answer) return 'not-waiting'
    if (answer === 'duplicate') return 'duplicate'
    if (!('value' in answer)) {
      emit(work, { type: 'node.waiting', ...at, parked: deepFreeze({ ...answer, step: key }) }, activation)
      return 'ok'
    }
    emit(work, { type: 'step.completed', ...at, key, value: deepFreeze(answer.value) }, activation)
    if (work.run.paused) emit(work, { type: 'node.waiting', ...at, parked: { ...parked, until: work.now } }, activation)
  }
  if (work.run.paused) return 'ok'
  emit(work, { type: 'node.started', ...at, attempt }, activation)
  work.out.tasks.push(taskOf(activation))
  return 'ok'
}

function cancelPath(work: Work, path: string | undefined): PostResult {
  const { run } = work
  if (path === undefined) {
    if (!run.cancelling) stopAll(work, 'asked')
    return 'ok'
  }
  const item = itemIn(path)
  const owner = item && run.active.get(item.owner)
  if (item && owner?.pool) {
    const { index } = item
    const { pool, node } = owner
    if (pool.outcomes[index]?.status === 'cancelled') return 'ok'
    const waits = !owner.threads && index < pool.items.length && !pool.outcomes[index]
    if (!waits && !pool.open.has(index)) return 'not-waiting'
    const at = itemPath(owner.path, index, attemptOf(pool, index))
    emit(work, { type: 'item.settled', path: at, node: node.key, index, status: 'cancelled' })
    return 'ok'
  }
  const activation = findActive(work, path) ?? run.active.get(path)
  if (!activation) {
    const known = tryLocate(run, path)
    // Said twice is as good as once.
    return known && run.view.endedAs(known.node) === 'cancelled' ? 'ok' : 'not-waiting'
  }
  if (cancelInside(work, activation)) return 'ok'
  emit(work, { type: 'node.cancelled', path: activation.path, node: activation.node.key }, activation)
  return 'ok'
}

/** Everything that is at work under this tag is withdrawn, wherever it is. */
function cancelTag(work: Work, tag: string): PostResult {
  const { run } = work
  const tagged = [...run.active.values()].filter(({ node }) => node.loop?.tag === tag)
  // One that lay in another is gone with it.
  for (const activation of tagged)
    if (isAtWork(activation))
      emit(work, { type: 'node.cancelled', path: activation.path, node: activation.node.key }, activation)
  return tagged.length > 0 || run.cancelledTags.has(tag) ? 'ok' : 'not-waiting'
}

/** What it would have given is not taken: those behind it go on without it. */
function skipStep(work: Work, path: string): PostResult {
  const known = findActive(work, path) ?? tryLocate(work.run, path)
  if (!known || known.frame.closed) return 'not-waiting'
  const { frame, node } = known
  if (frame.cells[node.index]?.phase === 'settled')
    return work.run.view.endedAs(node) === 'skipped' ? 'duplicate' : 'not-waiting'
  emit(work, { type: 'node.skipped', path: pathOf(frame, node), node: node.key, reason: 'notTaken' }, { frame, node })
  return 'ok'
}

/** A pool or loop ends with what it has, a join that waits goes on with what has come: what is at work for it is unheard. */
function finishStep(work: Work, path: string): PostResult {
  const { run } = work
  const owner = run.active.get(path) ?? [...run.active.values()].find((one) => withoutRound(one.path) === path)
  if (!owner || owner.threads) return expireNow(work, path)
  const { node, pool, loop } = owner
  if (pool?.finishing || loop?.finishing) return 'duplicate'
  // A loop that tries again until it succeeds has nothing before that.
  if (!pool && (!loop || node.loop?.onError || node.loop?.needsResult)) return 'not-waiting'
  emit(work, { type: 'node.finishing', path: owner.path, node: node.key }, owner)
  return 'ok'
}

function expireNow(work: Work, path: string): PostResult {
  const known = tryLocate(work.run, path)
  const cell = known?.frame.cells[known.node.index]
  if (known?.node.activation.type !== 'join' || !cell || !isOpenJoin(known.node, cell)) return 'not-waiting'
  if (cell.since === 0 || cell.live + cell.dead === known.node.ins.length) return 'not-waiting'
  emit(work, { type: 'join.expired', path: pathOf(known.frame, known.node), node: known.node.key }, known)
  return 'ok'
}

/** A join that may still get something: it has not fired, or opens a thread for each that comes. */
const isOpenJoin = (node: NodePlan, cell: Cell): boolean =>
  cell.phase === 'idle' || (node.threads !== null && cell.phase === 'active')

/** A timer that came due in the pause is due now; so is the deadline of a join, which is set when it is looked at. */
function goOn(work: Work): void {
  const { run } = work
  emit(work, { type: 'run.resumed' })
  setWallTimer(work)
  for (const activation of run.active.values()) {
    const { path, due, pool } = activation
    if (due !== null) work.out.timers.push({ path, due })
    if (!pool) continue
    pool.due = null
    run.doubts.push({ about: 'pool', owner: activation })
  }
  for (const frame of openFrames(run))
    for (const { index, activation } of frame.plan.nodes)
      if (activation.type === 'join' && activation.deadlineMs !== undefined)
        run.doubts.push({ about: 'cell', frame, node: index })
}

/** Decides until one more node has begun or settled. The pause goes on. */
function stepOnce(work: Work): void {
  const { run } = work
  handOut(work, 1)
  while (run.doubts.length > 0 && work.out.events.length === 0 && !run.ended) {
    settleDoubt(work, run.doubts.shift())
    handOut(work, 1)
  }
}

/** Doubled per attempt, half fixed and half random (CATALOGUE §7.3: full jitter can come out near zero). */
function backoff(seed: number, path: string, attempt: number, baseMs: number): number {
  const full = Math.min(baseMs * 2 ** (attempt - 1), MAX_BACKOFF_MS)
  return Math.round(full / 2 + (full / 2) * (hashSeed(seed, `${path}@${attempt}`) / 2 ** 32))
}
