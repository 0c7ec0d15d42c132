import { type Failure, InvariantError, StepFailure } from '../failure.ts'
import type { NodePlan } from '../flow/compile.ts'
import type { Budget } from '../flow/flow.ts'
import type { Usage } from '../model.ts'
import {
  completed,
  failed,
  type ItemOutcome,
  type NodeInput,
  type Outcome,
  type Parked,
  type SignalIn,
} from '../node.ts'
import type { Value } from '../value.ts'
import { apply, enqueue, type Known, tryLocate } from './apply.ts'
import type { PostResult } from './backend.ts'
import { decideCell, roundOf } from './decide.ts'
import type { RunError, RunEvent, RunEventBody } from './event.ts'
import { deepFreeze, hashSeed } from './hash.ts'
import { buildInput, gatherPorts } from './input.ts'
import { type Activation, causeOf, type Doubt, type Frame, pathOf, type RunState } from './state.ts'

/** What reaches a run: the result of a task, a person's answer, a due timer, a wish to stop. */
export type Message =
  | { readonly type: 'start'; readonly input: Value; readonly seed: number }
  | {
      readonly type: 'step'
      readonly path: string
      readonly attempt: number
      readonly key: string
      readonly value: Value
      readonly usage?: Usage
    }
  | { readonly type: 'done'; readonly path: string; readonly attempt: number; readonly outcome: Outcome }
  | {
      readonly type: 'error'
      readonly path: string
      readonly attempt: number
      readonly failure: Failure
      readonly retryable: boolean
      readonly retryAfterMs?: number
      readonly usage?: Usage
    }
  | { readonly type: 'due'; readonly path: string }
  | { readonly type: 'signal'; readonly path: string; readonly signal: SignalIn }
  | { readonly type: 'cancel'; readonly path?: string }
  | { readonly type: 'pause' | 'resume' | 'stepOnce' }
  | { readonly type: 'skip'; readonly path: string }
  | { readonly type: 'retry'; readonly paths?: readonly string[]; readonly budget?: Budget; readonly usage: Usage }
  /** Goes on where the budget of the last turn ended. */
  | { readonly type: 'go' }

/** Work for a runner, with what it has done already. */
export interface Task {
  readonly path: string
  readonly node: NodePlan
  readonly input: NodeInput
  readonly attempt: number
  readonly steps: ReadonlyMap<string, Value>
}

/** What a backend must make durable, and then do. */
export interface Turn {
  readonly events: RunEvent[]
  readonly tasks: Task[]
  /** Tasks that must stop; their results no longer count. */
  readonly aborts: string[]
  readonly timers: { readonly path: string; readonly due: number }[]
  /** Something is left to decide: commit, then send `go`. */
  more: boolean
  reply: PostResult
}

const NO_STEPS: ReadonlyMap<string, Value> = new Map()
const MAX_BACKOFF_MS = 60_000

/**
 * Takes a run one turn further: applies a message and decides all that follows from it, up to `budget` events.
 * No clock, randomness or I/O: the same state, message and `now` give the same turn. `run` is changed, through events only.
 */
export function advance(run: RunState, message: Message, now: number, budget = 2_000): Turn {
  const turn = new TurnWriter(run, now, budget)
  if (run.ended) turn.out.reply = 'ended'
  else turn.take(message)
  turn.settleAll()
  turn.out.aborts.push(...run.aborts.splice(0))
  return turn.out
}

/** After a fold: what was in flight is handed out again, timers are set again, all open doubts are looked at. */
export function resume(run: RunState, now: number, budget = 2_000): Turn {
  run.doubts.length = 0
  run.aborts.length = 0
  const turn = new TurnWriter(run, now, budget)
  if (run.root === null || run.ended) return turn.out
  turn.setWallTimer()
  for (const frame of [run.root, ...run.frames.values()]) doubtFrame(run, frame)
  for (const activation of run.active.values()) {
    if (activation.phase === 'running') turn.out.tasks.push(taskOf(activation))
    if (activation.due !== null) turn.out.timers.push({ path: activation.path, due: activation.due })
    if (activation.pool) run.doubts.push({ about: 'pool', owner: activation })
    if (activation.loop && !activation.loop.frame) run.doubts.push({ about: 'loop', owner: activation })
  }
  turn.settleAll()
  return turn.out
}

