import { InvariantError } from '../failure.ts'
import type { EdgePlan, NodePlan } from '../flow/compile.ts'
import type { Value } from '../value.ts'
import type { RoundEnd, RunError } from './event.ts'
import {
  causeOf,
  type Frame,
  newCell,
  nodeWithoutThreads,
  pathOf,
  type RunState,
  type Signal,
  within,
  withoutThreads,
} from './state.ts'

/** Ends a node's turn: one signal on every out-edge, and one member less to wait for. */
export function settle(
  run: RunState,
  frame: Frame,
  node: NodePlan,
  signalFor: (edge: EdgePlan) => Signal,
  cause: RunError | null,
  at: number,
): void {
  const cell = frame.cells[node.index] as Frame['cells'][number]
  cell.phase = 'settled'
  run.deadlines.delete(cell)
  // The head of a loop keeps what came from outside: its further rounds need the ports that do not come back.
  if (node.backIns.length === 0) cell.signals = null
  if (cause) {
    if (node.sink) blame(frame, node, cause)
    const whole = withoutThreads(frame)
    if (whole.plan.stopOnFailure) blame(whole, nodeWithoutThreads(frame, node), cause)
  }
  for (const edge of node.outs)
    if (!cell.passed && (edge.thread === undefined || !cell.sent?.has(edge.thread)))
      route(run, frame, node.group, edge, signalFor(edge), at)
  const group = frame.groups[node.group] as Frame['groups'][number]
  group.open--
  if (group.open > 0) return
  if (node.group === 0) run.doubts.push({ about: 'frame', frame })
  else run.doubts.push({ about: 'group', frame, group: node.group })
}

/** A node that has not ended sends its signals: what comes of it later is unheard. */
export function pass(
  run: RunState,
  frame: Frame,
  node: NodePlan,
  ports: Readonly<Record<string, Value>>,
  at: number,
): void {
  const cell = frame.cells[node.index] as Frame['cells'][number]
  cell.passed = true
  if (frame.plan.keep.has(node.index)) {
    frame.outputs ??= new Map()
    frame.outputs.set(node.index, mainOutput(node, ports))
  }
  for (const edge of node.outs) route(run, frame, node.group, edge, signalOf(ports, edge.sourcePort), at)
}

/** What later texts mention by the node's name. */
export const mainOutput = ({ firstOutput }: NodePlan, ports: Readonly<Record<string, Value>>): Value =>
  ports[firstOutput] ?? Object.values(ports)[0] ?? null

/** A failure nobody absorbs. Of several the first in the drawing is told, so that it does not depend on which came first. */
export function blame(frame: Frame, node: NodePlan, cause: RunError): void {
  for (let at = node.group; at > 0; at = frame.plan.groups[at]?.parent ?? 0) {
    const group = frame.groups[at]
    if (group && (group.failure?.by ?? Number.POSITIVE_INFINITY) > node.index) group.failure = { cause, by: node.index }
  }
  if (frame.failure && frame.blamed <= node.index) return
  frame.failure = cause
  frame.blamed = node.index
}

/** A thread of a join has ended: what it gave goes on at once, whatever the others do. */
export function settleThread(
  run: RunState,
  frame: Frame,
  node: NodePlan,
  thread: number,
  signalFor: (result: number) => Signal,
  at: number,
): void {
  const cell = frame.cells[node.index] as Frame['cells'][number]
  cell.sent ??= new Set()
  cell.sent.add(thread)
  // They come thread by thread, each with as many edges as the body has results.
  const each = node.body?.results.length ?? 0
  for (const edge of node.outs.slice(thread * each, (thread + 1) * each))
    route(run, frame, node.group, edge, signalFor(edge.inner ?? 0), at)
}

/** Sends a signal as far as it may go: an edge that leaves a loop waits until the loop has settled (API.md rule 6). */
function route(run: RunState, frame: Frame, from: number, edge: EdgePlan, signal: Signal, at: number): void {
  const { groups } = frame.plan
  if (from > 0) {
    const leaves = edge.target < 0 || !within(frame.plan, edge.target, from)
    if (leaves || (edge.back && groups[from]?.head === edge.target)) {
      const group = frame.groups[from] as Frame['groups'][number]
      group.held ??= new Map()
      group.held.set(edge, signal)
      return
    }
  }
  if (edge.target < 0) frame.results[edge.slot] = signal
  else deliver(run, frame, edge, signal, at)
}

