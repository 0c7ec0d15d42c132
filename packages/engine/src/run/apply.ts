import { type Failure, InvariantError } from '../failure.ts'
import type { NodePlan } from '../flow/compile.ts'
import { changeMemory } from '../memory.ts'
import type { Usage } from '../model.ts'
import type { PoolOptions } from '../node.ts'
import type { Value } from '../value.ts'
import type { RunError, RunEvent } from './event.ts'
import { activationOf, activeAt, begin, close, type Known, locate, move, open, withdraw } from './frames.ts'
import { withMemory } from './input.ts'
import { isOutage } from './outage.ts'
import {
  addItems,
  itemIn,
  itemOpened,
  itemReturned,
  itemSettled,
  newPool,
  newThreads,
  type Pool,
  poolScaled,
  threadOptions,
} from './poolState.ts'
import { isWaiting } from './poolView.ts'
import { beginShared, endShared, joinShared, noteMishap, noteReuse, wakeGated } from './shared.ts'
import {
  blame,
  causeOfSkip,
  deliver,
  endRound,
  mainOutput,
  pass,
  refail,
  settle,
  settleThread,
  signalOf,
  upstreamCause,
} from './signals.ts'
import {
  type Activation,
  causeOf,
  type Frame,
  type LoopRun,
  newFrame,
  overLimit,
  type RunState,
  type Signal,
  withoutRound,
  withoutThreads,
} from './state.ts'

/**
 * Folds one event into the state: the only place where a run's state changes. Decides nothing; what may have to be
 * decided now goes to `run.doubts`.
 */
