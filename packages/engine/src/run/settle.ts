import type { NodePlan } from '../flow/compile.ts'
import { decideCell } from './decide.ts'
import { isAtWork, openFrames } from './frames.ts'
import { drivePool } from './pool.ts'
import type { Pool } from './poolState.ts'
import { driveSamples } from './samples.ts'
import { driveLoop, settleFrame, settleGroup } from './scopes.ts'
import { failNode, startNode } from './start.ts'
import { type Doubt, type Frame, pathOf } from './state.ts'
import { driveThreads } from './threads.ts'
import { emit, taskOf, type Work } from './turn.ts'

/** Decides until nothing is in doubt or the budget is spent, then hands out tasks while there are free places. */
export function settleAll(work: Work): void {
  const { run } = work
  let next = 0
  // A paused run keeps its doubts; only what has ended or is being withdrawn is still tidied up.
  const paused = () => run.paused && !run.cancelling
  while (next < run.doubts.length && work.out.events.length < work.budget && !run.ended && !paused())
    settleDoubt(work, run.doubts[next++])
  run.doubts.splice(0, next)
  if (paused()) return
  handOut(work)
  work.out.more = run.doubts.length > 0 && !run.ended
  if (!work.out.more) safetyNet(work)
}

export function settleDoubt(work: Work, doubt: Doubt | undefined): void {
  if (doubt?.about === 'cell') settleCell(work, doubt.frame, doubt.node)
  else if (doubt?.about === 'group') settleGroup(work, doubt.frame, doubt.group)
  else if (doubt?.about === 'frame') settleFrame(work, doubt.frame)
  else if (doubt?.about === 'pool' && doubt.owner.threads) driveThreads(work, doubt.owner)
  else if (doubt?.about === 'pool' && doubt.owner.node.sample) driveSamples(work, doubt.owner)
  else if (doubt?.about === 'pool') drivePool(work, doubt.owner)
  else if (doubt?.about === 'loop') driveLoop(work, doubt.owner)
}

export function handOut(work: Work, most = Number.POSITIVE_INFINITY): void {
  const { run } = work
  let taken = 0
  while (taken++ < most && run.inFlight < run.concurrency && !run.ended) {
    const activation = run.queue.shift()
    if (!activation) return
    if (!isAtWork(activation) || activation.phase !== 'queued') continue
    const { path, node, input } = activation
    emit(work, { type: 'node.started', path, node: node.key, attempt: 1, input: input.value }, activation)
    work.out.tasks.push(taskOf(activation))
  }
}

/** Nothing runs, waits or is due, yet something has not settled: a bug, said with names instead of hanging (ARCHITECTURE §2). */
function safetyNet(work: Work): void {
  const { run } = work
  if (!run.root || run.ended || run.inFlight > 0 || run.waiting.size > 0 || run.queue.size > 0) return
  // An open body is not at work by itself: something in it must be.
  for (const { phase, loop, due, pool } of run.active.values())
    if (phase !== 'open' || (loop && !loop.frame && due !== null) || (pool && waitsForWorld(pool))) return
  if (run.gated.size > 0) {
    skipGated(work)
    return
  }
  const stuck = [...openFrames(run)].flatMap((frame) =>
    frame.plan.nodes.filter((node) => frame.cells[node.index]?.phase !== 'settled').map((node) => pathOf(frame, node)),
  )
  run.failure ??= {
    code: 'deadlock',
    message: `Nothing can go on, yet these steps have not settled: ${stuck.slice(0, 20).join(', ')}.`,
  }
  emit(work, { type: 'run.ended', status: 'failed', output: null, error: run.failure })
}

/** An open pool waits to be given items, or for the time at which it looks at itself again. */
const waitsForWorld = ({ closed, due }: Pool): boolean => !closed || due !== null

/** What some loops wait for cannot come any more. */
function skipGated(work: Work): void {
  for (const { path, node, frame } of [...work.run.gated])
    if (work.run.active.has(path))
      emit(work, { type: 'node.skipped', path, node: node.key, reason: 'skipped' }, { frame, node })
  work.out.more = work.run.doubts.length > 0
}

function settleCell(work: Work, frame: Frame, index: number): void {
  const node = frame.plan.nodes[index] as NodePlan
  const cell = frame.cells[index]
  if (frame.closed || cell?.phase !== 'idle') return
  const known = { frame, node }
  const decision = decideCell(node, cell)
  switch (decision.to) {
    case 'wait':
      setDeadline(work, frame, node, cell.since)
      return
    case 'skip':
      emit(work, { type: 'node.skipped', path: pathOf(frame, node), node: node.key, reason: decision.reason }, known)
      return
    case 'fail':
      failNode(work, frame, node, decision.failure(frame), 0, {})
      return
    case 'run':
      startNode(work, frame, node)
  }
}

/** A join's deadline runs from its first signal in this round; set again after a restart. */
function setDeadline(work: Work, frame: Frame, node: NodePlan, since: number): void {
  const rule = node.activation
  if (rule.type === 'join' && rule.deadlineMs !== undefined && since > 0)
    work.out.timers.push({ path: pathOf(frame, node), due: since + rule.deadlineMs })
}