export function deliver(run: RunState, frame: Frame, edge: EdgePlan, signal: Signal, at: number): void {
  const node = frame.plan.nodes[edge.target] as NodePlan
  const cell = frame.cells[edge.target] as Frame['cells'][number]
  const rule = node.activation
  // It proves that two alternatives were taken, whether or not the join has fired (API.md rule 3).
  if (rule.type === 'join' && rule.need === 'one' && signal.live && cell.live > 0)
    blame(
      frame,
      node,
      causeOf(pathOf(frame, node), node, {
        code: 'second-live',
        message: `“${node.title}” expects exactly one of its inputs, and a second one arrived. Use “the first” if several may come.`,
      }),
    )
  // What comes after the node has fired, in this round of its loop or an earlier one, is drained.
  const opens = node.threads !== null && cell.phase === 'active'
  if ((cell.phase !== 'idle' && !opens) || cell.carry) return
  // So is what comes after a join has gone on without it, its deadline being over, while its threads still run.
  if (cell.signals?.[edge.slot]) return
  if (cell.since === 0) {
    cell.since = at
    if (rule.type === 'join' && rule.deadlineMs !== undefined) run.deadlines.set(cell, { frame, node })
  }
  cell.signals ??= new Array(node.ins.length).fill(undefined)
  cell.signals[edge.slot] = signal
  if (signal.live) cell.live++
  else {
    cell.dead++
    if (signal.reason === 'failed') cell.failed++
    if (signal.reason === 'cancelled') cell.cancelled++
  }
  if (node.ins.length > 1) run.view.arrived(node, frame)
  if (opens) {
    const owner = cell.activation
    if (!owner) return
    owner.threads?.fresh.push(edge.slot)
    run.doubts.push({ about: 'pool', owner })
    return
  }
  if (rule.type === 'join' || cell.live + cell.dead === node.ins.length)
    run.doubts.push({ about: 'cell', frame, node: node.index })
}

export function endRound(run: RunState, frame: Frame, head: NodePlan, to: RoundEnd, at: number): void {
  const number = head.group
  const plan = frame.plan.groups[number]
  const group = frame.groups[number]
  if (!plan || !group) throw new InvariantError(`no loop at ${head.key}`)
  const back = plan.back.flatMap((edge) => {
    const signal = group.held?.get(edge)
    return signal?.live ? [{ edge, value: signal.value }] : []
  })
  if (to === 'next') {
    const before = frame.cells[head.index]
    for (const member of plan.members) {
      frame.cells[member] = newCell()
      run.view.reset(frame, frame.plan.nodes[member] as NodePlan)
    }
    resetGroups(frame, number)
    group.round++
    const cell = frame.cells[head.index] as Frame['cells'][number]
    if (before) Object.assign(cell, { ...before, phase: 'idle' })
    cell.carry = new Map(back.map(({ edge, value }) => [edge, value]))
    run.doubts.push({ about: 'cell', frame, node: head.index })
    return
  }
  if (to === 'limit')
    for (const { edge, value } of back)
      for (const out of frame.plan.nodes[edge.source]?.outs ?? [])
        if (out.sourcePort === 'limit') group.held?.set(out, { live: true, value })
  const { failure } = group
  const lost: Signal | null =
    to === 'failed' && failure ? { live: false, reason: 'failed', cause: failure.cause } : null
  group.left = true
  const held = [...(group.held ?? [])]
  group.held = null
  for (const [edge, signal] of held)
    if (!(edge.back && edge.target === plan.head)) route(run, frame, plan.parent, edge, lost ?? signal, at)
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
  group.held = null
  group.left = false
  group.stopped = false
  group.failure = null
  for (const inner of plan.inner) {
    resetGroups(frame, inner)
    const state = frame.groups[inner]
    if (state) state.round = 1
  }
}

/**
 * A node that had completed fails after all: what its loop still holds of it becomes dead. Where nothing of it is held,
 * its failure has no way to travel, and must not be lost.
 */
export function refail(frame: Frame, node: NodePlan, dead: Signal, cause: RunError): void {
  let travels = false
  for (const edge of node.outs) {
    if (edge.back) continue
    for (const group of frame.groups) {
      if (!group.held?.has(edge)) continue
      group.held.set(edge, dead)
      travels = true
    }
  }
  if (!travels) blame(frame, node, cause)
}

export function signalOf(ports: Readonly<Record<string, Value>>, port: string): Signal {
  const value = ports[port]
  return value === undefined ? { live: false, reason: 'notTaken' } : { live: true, value }
}

/** The failure a body ends with: one that nobody absorbed inside, or the first that leads out of it. */
export function failureIn({ failure, results }: Frame): RunError | undefined {
  if (failure) return failure
  for (const signal of results) if (signal && !signal.live && signal.cause) return signal.cause
  return undefined
}

/** A node skipped by a failure passes on where that failure began. */
export function causeOfSkip(frame: Frame, node: NodePlan): RunError | undefined {
  for (const signal of frame.cells[node.index]?.signals ?? [])
    if (signal && !signal.live && signal.cause) return signal.cause
  return undefined
}

/** A join that fails because a feeder failed is not where the failure began. */
export function upstreamCause(frame: Frame, node: NodePlan, failure: { code: string }): RunError | undefined {
  return failure.code === 'upstream-failed' ? causeOfSkip(frame, node) : undefined
}