export function apply(run: RunState, event: RunEvent, known?: Known): void {
  // A revised log has gaps where its failures were.
  if (event.seq <= run.seq) throw new InvariantError(`event ${event.seq} after ${run.seq} of run ${run.id}`)
  run.seq = event.seq
  switch (event.type) {
    case 'run.started':
      run.input = event.input
      run.seed = event.seed
      run.startedAt = event.at
      run.view.runStarted()
      run.root = open(run, newFrame(run.plan, '', null), event.at)
      return
    case 'run.cancelling':
      run.cancelling = event.why
      run.failure ??= event.error ?? null
      return
    case 'run.paused': {
      const loop = run.active.get(event.by ?? '')?.loop
      if (loop) loop.paused = true
      run.paused = true
      run.view.runPaused(true)
      return
    }
    case 'run.resumed':
      run.paused = false
      run.view.runPaused(false)
      return
    case 'run.retried':
      run.budget = event.budget ?? run.budget
      run.tries.again = 0
      run.view.runRetried(event.usage)
      return
    case 'run.ended':
      run.ended = true
      run.view.runEnded(event)
      return
    case 'item.opened': {
      const { owner, pool } = poolOf(run, event.path, known)
      if (!owner.node.body) throw new InvariantError(`${event.path} is no item`)
      const frame = newFrame(owner.node.body, event.path, owner, {
        index: event.index,
        item: owner.node.sample ? owner.input.value : (event.value ?? pool.items[event.index] ?? null),
      })
      itemOpened(pool, event, frame)
      if (owner.node.sample) run.view.drawn(owner)
      run.view.item(owner.node, event.index, 'running')
      open(run, frame, event.at)
      return
    }
    case 'item.settled': {
      const { owner, pool, options } = poolOf(run, event.path, known)
      const frame = pool.open.get(event.index)?.frame
      if (owner.threads) endThread(run, owner, event, frame ?? null)
      if (frame) close(run, frame, event.at)
      itemSettled(pool, options, event)
      noteWait(run, owner, pool, options)
      run.view.item(owner.node, event.index, event.status, frame !== undefined)
      run.doubts.push({ about: 'pool', owner })
      return
    }
    case 'item.returned': {
      const { owner, pool } = poolOf(run, event.path)
      const frame = pool.open.get(event.index)?.frame
      if (frame) close(run, frame, event.at)
      itemReturned(pool, event.index, event.at)
      run.view.item(owner.node, event.index, 'returned')
      run.doubts.push({ about: 'pool', owner })
      return
    }
    case 'items.added': {
      const { owner, pool, options } = poolOf(run, event.path)
      addItems(pool, options, event.items, event.at, event.by)
      if (event.key !== undefined) pool.keys.add(event.key)
      noteWait(run, owner, pool, options)
      run.view.grown(owner.node, event.items.length)
      run.doubts.push({ about: 'pool', owner })
      return
    }
    case 'items.closed':
    case 'pool.scaled':
    case 'lane.ejected': {
      const { owner, pool, options } = poolOf(run, event.path)
      if (event.type === 'items.closed') pool.closed = true
      else if (event.type === 'lane.ejected') pool.lanes.eject(event.lane, event.until, event.at)
      else poolScaled(pool, options, event)
      noteWait(run, owner, pool, options)
      run.view.touched(owner.node)
      run.doubts.push({ about: 'pool', owner })
      return
    }
    case 'pool.passed': {
      const { owner, pool, options } = poolOf(run, event.path)
      const { ports, record } = event
      pool.passed = { ports, ...(record === undefined ? {} : { record }) }
      run.view.sent(owner.node, Object.keys(ports))
      pool.closed = true
      if (options.rest === 'finish') pool.closing = true
      pass(run, owner.frame, owner.node, ports, event.at)
      noteWait(run, owner, pool, options)
      run.view.touched(owner.node)
      run.doubts.push({ about: 'pool', owner })
      return
    }
    case 'node.finishing': {
      const owner = activeAt(run, event.path)
      if (owner.pool) owner.pool.finishing = owner.pool.closed = true
      if (owner.loop) owner.loop.finishing = true
      run.waiting.delete(owner)
      run.view.touched(owner.node)
      run.doubts.push(owner.pool ? { about: 'pool', owner } : { about: 'loop', owner })
      return
    }
    case 'round.opened': {
      const owner = loopOf(run, event.path, known)
      if (!owner.loop || !owner.node.body) throw new InvariantError(`${event.path} is no round`)
      run.view.round(owner, event.round)
      owner.loop.round = event.round
      owner.loop.error = null
      if (owner.phase === 'retrying') move(run, owner, 'open', event.at)
      const timeoutMs = owner.loop.timeoutMs ?? owner.node.loop?.timeoutMs
      owner.due = timeoutMs === undefined ? null : event.at + timeoutMs
      beginShared(run, owner, event.at)
      owner.loop.frame = newFrame(owner.node.body, event.path, owner, {
        round: event.round,
        item: owner.loop.state,
        change: owner.loop.change,
      })
      open(run, owner.loop.frame, event.at)
      return
    }
    case 'round.closed': {
      const owner = loopOf(run, event.path, known)
      if (!owner.loop) throw new InvariantError(`${event.path} is no round`)
      if (event.error && owner.loop.frame) noteDone(owner.node, owner.loop, owner.loop.frame)
      if (owner.loop.frame) close(run, owner.loop.frame, event.at)
      owner.loop.frame = null
      owner.due = null
      owner.loop.error = event.error ?? null
      owner.loop.empty = event.state === undefined
      if (event.state !== undefined) {
        owner.loop.before = owner.loop.state
        owner.loop.state = event.state
      }
      endShared(run, owner, event.error ?? null, event.at)
      if (event.trail !== undefined) keepTrail(owner, event.trail)
      run.doubts.push({ about: 'loop', owner })
      return
    }
    case 'rounds.leapt': {
      const owner = activeAt(run, event.path)
      if (!owner.loop) throw new InvariantError(`${event.path} is no loop`)
      run.view.round(owner, event.round + event.rounds - 1)
      owner.loop.round = event.round + event.rounds - 1
      owner.loop.before = owner.loop.state
      owner.loop.state = event.state
      owner.loop.error = null
      owner.loop.empty = false
      keepTrail(owner, event.page)
      if (event.usage) {
        run.view.used(owner, event.usage)
        spend(run, owner, event.usage)
      }
      run.doubts.push({ about: 'loop', owner })
      return
    }
    case 'join.expired': {
      const { frame, node } = known ?? locate(run, event.path)
      for (const edge of node.ins)
        if (!frame.cells[node.index]?.signals?.[edge.slot])
          deliver(run, frame, edge, { live: false, reason: 'notTaken' }, event.at)
      return
    }
    case 'round.settled': {
      const { frame, node } = known ?? locate(run, event.path)
      endRound(run, frame, node, event.to, event.at)
      return
    }
    case 'signal.kept':
      run.mail.set(withoutRound(event.path), [...(run.mail.get(withoutRound(event.path)) ?? []), event.signal])
      return
    case 'signal.taken':
      run.mail.set(withoutRound(event.path), run.mail.get(withoutRound(event.path))?.slice(1) ?? [])
      return
    case 'node.skipped': {
      const { frame, node } = known ?? locate(run, event.path)
      const cell = frame.cells[node.index]
      const cause = event.reason === 'failed' ? causeOfSkip(frame, node) : undefined
      const signal: Signal = { live: false, reason: event.reason, ...(cause ? { cause } : {}) }
      if (cell?.phase === 'settled') throw new InvariantError(`${event.path} settled twice`)
      const activation = withdraw(run, frame, node, event.at)
      run.view.settled(node, frame, activation, 'skipped', event.at, cause ? { error: notReached(run, cause) } : {})
      settle(run, frame, node, () => signal, cause ?? null, event.at)
      return
    }
    case 'node.cancelled': {
      const { frame, node } = known ?? locate(run, event.path)
      const activation = withdraw(run, frame, node, event.at)
      if (node.loop?.tag) run.cancelledTags.add(node.loop.tag)
      run.view.settled(node, frame, activation, 'cancelled', event.at)
      const signal: Signal = { live: false, reason: 'cancelled' }
      settle(run, frame, node, () => signal, null, event.at)
      return
    }
    default:
      applyToActivation(run, event, known ?? locate(run, event.path))
  }
}