function doubtFrame(run: RunState, frame: Frame): void {
  frame.cells.forEach((cell, node) => {
    if (cell.phase === 'idle') run.doubts.push({ about: 'cell', frame, node })
  })
  frame.groups.forEach((group, index) => {
    if (group.open > 0 || group.left) return
    run.doubts.push(index === 0 ? { about: 'frame', frame } : { about: 'group', frame, group: index })
  })
}

/** The state of a run that had failed, folded from its revised log, goes on: `run.retried` first, then as after any fold. */
export function retry(run: RunState, message: Message & { type: 'retry' }, now: number): Turn {
  const turn = new TurnWriter(run, now, 2_000)
  turn.take(message)
  const rest = resume(run, now)
  rest.events.unshift(...turn.out.events)
  rest.timers.push(...turn.out.timers)
  return rest
}

const taskOf = (activation: Activation): Task => ({
  path: activation.path,
  node: activation.node,
  input: activation.input,
  attempt: activation.attempt,
  steps: activation.steps ?? NO_STEPS,
})

class TurnWriter {
  readonly out: Turn = { events: [], tasks: [], aborts: [], timers: [], more: false, reply: 'ok' }
  readonly run: RunState
  readonly now: number
  readonly budget: number

  constructor(run: RunState, now: number, budget: number) {
    this.run = run
    this.now = now
    this.budget = budget
  }

  emit(body: RunEventBody, known?: Known): void {
    const event = { seq: this.run.seq + 1, at: this.now, ...body } as RunEvent
    apply(this.run, event, known)
    this.out.events.push(event)
  }

  take(message: Message): void {
    const { run } = this
    switch (message.type) {
      case 'start':
        if (run.root !== null) return
        this.emit({ type: 'run.started', input: deepFreeze(message.input), seed: message.seed })
        this.setWallTimer()
        return
      case 'go':
        return
      case 'step': {
        const activation = this.#running(message.path, message.attempt)
        if (!activation) return
        const { path, key, value, usage } = message
        const body = { type: 'step.completed' as const, path, node: activation.node.key, key, value: deepFreeze(value) }
        this.emit(usage ? { ...body, usage } : body, activation)
        return
      }
      case 'done': {
        const activation = this.#running(message.path, message.attempt)
        if (activation) this.finish(activation.frame, activation.node, message.outcome, activation.attempt)
        return
      }
      case 'error':
        this.#error(message)
        return
      case 'due':
        this.#due(message.path)
        return
      case 'signal':
        this.out.reply = this.#signal(message.path, message.signal)
        return
      case 'cancel':
        this.out.reply = this.#cancel(message.path)
        return
      case 'skip':
        this.out.reply = this.#skip(message.path)
        return
      case 'pause':
        if (!run.paused) this.emit({ type: 'run.paused' })
        return
      case 'resume':
        if (run.paused) this.#goOn()
        return
      case 'stepOnce':
        if (run.paused) this.#stepOnce()
        else this.out.reply = 'not-waiting'
        return
      case 'retry': {
        const { type: _, ...rest } = message
        this.emit({ type: 'run.retried', ...rest })
        this.setWallTimer()
      }
    }
  }

