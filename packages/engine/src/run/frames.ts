import { InvariantError } from '../failure.ts'
import type { EdgePlan, NodePlan } from '../flow/compile.ts'
import type { NodeInput } from '../node.ts'
import { buildInput } from './input.ts'
import { itemIn } from './poolState.ts'
import { leaveShared } from './shared.ts'
import { deliver } from './signals.ts'
import { type Activation, type Frame, pathOf, type RunState, type Signal } from './state.ts'

/**
 * What the caller knows already; a fold of a stored log finds it by the event's path. Of the events of a pool's items and a
 * loop's rounds it is the activation that owns them.
 */
export interface Known {
  readonly frame: Frame
  readonly node: NodePlan
  readonly input?: NodeInput
}

/** Has it been neither settled nor withdrawn? */
export const isAtWork = (activation: Activation): boolean =>
  activation.frame.cells[activation.node.index]?.activation === activation

/** What is at work there. */
export function activationOf({ frame, node }: Known): Activation {
  const activation = frame.cells[node.index]?.activation
  if (!activation) throw new InvariantError(`${pathOf(frame, node)} is not active`)
  return activation
}

export function activeAt(run: RunState, path: string): Activation {
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
  const frame = cut < 0 ? run.root : frameAt(run, path.slice(0, cut))
  const name = path.slice(cut + 1)
  const round = name.indexOf('#')
  const index = frame?.plan.byId.get(round < 0 ? name : name.slice(0, round))
  const node = index === undefined ? undefined : frame?.plan.nodes[index]
  return frame && node ? { frame, node } : null
}

/** The open body whose steps begin with this path. */
function frameAt(run: RunState, id: string): Frame | null {
  const item = itemIn(id)
  const round = id.lastIndexOf('#')
  const frame = item
    ? run.active.get(item.owner)?.pool?.open.get(item.index)?.frame
    : (run.active.get(id)?.body ?? (round < 0 ? null : run.active.get(id.slice(0, round))?.loop?.frame))
  return frame?.id === id ? frame : null
}

/** All open bodies, the flow first. */
export function* openFrames(run: RunState): Generator<Frame> {
  if (run.root) yield run.root
  for (const { body, loop, pool } of run.active.values()) {
    if (body) yield body
    if (loop?.frame) yield loop.frame
    if (pool) for (const { frame } of pool.open.values()) yield frame
  }
}

export function open(run: RunState, frame: Frame, at: number): Frame {
  for (const node of frame.plan.starts) run.doubts.push({ about: 'cell', frame, node })
  for (const edge of frame.plan.fed) {
    const signal = outerSignal(frame, edge)
    if (edge.target < 0) frame.results[edge.slot] = signal
    else deliver(run, frame, edge, signal, at)
  }
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
export function close(run: RunState, frame: Frame, at: number): void {
  frame.closed = true
  frame.cells.forEach((cell, index) => {
    if (cell.phase === 'settled') return
    run.deadlines.delete(cell)
    const node = frame.plan.nodes[index] as NodePlan
    const activation = withdraw(run, frame, node, at)
    cell.phase = 'settled'
    run.view.settled(node, frame, activation, 'cancelled', at)
  })
}

export function begin(run: RunState, known: Known, path: string, at: number): Activation {
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
    threads: null,
  }
  cell.phase = 'active'
  cell.activation = activation
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

export function move(run: RunState, activation: Activation, phase: Activation['phase'], at: number): void {
  const from = activation.phase
  if (from === 'running') run.inFlight--
  if (phase === 'running') run.inFlight++
  if (from === 'retrying') run.retrying.delete(activation)
  if (phase === 'retrying') run.retrying.add(activation)
  activation.phase = phase
  const cell = activation.frame.cells[activation.node.index]
  if (cell) cell.phase = 'active'
  if (from !== phase) run.view.moved(activation, from, at)
}

/** Takes an activation out of work, with all that runs inside it. */
export function withdraw(run: RunState, frame: Frame, node: NodePlan, at: number): Activation | null {
  const cell = frame.cells[node.index]
  const activation = cell?.activation
  if (!cell || !activation) return null
  cell.activation = null
  run.active.delete(activation.path)
  run.waiting.delete(activation)
  leaveShared(run, activation)
  run.retrying.delete(activation)
  if (activation.phase === 'running') {
    run.inFlight--
    run.aborts.push(activation.path)
  }
  if (activation.body) close(run, activation.body, at)
  if (activation.loop?.frame) close(run, activation.loop.frame, at)
  if (activation.pool)
    for (const [index, { frame: inner }] of activation.pool.open) {
      close(run, inner, at)
      run.view.item(node, index, 'cancelled')
    }
  return activation
}