/** So many steps are noted at most; of more than that nobody could take back each by itself. */
const MOST_DONE = 1_000

function noteDone({ loop: options }: NodePlan, loop: LoopRun, { plan, outputs }: Frame): void {
  if (!options?.notesDone) return
  for (const [index, value] of outputs ?? []) {
    const node = plan.nodes[index]
    if (!node || loop.done.length === MOST_DONE || !(node.behaviour.task || node.body || node.callee)) continue
    loop.done.push({ step: node.id, title: node.title, round: loop.round, value })
  }
}

function keepTrail({ node, loop }: Activation, entry: Value): void {
  if (!loop?.trail) return
  if (loop.round > (node.loop?.trail ?? 0)) loop.trail = null
  else loop.trail.push(entry)
}

const loopOf = (run: RunState, path: string, known?: Known): Activation =>
  known ? activationOf(known) : activeAt(run, path.slice(0, path.lastIndexOf('#')))

/** The pool at a path, or of the item there. */
function poolOf(run: RunState, path: string, known?: Known): { owner: Activation; pool: Pool; options: PoolOptions } {
  const owner = known ? activationOf(known) : activeAt(run, itemIn(path)?.owner ?? path)
  if (!owner.pool) throw new InvariantError(`${path} is no pool, and no item of one`)
  return { owner, pool: owner.pool, options: owner.node.pool ?? threadOptions }
}

/** An open pool with nothing to do waits for people or programs, as a step that is parked does. */
function noteWait(run: RunState, owner: Activation, pool: Pool, { ends }: PoolOptions): void {
  if (isWaiting(pool, ends)) run.waiting.add(owner)
  else run.waiting.delete(owner)
}

/** Every container around a step counts what it used. */
function spend(run: RunState, activation: Activation, { calls, usd }: Usage): void {
  for (let at: Activation | null = activation; at; at = at.frame.owner) {
    if (at.pool) at.pool.usd += usd ?? 0
    if (!at.loop) continue
    at.loop.calls += calls
    at.loop.usd += usd ?? 0
    if (overLimit(at)) run.doubts.push({ about: 'loop', owner: at })
  }
}