  #running(path: string, attempt: number): Activation | null {
    const activation = this.run.active.get(path)
    return activation?.phase === 'running' && activation.attempt === attempt ? activation : null
  }

  #error(message: Message & { type: 'error' }): void {
    const activation = this.#running(message.path, message.attempt)
    if (!activation) return
    const { node, path, frame, attempt } = activation
    const usage = message.usage ? { usage: message.usage } : {}
    if (message.failure.code === 'budget') {
      this.emit(
        { type: 'node.failed', path, node: node.key, failure: message.failure, attempts: attempt, ...usage },
        activation,
      )
      this.#stopAll('failure', causeOf(path, node, message.failure))
      return
    }
    if (!message.retryable || attempt >= node.policy.attempts || this.run.cancelling) {
      this.fail(frame, node, message.failure, attempt, usage)
      return
    }
    const due =
      this.now + Math.max(backoff(this.run.seed, path, attempt, node.policy.backoffMs), message.retryAfterMs ?? 0)
    this.emit(
      { type: 'node.retrying', path, node: node.key, attempt, failure: message.failure, dueAt: due, ...usage },
      activation,
    )
    this.out.timers.push({ path, due })
  }

  /** The budget of wall time is a timer of the run itself, under the empty path. */
  setWallTimer(): void {
    const { budget, startedAt } = this.run
    if (budget.ms !== undefined) this.out.timers.push({ path: '', due: startedAt + budget.ms })
  }

  #due(path: string): void {
    const { budget, startedAt, cancelling } = this.run
    if (this.run.paused) return
    if (path === '' && budget.ms !== undefined && !cancelling && this.now >= startedAt + budget.ms) {
      const message = `The run took longer than its budget of ${budget.ms} ms. Raise the budget to let it go on.`
      this.#stopAll('failure', { code: 'budget', message })
    }
    const activation = this.run.active.get(path)
    if (!activation) this.#expire(path)
    if (!activation || activation.due === null || activation.due > this.now) return
    const { node, frame } = activation
    if (activation.phase === 'retrying') {
      this.emit({ type: 'node.started', path, node: node.key, attempt: activation.attempt + 1 }, activation)
      this.out.tasks.push(taskOf(activation))
    } else if (activation.phase === 'waiting' && activation.parked && node.behaviour.park) {
      const parked = activation.parked
      const { park } = node.behaviour
      this.finish(
        frame,
        node,
        guarded(() => park.onDue(node.params, activation.input, parked)),
        1,
      )
    }
  }

  /** A path without a round means the present one. */
  #find(path: string): Activation | null {
    const exact = this.run.active.get(path)
    if (exact) return exact
    for (const activation of this.run.waiting) if (activation.path.replace(/#[\d.]+$/, '') === path) return activation
    return null
  }

  #signal(path: string, signal: SignalIn): PostResult {
    const activation = this.#find(path)
    if (activation?.phase !== 'waiting' || !activation.parked) return 'not-waiting'
    const { node, frame, input, parked } = activation
    const answer = node.behaviour.park?.onSignal(node.params, input, parked, deepFreeze(signal), this.now)
    if (!answer) return 'not-waiting'
    if (answer === 'duplicate') return 'duplicate'
    if (isOutcome(answer)) this.finish(frame, node, answer, 1)
    else this.emit({ type: 'node.waiting', path: activation.path, node: node.key, parked: answer }, activation)
    return 'ok'
  }

  #cancel(path: string | undefined): PostResult {
    const { run } = this
    if (path === undefined) {
      if (!run.cancelling) this.#stopAll('asked')
      return 'ok'
    }
    const item = /^(.*)\[(\d+)\]$/.exec(path)
    const owner = item && run.active.get(item[1] as string)
    if (item && owner?.pool) {
      const index = Number(item[2])
      if (!owner.pool.open.has(index)) return 'not-waiting'
      this.emit({ type: 'item.settled', path, node: owner.node.key, index, status: 'cancelled' })
      return 'ok'
    }
    const activation = this.#find(path) ?? run.active.get(path)
    if (!activation) return 'not-waiting'
    this.emit({ type: 'node.cancelled', path: activation.path, node: activation.node.key }, activation)
    return 'ok'
  }

  /** What it would have given is not taken: those behind it go on without it. */
  #skip(path: string): PostResult {
    const known = this.#find(path) ?? tryLocate(this.run, path)
    if (!known || known.frame.closed || known.frame.cells[known.node.index]?.phase === 'settled') return 'not-waiting'
    const { frame, node } = known
    this.emit({ type: 'node.skipped', path: pathOf(frame, node), node: node.key, reason: 'notTaken' }, { frame, node })
    return 'ok'
  }

  #stopAll(why: 'asked' | 'terminate' | 'failure', error?: RunError): void {
    this.emit(error ? { type: 'run.cancelling', why, error } : { type: 'run.cancelling', why })
    const root = this.run.root
    if (root)
      this.cancelNodes(
        root,
        root.plan.nodes.map((node) => node.index),
      )
  }

  cancelNodes(frame: Frame, nodes: readonly number[]): void {
    for (const index of nodes) {
      const node = frame.plan.nodes[index] as NodePlan
      if (frame.cells[index]?.phase === 'settled') continue
      this.emit({ type: 'node.cancelled', path: pathOf(frame, node), node: node.key }, { frame, node })
    }
  }

  /** Decides until nothing is in doubt or the budget is spent, then hands out tasks while there are free places. */
  settleAll(): void {
    const { run } = this
    let next = 0
    // A paused run keeps its doubts; only what has ended or is being withdrawn is still tidied up.
    if (run.paused && !run.cancelling) return
    while (next < run.doubts.length && this.out.events.length < this.budget && !run.ended)
      this.#decide(run.doubts[next++])
    run.doubts.splice(0, next)
    this.#handOut()
    this.out.more = run.doubts.length > 0 && !run.ended
    if (!this.out.more) this.#safetyNet()
  }

  #decide(doubt: Doubt | undefined): void {
    if (doubt?.about === 'cell') this.#cell(doubt.frame, doubt.node)
    else if (doubt?.about === 'group') this.#group(doubt.frame, doubt.group)
    else if (doubt?.about === 'frame') this.#frame(doubt.frame)
    else if (doubt?.about === 'pool') this.#pool(doubt.owner)
    else if (doubt?.about === 'loop') this.#loop(doubt.owner)
  }

  /** A timer that came due in the pause is due now. */
  #goOn(): void {
    this.emit({ type: 'run.resumed' })
    this.setWallTimer()
    for (const { path, due } of this.run.active.values()) if (due !== null) this.out.timers.push({ path, due })
  }

  /** Decides until one more node has begun or settled. The pause goes on. */
  #stepOnce(): void {
    const { run } = this
    while (run.doubts.length > 0 && this.out.events.length === 0 && !run.ended) {
      this.#decide(run.doubts.shift())
      this.#handOut(1)
    }
  }

  #handOut(most = Number.POSITIVE_INFINITY): void {
    const { run } = this
    let next = 0
    while (next < run.queue.length && next < most && run.inFlight < run.concurrency && !run.ended) {
      const activation = run.queue[next++] as Activation
      if (run.active.get(activation.path) !== activation || activation.phase !== 'queued') continue
      const { path, node, input } = activation
      this.emit({ type: 'node.started', path, node: node.key, attempt: 1, input: input.value }, activation)
      this.out.tasks.push(taskOf(activation))
    }
    if (next > 0) run.queue = run.queue.slice(next)
  }

  /** Nothing runs, waits or is due, yet something has not settled: a bug, said with names instead of hanging (ARCHITECTURE §2). */
  #safetyNet(): void {
    const { run } = this
    const root = run.root
    if (!root || run.ended || run.active.size > 0) return
    const stuck = root.plan.nodes.filter((node) => root.cells[node.index]?.phase !== 'settled').map((node) => node.id)
    run.failure ??= {
      code: 'deadlock',
      message: `Nothing can go on, yet these steps have not settled: ${stuck.join(', ')}.`,
    }
    this.emit({ type: 'run.ended', status: 'failed', output: null, error: run.failure })
  }

  #cell(frame: Frame, index: number): void {
    const node = frame.plan.nodes[index] as NodePlan
    const cell = frame.cells[index]
    if (frame.closed || cell?.phase !== 'idle') return
    const known = { frame, node }
    const decision = decideCell(node, cell)
    switch (decision.to) {
      case 'wait':
        this.#setDeadline(frame, node, cell.since)
        return
      case 'skip':
        this.emit({ type: 'node.skipped', path: pathOf(frame, node), node: node.key, reason: decision.reason }, known)
        return
      case 'fail':
        this.fail(frame, node, decision.failure(frame), 0, {})
        return
      case 'run':
        this.#start(frame, node)
    }
  }

  /** A join's deadline runs from its first signal in this round; set again after a restart. */
  #setDeadline(frame: Frame, node: NodePlan, since: number): void {
    const rule = node.activation
    if (rule.type === 'join' && rule.deadlineMs !== undefined && since > 0)
      this.out.timers.push({ path: pathOf(frame, node), due: since + rule.deadlineMs })
  }

  #expire(path: string): void {
    const known = tryLocate(this.run, path)
    const cell = known?.frame.cells[known.node.index]
    const rule = known?.node.activation
    if (!known || cell?.phase !== 'idle' || rule?.type !== 'join' || rule.deadlineMs === undefined) return
    if (cell.since > 0 && this.now >= cell.since + rule.deadlineMs && pathOf(known.frame, known.node) === path)
      this.emit({ type: 'join.expired', path, node: known.node.key }, known)
  }

  #start(frame: Frame, node: NodePlan): void {
    const input = buildInput(this.run, frame, node)
    const known = { frame, node, input }
    const at = { path: pathOf(frame, node), node: node.key }
    const { behaviour, params } = node
    const given = this.#given(frame, node, at.path)
    if (given?.type === 'completed') {
      const { ports, record } = given
      const extra = record === undefined ? {} : { record }
      this.emit(
        { type: 'node.completed', ...at, ports: deepFreeze(ports), ...extra, input: input.value, kept: true },
        known,
      )
      if (node.region.length > 0) this.cancelNodes(frame, node.region)
      return
    }
    if (given) {
      this.fail(frame, node, given.failure, 1, { input: input.value })
      return
    }
    if (node.pool) {
      const problem = poolProblem(node, input.value)
      if (problem) this.fail(frame, node, problem, 1, { input: input.value })
      else
        this.emit(
          { type: 'body.opened', ...at, total: (input.value as readonly Value[]).length, input: input.value },
          known,
        )
      return
    }
    if (node.body) {
      this.emit({ type: 'body.opened', ...at, total: null, input: input.value }, known)
      return
    }
    const { park, inTurn } = behaviour
    if (park) {
      const begun = guarded(() => park.begin(params, input, this.now))
      if (isOutcome(begun)) this.finish(frame, node, begun, 1, input.value)
      else {
        this.emit({ type: 'node.waiting', ...at, parked: begun, input: input.value }, known)
        if (begun.until !== null) this.out.timers.push({ path: at.path, due: begun.until })
      }
      return
    }
    const outcome = inTurn ? guarded(() => inTurn(params, input)) : null
    if (outcome) this.finish(frame, node, outcome, 1, input.value)
    else if (behaviour.task) enqueue(this.run, known, this.now)
    else
      this.fail(frame, node, { code: 'internal', message: `The kind “${node.kind}” has no way to run.` }, 1, {
        input: input.value,
      })
  }

  #given(frame: Frame, node: NodePlan, path: string): Outcome | undefined {
    const { given } = this.run
    if (given.size === 0) return undefined
    return given.get(path) ?? (frame.owner === null ? given.get(node.id) : undefined)
  }

  finish(frame: Frame, node: NodePlan, outcome: Outcome, attempts: number, input?: Value): void {
    const extra = {
      ...(outcome.record === undefined ? {} : { record: outcome.record }),
      ...(input === undefined ? {} : { input }),
    }
    if (outcome.type === 'failed') {
      this.fail(frame, node, outcome.failure, attempts, extra)
      return
    }
    const ports = deepFreeze(outcome.ports)
    this.emit({ type: 'node.completed', path: pathOf(frame, node), node: node.key, ports, ...extra }, { frame, node })
    if (node.region.length > 0) this.cancelNodes(frame, node.region)
    if (node.definition.output?.(node.params).terminate === 'all' && !this.run.cancelling) this.#stopAll('terminate')
  }

  fail(
    frame: Frame,
    node: NodePlan,
    failure: Failure,
    attempts: number,
    extra: { input?: Value; record?: Value; usage?: Usage },
  ): void {
    const { onError, fallbackValue } = node.policy
    const handled =
      onError === 'port'
        ? { handled: 'port' as const }
        : onError === 'fallback'
          ? { handled: 'fallback' as const, fallback: fallbackValue as Value }
          : {}
    this.emit(
      { type: 'node.failed', path: pathOf(frame, node), node: node.key, failure, attempts, ...handled, ...extra },
      { frame, node },
    )
    if (onError === 'fail' && this.run.stopOnFailure && !this.run.cancelling) {
      this.#stopAll('failure', causeOf(pathOf(frame, node), node, failure))
    }
  }

  #group(frame: Frame, number: number): void {
    const group = frame.groups[number]
    const plan = frame.plan.groups[number]
    if (!group || !plan || frame.closed || group.open > 0 || group.left) return
    const head = frame.plan.nodes[plan.head] as NodePlan
    const { to, stuck } = roundOf(plan, group, frame, this.run.cancelling !== null)
    for (const node of stuck)
      this.emit(
        {
          type: 'node.failed',
          path: pathOf(frame, node),
          node: node.key,
          attempts: 1,
          failure: limitReached(node, plan.maxRounds),
        },
        { frame, node },
      )
    this.emit(
      { type: 'round.settled', path: pathOf(frame, head), node: head.key, round: group.round, to },
      { frame, node: head },
    )
  }

  #frame(frame: Frame): void {
    if (frame.closed || (frame.groups[0]?.open ?? 0) > 0) return
    const owner = frame.owner
    if (!owner) this.#endRun(frame)
    else if (owner.pool && frame.index !== null) this.#endItem(owner, frame, frame.index)
    else if (owner.loop && frame.round !== null) this.#endLoopRound(owner, frame, frame.round)
    else this.#endComposite(owner, frame)
  }

  #endRun(root: Frame): void {
    const { run } = this
    const error = run.failure ?? root.failure
    const asked = run.cancelling === 'asked'
    // A run that reached `terminate: all` has what it came for, whatever was still going on.
    const status = run.cancelling === 'terminate' ? 'completed' : asked ? 'cancelled' : error ? 'failed' : 'completed'
    const output = run.outputs.size > 0 ? Object.fromEntries(run.outputs) : null
    this.emit({ type: 'run.ended', status, output, error: status === 'failed' ? error : null })
  }

  #endItem(owner: Activation, frame: Frame, index: number): void {
    const failure =
      frame.failure ?? frame.results.map((signal) => (signal && !signal.live ? signal.cause : undefined)).find(Boolean)
    const values = liveResults(frame).result
    const nothing = frame.plan.results.length > 0 && values === undefined
    const at = { type: 'item.settled' as const, path: frame.id, node: owner.node.key, index }
    if (failure) this.emit({ ...at, status: 'failed', error: { code: failure.code, message: failure.message } })
    else if (nothing) this.emit({ ...at, status: 'skipped' })
    else this.emit({ ...at, status: 'ok', value: values ?? null })
  }

  #endComposite(owner: Activation, frame: Frame): void {
    const failure =
      frame.failure ?? frame.results.map((signal) => (signal && !signal.live ? signal.cause : undefined)).find(Boolean)
    const { record, ...ports } = liveResults(frame)
    const outcome: Outcome = failure
      ? {
          type: 'failed',
          failure: { code: failure.code, message: failure.message },
          ...(record === undefined ? {} : { record }),
        }
      : completed(ports, record)
    this.finish(owner.frame, owner.node, outcome, 1)
  }

  #endLoopRound(owner: Activation, frame: Frame, round: number): void {
    const error =
      frame.failure ?? frame.results.map((signal) => (signal && !signal.live ? signal.cause : undefined)).find(Boolean)
    const { result } = liveResults(frame)
    const at = { type: 'round.closed' as const, path: frame.id, node: owner.node.key, round }
    this.emit(error ? { ...at, error } : result === undefined ? at : { ...at, state: result })
  }

  #loop(owner: Activation): void {
    const { loop, node, frame, path, input } = owner
    const options = node.loop
    if (!loop || !options || loop.frame || this.run.active.get(path) !== owner) return
    if (loop.error) {
      this.fail(frame, node, { code: loop.error.code, message: loop.error.message }, 1, {})
      return
    }
    // A round whose result was not taken ends the loop with what there was before it.
    const next = loop.empty
      ? 'done'
      : this.#guardedAgain(() => options.again({ state: loop.state, round: loop.round + 1, names: input.names }))
    if (next === 'next')
      this.emit({ type: 'round.opened', path: `${path}#${loop.round + 1}`, node: node.key, round: loop.round + 1 })
    else if (next === 'done') this.finish(frame, node, completed({ [node.firstOutput]: loop.state }), 1)
    else if (next !== 'limit') this.fail(frame, node, next, 1, {})
    else if (node.connected.has('limit')) this.finish(frame, node, completed({ limit: loop.state }), 1)
    else this.fail(frame, node, limitReached(node, loop.round), 1, {})
  }

  #guardedAgain(ask: () => 'next' | 'done' | 'limit'): 'next' | 'done' | 'limit' | Failure {
    try {
      return ask()
    } catch (error) {
      if (error instanceof StepFailure) return { code: error.code, message: error.message }
      throw error
    }
  }

  #pool(owner: Activation): void {
    const { pool, node, path, frame } = owner
    const options = node.pool
    if (!pool || !options || this.run.active.get(path) !== owner) return
    const total = pool.items.length
    const mayFail =
      options.failure === 'collect'
        ? total
        : options.failure === 'failFast'
          ? 0
          : Math.floor(total * (1 - options.minSuccess) + 1e-9)
    if (pool.failed > mayFail) pool.closing = true
    if (pool.closing)
      for (const [index, item] of [...pool.open])
        this.emit({ type: 'item.settled', path: item.id, node: node.key, index, status: 'cancelled' })
    while (!pool.closing && pool.open.size < options.concurrency && pool.next < total) {
      if (this.out.events.length >= this.budget) {
        this.run.doubts.push({ about: 'pool', owner })
        return
      }
      this.emit({ type: 'item.opened', path: `${path}[${pool.next}]`, node: node.key, index: pool.next })
    }
    if (pool.open.size > 0 || (!pool.closing && pool.next < total)) return
    const outcomes = pool.outcomes.map((outcome, index): ItemOutcome => outcome ?? { index, status: 'cancelled' })
    const gathered = guarded(
      () =>
        node.behaviour.gather?.(node.params, outcomes) ??
        failed('internal', `The kind “${node.kind}” cannot gather its items.`),
    )
    this.finish(frame, node, gathered, 1)
  }
}

