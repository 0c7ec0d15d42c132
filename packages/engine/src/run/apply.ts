import { InvariantError } from '../failure.ts'
import type { EdgePlan, NodePlan } from '../flow/compile.ts'
import type { NodeInput } from '../node.ts'
import type { Value } from '../value.ts'
import type { RunError, RunEvent } from './event.ts'
import { buildInput } from './input.ts'
import {
  type Activation,
  causeOf,
  type Frame,
  newCell,
  newFrame,
  pathOf,
  type RunState,
  type Signal,
  within,
} from './state.ts'

/** What the caller knows already; a fold of a stored log finds it by the event's path. */
export interface Known {
  readonly frame: Frame
  readonly node: NodePlan
  readonly input?: NodeInput
}

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
    case 'run.paused':
    case 'run.resumed':
      run.paused = event.type === 'run.paused'
      run.view.runPaused(run.paused)
      return
    case 'run.retried':
      run.budget = event.budget ?? run.budget
      run.view.runRetried(event.usage)
      return
    case 'run.ended':
      run.ended = true
      run.view.runEnded(event)
      return
    case 'item.opened': {
      const owner = activeAt(run, event.path.slice(0, event.path.lastIndexOf('[')))
      const pool = owner.pool
      if (!pool || !owner.node.body) throw new InvariantError(`${event.path} is no item`)
      const frame = newFrame(owner.node.body, event.path, owner, {
        index: event.index,
        item: pool.items[event.index] ?? null,
      })
      pool.next = event.index + 1
      pool.open.set(event.index, frame)
      run.view.item(owner.node, event.index, 'running')
      open(run, frame, event.at)
      return
    }
    case 'item.settled': {
      const owner = activeAt(run, event.path.slice(0, event.path.lastIndexOf('[')))
      const pool = owner.pool
      if (!pool) throw new InvariantError(`${event.path} is no item`)
      const frame = pool.open.get(event.index)
      if (frame) close(run, frame, event.at)
      pool.open.delete(event.index)
      pool.outcomes[event.index] = {
        index: event.index,
        status: event.status,
        ...(event.value === undefined ? {} : { value: event.value }),
        ...(event.error ? { error: event.error } : {}),
      }
      pool.settled++
      if (event.status === 'failed') pool.failed++
      run.view.item(owner.node, event.index, event.status)
      run.doubts.push({ about: 'pool', owner })
      return
    }
    case 'round.opened': {
      const owner = activeAt(run, event.path.slice(0, event.path.lastIndexOf('#')))
      if (!owner.loop || !owner.node.body) throw new InvariantError(`${event.path} is no round`)
      owner.loop.round = event.round
      owner.loop.frame = newFrame(owner.node.body, event.path, owner, { round: event.round, item: owner.loop.state })
      run.view.round(owner, event.round)
      open(run, owner.loop.frame, event.at)
      return
    }
    case 'round.closed': {
      const owner = activeAt(run, event.path.slice(0, event.path.lastIndexOf('#')))
      if (!owner.loop) throw new InvariantError(`${event.path} is no round`)
      if (owner.loop.frame) close(run, owner.loop.frame, event.at)
      owner.loop.frame = null
      owner.loop.error = event.error ?? null
      owner.loop.empty = event.state === undefined
      if (event.state !== undefined) owner.loop.state = event.state
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
    case 'node.skipped': {
      const { frame, node } = known ?? locate(run, event.path)
      const cell = frame.cells[node.index]
      const cause = event.reason === 'failed' ? causeOfSkip(frame, node) : undefined
      const signal: Signal = { live: false, reason: event.reason, ...(cause ? { cause } : {}) }
      if (cell?.phase === 'settled') throw new InvariantError(`${event.path} settled twice`)
      const activation = withdraw(run, frame, node, event.at)
      run.view.settled(node, frame, activation, 'skipped', event.at)
      settle(run, frame, node, () => signal, cause ?? null, event.at)
      return
    }
    case 'node.cancelled': {
      const { frame, node } = known ?? locate(run, event.path)
      const activation = withdraw(run, frame, node, event.at)
      run.view.settled(node, frame, activation, 'cancelled', event.at)
      const signal: Signal = { live: false, reason: 'cancelled' }
      settle(run, frame, node, () => signal, null, event.at)
      return
    }
    default:
      applyToActivation(run, event, known ?? locate(run, event.path))
  }
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
  const present = run.active.get(event.path) ?? null
  if ('usage' in event && event.usage && present) run.view.used(present, event.usage)
  switch (event.type) {
    case 'node.started': {
      const activation = present ?? begin(run, known, event.path, event.at)
      move(run, activation, 'running', event.at)
      activation.attempt = event.attempt
      activation.due = null
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
      present.due = event.dueAt
      run.view.failedAttempt(present, event.failure)
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
      if (!node.body) throw new InvariantError(`${event.path} has no body`)
      if (node.loop) {
        activation.loop = { round: 0, state: activation.input.value, frame: null, error: null, empty: false }
        run.doubts.push({ about: 'loop', owner: activation })
        return
      }
      if (event.total === null) {
        activation.body = open(run, newFrame(node.body, event.path, activation), event.at)
        return
      }
      activation.pool = {
        items: activation.input.value as readonly Value[],
        next: 0,
        open: new Map(),
        outcomes: new Array(event.total).fill(undefined),
        settled: 0,
        failed: 0,
        closing: false,
      }
      run.view.opened(node, event.total)
      run.doubts.push({ about: 'pool', owner: activation })
      return
    }
    case 'node.completed': {
      const activation = withdraw(run, frame, node, event.at)
      run.view.settled(node, frame, activation, 'completed', event.at, {
        ports: event.ports,
        record: event.record,
        kept: event.kept,
      })
      const output = node.definition.output?.(node.params)
      if (output) run.outputs.set(output.name, activation?.input.value ?? event.input ?? null)
      if (frame.plan.keep.has(node.index))
        frame.outputs.set(node.index, event.ports[node.firstOutput] ?? Object.values(event.ports)[0] ?? null)
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
        run.view.refailed(node, error, event.at)
        return
      }
      const activation = withdraw(run, frame, node, event.at)
      const shown = event.handled === 'fallback' ? 'completed' : 'failed'
      run.view.settled(node, frame, activation, shown, event.at, { error, record: event.record })
      const ports: Record<string, Value> | null =
        event.handled === 'port'
          ? { error: { ...event.failure, attempts: event.attempts } }
          : event.handled === 'fallback'
            ? { [node.firstOutput]: event.fallback ?? null }
            : null
      if (ports && frame.plan.keep.has(node.index)) frame.outputs.set(node.index, ports[node.firstOutput] ?? null)
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

function signalOf(ports: Readonly<Record<string, Value>>, port: string): Signal {
  const value = ports[port]
  return value === undefined ? { live: false, reason: 'notTaken' } : { live: true, value }
}

function activeAt(run: RunState, path: string): Activation {
  const activation = run.active.get(path)
  if (!activation) throw new InvariantError(`${path} is not active`)
  return activation
}

/** The frame and node a path names. The names of nodes hold neither "/" nor "#". */
export function locate(run: RunState, path: string): Known {
  const found = tryLocate(run, path)
  if (!found) throw new InvariantError(`no node at ${path} in run ${run.id}`)
  return found
}

export function tryLocate(run: RunState, path: string): Known | null {
  const cut = path.lastIndexOf('/')
  const frame = cut < 0 ? run.root : run.frames.get(path.slice(0, cut))
  const name = path.slice(cut + 1)
  const round = name.indexOf('#')
  const index = frame?.plan.byId.get(round < 0 ? name : name.slice(0, round))
  const node = index === undefined ? undefined : frame?.plan.nodes[index]
  return frame && node ? { frame, node } : null
}

function open(run: RunState, frame: Frame, at: number): Frame {
  run.frames.set(frame.id, frame)
  for (const node of frame.plan.starts) run.doubts.push({ about: 'cell', frame, node })
  for (const edge of frame.plan.fed) deliver(run, frame, edge, outerSignal(frame, edge), at)
  if (frame.plan.nodes.length === 0) run.doubts.push({ about: 'frame', frame })
  return frame
}

function outerSignal(frame: Frame, edge: EdgePlan): Signal {
  if (frame.index !== null || frame.round !== null) return { live: true, value: frame.item }
  const value = frame.owner?.input.ports[edge.sourcePort]
  // A composite that nothing is connected to works on nothing, as any other node.
  if (frame.owner?.node.ins.length === 0) return { live: true, value: frame.owner.input.value }
  return value === undefined ? { live: false, reason: 'skipped' } : { live: true, value }
}

/** Everything in a body ends at once: an item, a container or a composite was withdrawn, or it is simply over. */
function close(run: RunState, frame: Frame, at: number): void {
  frame.closed = true
  run.frames.delete(frame.id)
  frame.cells.forEach((cell, index) => {
    if (cell.phase === 'settled') return
    const node = frame.plan.nodes[index] as NodePlan
    const activation = withdraw(run, frame, node, at)
    cell.phase = 'settled'
    run.view.settled(node, frame, activation, 'cancelled', at)
  })
}

function begin(run: RunState, known: Known, path: string, at: number): Activation {
  const { frame, node } = known
  const cell = frame.cells[node.index]
  if (!cell || cell.phase === 'settled') throw new InvariantError(`${path} begins after it settled`)
  const activation: Activation = {
    path,
    frame,
    node,
    input: known.input ?? buildInput(run, frame, node),
    phase: 'queued',
    attempt: 1,
    due: null,
    parked: null,
    steps: null,
    since: at,
    body: null,
    pool: null,
    loop: null,
  }
  cell.phase = 'active'
  run.active.set(path, activation)
  run.view.moved(activation, null, at)
  return activation
}

/** Makes an activation that waits for a free place. Not an event: after a fold the same is found again. */
export function enqueue(run: RunState, known: Known, at: number): void {
  const path = pathOf(known.frame, known.node)
  const activation = begin(run, known, path, at)
  ;(known.frame.cells[known.node.index] as Frame['cells'][number]).phase = 'ready'
  run.queue.push(activation)
}

function move(run: RunState, activation: Activation, phase: Activation['phase'], at: number): void {
  const from = activation.phase
  if (from === 'running') run.inFlight--
  if (phase === 'running') run.inFlight++
  activation.phase = phase
  const cell = activation.frame.cells[activation.node.index]
  if (cell) cell.phase = 'active'
  if (from !== phase) run.view.moved(activation, from, at)
}

/** Takes an activation out of work, with all that runs inside it. */
function withdraw(run: RunState, frame: Frame, node: NodePlan, at: number): Activation | null {
  const phase = frame.cells[node.index]?.phase
  if (phase !== 'active' && phase !== 'ready') return null
  const activation = run.active.get(pathOf(frame, node))
  if (!activation) return null
  run.active.delete(activation.path)
  run.waiting.delete(activation)
  if (activation.phase === 'running') {
    run.inFlight--
    run.aborts.push(activation.path)
  }
  if (activation.body) close(run, activation.body, at)
  if (activation.loop?.frame) close(run, activation.loop.frame, at)
  if (activation.pool)
    for (const [index, inner] of activation.pool.open) {
      close(run, inner, at)
      run.view.item(node, index, 'cancelled')
    }
  return activation
}

/** Ends a node's turn: one signal on every out-edge, and one member less to wait for. */
function settle(
  run: RunState,
  frame: Frame,
  node: NodePlan,
  signalFor: (edge: EdgePlan) => Signal,
  cause: RunError | null,
  at: number,
): void {
  const cell = frame.cells[node.index] as Frame['cells'][number]
  cell.phase = 'settled'
  // The head of a loop keeps what came from outside: its further rounds need the ports that do not come back.
  if (node.backIns.length === 0) cell.signals = null
  if (cause && node.sink) frame.failure ??= cause
  for (const edge of node.outs) route(run, frame, node.group, edge, signalFor(edge), at)
  const group = frame.groups[node.group] as Frame['groups'][number]
  group.open--
  if (group.open > 0) return
  if (node.group === 0) run.doubts.push({ about: 'frame', frame })
  else run.doubts.push({ about: 'group', frame, group: node.group })
}

/** Sends a signal as far as it may go: an edge that leaves a loop waits until the loop has settled (API.md rule 6). */
function route(run: RunState, frame: Frame, from: number, edge: EdgePlan, signal: Signal, at: number): void {
  const { groups } = frame.plan
  if (from > 0) {
    const leaves = edge.target < 0 || !within(frame.plan, edge.target, from)
    if (leaves || (edge.back && groups[from]?.head === edge.target)) {
      frame.groups[from]?.held.set(edge, signal)
      return
    }
  }
  if (edge.target < 0) frame.results[edge.slot] = signal
  else deliver(run, frame, edge, signal, at)
}

function deliver(run: RunState, frame: Frame, edge: EdgePlan, signal: Signal, at: number): void {
  const node = frame.plan.nodes[edge.target] as NodePlan
  const cell = frame.cells[edge.target] as Frame['cells'][number]
  const rule = node.activation
  // It proves that two alternatives were taken, whether or not the join has fired (API.md rule 3).
  if (rule.type === 'join' && rule.need === 'one' && signal.live && cell.live > 0)
    frame.failure ??= causeOf(pathOf(frame, node), node, {
      code: 'second-live',
      message: `“${node.title}” expects exactly one of its inputs, and a second one arrived. Use “the first” if several may come.`,
    })
  // What comes after the node has fired is drained.
  if (cell.phase !== 'idle') return
  if (cell.since === 0) cell.since = at
  cell.signals ??= new Array(node.ins.length).fill(undefined)
  cell.signals[edge.slot] = signal
  if (signal.live) cell.live++
  else {
    cell.dead++
    if (signal.reason === 'failed') cell.failed++
    if (signal.reason === 'cancelled') cell.cancelled++
  }
  if (node.ins.length > 1) run.view.arrived(node, frame)
  if (rule.type === 'join' || cell.live + cell.dead === node.ins.length)
    run.doubts.push({ about: 'cell', frame, node: node.index })
}

function endRound(run: RunState, frame: Frame, head: NodePlan, to: 'next' | 'exit' | 'limit', at: number): void {
  const number = head.group
  const plan = frame.plan.groups[number]
  const group = frame.groups[number]
  if (!plan || !group) throw new InvariantError(`no loop at ${head.key}`)
  const back = plan.back.flatMap((edge) => {
    const signal = group.held.get(edge)
    return signal?.live ? [{ edge, value: signal.value }] : []
  })
  if (to === 'next') {
    const carry = new Map<string, Value>()
    for (const { edge } of back) {
      const values = back.filter((other) => other.edge.targetPort === edge.targetPort).map((other) => other.value)
      carry.set(edge.targetPort, values.length === 1 ? (values[0] as Value) : values)
    }
    const before = frame.cells[head.index]
    for (const member of plan.members) {
      frame.cells[member] = newCell()
      run.view.reset(frame.plan.nodes[member] as NodePlan)
    }
    resetGroups(frame, number)
    group.round++
    const cell = frame.cells[head.index] as Frame['cells'][number]
    cell.signals = before?.signals ?? null
    cell.carry = carry
    run.doubts.push({ about: 'cell', frame, node: head.index })
    return
  }
  if (to === 'limit')
    for (const { edge, value } of back)
      for (const out of frame.plan.nodes[edge.source]?.outs ?? [])
        if (out.sourcePort === 'limit') group.held.set(out, { live: true, value })
  group.left = true
  const held = [...group.held]
  group.held.clear()
  for (const [edge, signal] of held)
    if (!(edge.back && edge.target === plan.head)) route(run, frame, plan.parent, edge, signal, at)
  const parent = frame.groups[plan.parent] as Frame['groups'][number]
  parent.open--
  if (parent.open > 0) return
  if (plan.parent === 0) run.doubts.push({ about: 'frame', frame })
  else run.doubts.push({ about: 'group', frame, group: plan.parent })
}

/** The loop and those inside it begin anew; inner ones at round 1. */
function resetGroups(frame: Frame, number: number): void {
  const plan = frame.plan.groups[number]
  const group = frame.groups[number]
  if (!plan || !group) return
  group.open = plan.size
  group.held.clear()
  group.left = false
  for (const inner of plan.inner) {
    resetGroups(frame, inner)
    const state = frame.groups[inner]
    if (state) state.round = 1
  }
}

/** A node that had completed fails after all: what its loop still holds of it becomes dead. */
function refail(frame: Frame, node: NodePlan, dead: Signal, cause: RunError): void {
  for (const edge of node.outs) {
    if (edge.back) continue
    for (const group of frame.groups) if (group.held.has(edge)) group.held.set(edge, dead)
  }
  if (node.sink) frame.failure ??= cause
}

/** A node skipped by a failure passes on where that failure began. */
function causeOfSkip(frame: Frame, node: NodePlan): RunError | undefined {
  for (const signal of frame.cells[node.index]?.signals ?? [])
    if (signal && !signal.live && signal.cause) return signal.cause
  return undefined
}

/** A join that fails because a feeder failed is not where the failure began. */
function upstreamCause(frame: Frame, node: NodePlan, failure: { code: string }): RunError | undefined {
  return failure.code === 'upstream-failed' ? causeOfSkip(frame, node) : undefined
}