/** What a thread of a join gave goes on along the edges that lead out of it; a failure that ended inside is told. */
function endThread(
  run: RunState,
  owner: Activation,
  event: RunEvent & { type: 'item.settled' },
  frame: Frame | null,
): void {
  const { node } = owner
  const { status, error, index } = event
  const cause = error && { nodeId: node.key, path: owner.path, ...error }
  if (frame?.failure) blame(owner.frame, node, frame.failure)
  else if (cause && !frame && node.sink) blame(owner.frame, node, cause)
  const none: Signal =
    cause && status !== 'cancelled'
      ? { live: false, reason: 'failed', cause }
      : { live: false, reason: status === 'cancelled' ? 'cancelled' : 'skipped' }
  const signalFor = (result: number): Signal => (status === 'cancelled' ? none : (frame?.results[result] ?? none))
  settleThread(run, owner.frame, node, index, signalFor, event.at)
}

function nameOutput(frame: Frame, name: string, value: Value): void {
  const whole = withoutThreads(frame)
  if (whole === frame) {
    frame.named ??= new Map()
    frame.named.set(name, value)
    return
  }
  const indices: number[] = []
  for (let at = frame; at !== whole && at.owner; at = at.owner.frame) indices.unshift(at.index ?? 0)
  whole.namedInThreads.push({ name, indices, value })
}

type ActivationEvent = Extract<
  RunEvent,
  {
    type:
      | 'node.started'
      | 'step.completed'
      | 'node.retrying'
      | 'node.waiting'
      | 'body.opened'
      | 'node.completed'
      | 'node.failed'
  }
>