function liveResults(frame: Frame): Record<string, Value> {
  return gatherPorts(
    frame.plan.results.flatMap((edge) => {
      const signal = frame.results[edge.slot]
      return signal?.live ? [{ port: edge.targetPort, value: signal.value }] : []
    }),
  )
}

function poolProblem(node: NodePlan, value: Value): Failure | null {
  if (!Array.isArray(value))
    return {
      code: 'not-a-list',
      message: `“${node.title}” needs a list, but got ${describe(value)}. Connect something that gives a list.`,
    }
  const most = node.pool?.maxItems ?? 0
  if (value.length <= most) return null
  return {
    code: 'too-many-items',
    message: `“${node.title}” got ${value.length} items and takes ${most} at most. Raise “maxItems” or send fewer.`,
  }
}

const describe = (value: Value): string =>
  value === null
    ? 'nothing'
    : typeof value === 'object'
      ? 'an object'
      : `the ${typeof value} ${JSON.stringify(value).slice(0, 60)}`

const limitReached = (node: NodePlan, rounds: number): Failure => ({
  code: 'max-iterations',
  message: `“${node.title}” wanted another round after ${rounds}. Connect its “limit” port, or allow more rounds on the edge that goes back.`,
})

const isOutcome = (value: Parked | Outcome): value is Outcome => 'type' in value

/** A kind's own code may fail on purpose with a StepFailure; anything else is a bug of the kind and fails only this node. */
function guarded<T extends Parked | Outcome | null>(work: () => T): T | Outcome {
  try {
    return work()
  } catch (error) {
    if (error instanceof StepFailure) return failed(error.code, error.message)
    if (error instanceof InvariantError) throw error
    return failed('internal', `This step broke: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Doubled per attempt, half fixed and half random (CATALOGUE §7.3: full jitter can come out near zero). */
function backoff(seed: number, path: string, attempt: number, baseMs: number): number {
  const full = Math.min(baseMs * 2 ** (attempt - 1), MAX_BACKOFF_MS)
  return Math.round(full / 2 + (full / 2) * (hashSeed(seed, `${path}@${attempt}`) / 2 ** 32))
}