function applyToActivation(run: RunState, event: ActivationEvent, known: Known): void {
  const { frame, node } = known
  const cell = frame.cells[node.index]
  if (!cell) throw new InvariantError(`no cell for ${event.path}`)
  const present = cell.activation
  if ('usage' in event && event.usage && present) {
    run.view.used(present, event.usage)
    spend(run, present, event.usage)
  }
  switch (event.type) {
    case 'node.started': {
      const activation = present ?? begin(run, known, event.path, event.at)
      // It may have waited for a place; after a fold its input is made here.
      if (activation.phase === 'queued' && node.recalls) activation.input = withMemory(activation.input, run.memory)
      move(run, activation, 'running', event.at)
      activation.attempt = event.attempt
      if (node.definition.callsOut(node.params)) run.tries.begun++
      activation.due = null
      activation.parked = null
      run.waiting.delete(activation)
      run.view.attempt(activation)
      return
    }
    case 'step.completed':
      if (!present) throw new InvariantError(`a step of ${event.path}, which is not active`)
      present.steps ??= new Map()
      present.steps.set(event.key, event.value)
      return
    case 'node.retrying':
      if (!present) throw new InvariantError(`a retry of ${event.path}, which is not active`)
      move(run, present, 'retrying', event.at)
      if (isOutage(event.failure)) run.tries.again++
      present.due = event.dueAt
      if (present.loop) noteMishap(present.loop, event)
      run.view.failedAttempt(present, event.failure)
      if (present.loop)
        run.view.told(present, { mishaps: present.loop.mishaps as unknown as Value, dueAt: event.dueAt })
      return
    case 'node.waiting': {
      const activation = present ?? begin(run, known, event.path, event.at)
      if (activation.phase !== 'waiting') move(run, activation, 'waiting', event.at)
      activation.parked = event.parked
      activation.due = event.parked.until
      run.waiting.add(activation)
      run.view.attempt(activation)
      return
    }
    case 'body.opened': {
      const activation = present ?? begin(run, known, event.path, event.at)
      move(run, activation, 'open', event.at)
      const body = run.bodyOf(node)
      if (!body) throw new InvariantError(`${event.path} has no body`)
      if (node.callee) {
        run.calls++
        run.view.add(body)
      }
      if (node.loop) {
        activation.loop = {
          round: 0,
          state: activation.input.value,
          before: undefined,
          frame: null,
          error: null,
          empty: false,
          trail: [],
          mishaps: [],
          change: null,
          calls: 0,
          usd: 0,
          paused: false,
          finishing: false,
          share: '',
          timeoutMs: null,
          done: [],
        }
        joinShared(run, activation)
        run.view.linedUp(activation)
        run.view.looping(activation)
        run.doubts.push({ about: 'loop', owner: activation })
        return
      }
      if (event.total === null) {
        activation.body = open(run, newFrame(body, event.path, activation), event.at)
        return
      }
      if (node.threads !== null) {
        const fresh = node.ins.flatMap(({ slot }) => (cell.signals?.[slot] ? [slot] : []))
        activation.threads = { fresh, cursor: 0, batch: 0, pending: [], broken: null }
        activation.pool = newThreads(event.total, event.at)
      } else if (node.sample) activation.pool = newThreads(event.total, event.at)
      else {
        if (!node.pool) throw new InvariantError(`${event.path} is no pool`)
        activation.pool = newPool(activation, node.pool, run.seed, event.at)
        noteWait(run, activation, activation.pool, node.pool)
      }
      run.view.opened(node, frame, activation.pool)
      run.doubts.push({ about: 'pool', owner: activation })
      return
    }
    case 'node.completed': {
      const activation = withdraw(run, frame, node, event.at)
      if (activation) noteReuse(run, activation)
      run.view.settled(node, frame, activation, 'completed', event.at, {
        ports: event.ports,
        record: event.record,
        kept: event.kept,
        // What had been passed on before its end was counted then.
        ...(activation?.pool?.passed ? { sent: [] } : {}),
      })
      if (event.memory) {
        run.memory = changeMemory(run.memory, event.memory)
        wakeGated(run)
      }
      const output = node.definition.output?.(node.params)
      if (output) nameOutput(frame, output.name, activation?.input.value ?? event.input ?? null)
      if (frame.plan.keep.has(node.index)) {
        frame.outputs ??= new Map()
        frame.outputs.set(node.index, mainOutput(node, event.ports))
      }
      for (const group of node.regionGroups) (frame.groups[group] as Frame['groups'][number]).stopped = true
      settle(run, frame, node, (edge) => signalOf(event.ports, edge.sourcePort), null, event.at)
      return
    }
    case 'node.failed': {
      const cause = upstreamCause(frame, node, event.failure) ?? causeOf(event.path, node, event.failure)
      const error = { ...event.failure, ...(event.handled ? { handled: true } : {}) }
      const dead: Signal = { live: false, reason: 'failed', cause }
      if (cell.phase === 'settled') {
        refail(frame, node, dead, cause)
        run.view.refailed(node, frame, error, event.at)
        return
      }
      const activation = withdraw(run, frame, node, event.at)
      const shown = event.handled === 'fallback' ? 'completed' : 'failed'
      const ports: Record<string, Value> | null =
        event.handled === 'port'
          ? { error: { ...event.failure, attempts: event.attempts } }
          : event.handled === 'fallback'
            ? { [node.firstOutput]: event.fallback ?? null }
            : null
      run.view.settled(node, frame, activation, shown, event.at, {
        error,
        record: event.record,
        ...(ports ? { sent: Object.keys(ports) } : {}),
      })
      if (ports && frame.plan.keep.has(node.index)) {
        frame.outputs ??= new Map()
        frame.outputs.set(node.index, ports[node.firstOutput] ?? null)
      }
      settle(
        run,
        frame,
        node,
        (edge) => (ports ? signalOf(ports, edge.sourcePort) : dead),
        event.handled ? null : cause,
        event.at,
      )
    }
  }
}

/** People want to know which failure kept a step from running. */
function notReached(run: RunState, { nodeId, message }: RunError): Failure {
  const top = run.plan.nodes[run.plan.byId.get(nodeId?.split('/')[0] ?? '') ?? -1]
  return { code: 'upstream-failed', message: `Not reached, because “${top?.title ?? nodeId}” failed: ${message}` }
}
