import type { EdgePlan, NodePlan } from '../flow/compile.ts'
import { type Activation, type Cell, type Frame, pathOf, type RunState } from './state.ts'
import type { Feeder, NodeView, WaitingFor } from './view.ts'

/** So many are told at most: of the run, and of each node. */
const MOST = 50

/** Whom the run waits for: people and signals first, then what time will bring. */
export function waitingFor(run: RunState): WaitingFor[] {
  const told: WaitingFor[] = []
  for (const activation of run.waiting) {
    if (told.length === MOST) return told
    told.push(
      entry(activation, activation.parked?.kind ?? 'signal', activation.since, activation.parked?.until ?? null),
    )
  }
  for (const activation of run.retrying) {
    if (told.length === MOST) return told
    told.push(entry(activation, 'retry', activation.since, activation.due))
  }
  for (const activation of run.gated) {
    if (told.length === MOST) return told
    told.push(entry(activation, 'condition', activation.since, null))
  }
  for (const { queue } of run.shared.values())
    for (const activation of queue) {
      if (told.length === MOST) return told
      if (!run.gated.has(activation)) told.push(entry(activation, 'lock', activation.since, activation.due))
    }
  for (const { frame, node } of run.deadlines.values()) {
    if (told.length === MOST) return told
    const cell = openCell(frame, node)
    const until = cell && deadlineOf(node, cell)
    if (cell && until) told.push(entry({ node, path: pathOf(frame, node) }, 'join', cell.since, until))
  }
  return told
}

const entry = (
  { node, path }: Pick<Activation, 'node' | 'path'>,
  kind: WaitingFor['kind'],
  since: number,
  until: number | null,
): WaitingFor => ({ nodeId: node.key, path, kind, since: iso(since), deadline: until === null ? null : iso(until) })

/** The cell of a node that has heard from some of its feeders and waits for others. */
export function openCell(frame: Frame, node: NodePlan): Cell | null {
  const cell = frame.closed ? undefined : frame.cells[node.index]
  if (!cell || node.ins.length < 2 || cell.carry) return null
  const heard = cell.live + cell.dead
  const waits = cell.phase === 'idle' || (cell.phase === 'active' && node.threads !== null)
  return waits && heard > 0 && heard < node.ins.length ? cell : null
}

/** Has it heard from all of its feeders, and is to be decided with the next event? */
export function isDue(frame: Frame, node: NodePlan): boolean {
  const cell = frame.closed ? undefined : frame.cells[node.index]
  return cell?.phase === 'idle' && !cell.carry && node.ins.length > 1 && cell.live + cell.dead === node.ins.length
}

/** All who feed a node that waits, and those of them it waits for. */
export function feedersOf(frame: Frame, node: NodePlan): Pick<NodeView, 'waiting' | 'feeders'> {
  const cell = frame.cells[node.index] as Cell
  const until = deadlineOf(node, cell)
  const waiting: NodeView['waiting'][number][] = []
  const feeders: Feeder[] = []
  for (const edge of node.ins) {
    if (waiting.length === MOST) break
    const missing = !cell.signals?.[edge.slot]
    if (!missing && feeders.length === MOST) continue
    const feeder = feederOf(frame, cell, edge)
    if (feeders.length < MOST) feeders.push(feeder)
    if (missing) waiting.push({ ...feeder, since: iso(cell.since), until: until === null ? null : iso(until) })
  }
  return { waiting, feeders }
}

function feederOf(frame: Frame, cell: Cell, edge: EdgePlan): Feeder {
  const source = frame.plan.nodes[edge.source]
  const signal = cell.signals?.[edge.slot]
  const state = signal ? (signal.live ? 'arrived' : 'dead') : source ? doing(frame, source) : 'idle'
  return { from: source?.key ?? '@', port: edge.targetPort, state }
}

function doing(frame: Frame, node: NodePlan): Feeder['state'] {
  const phase = frame.cells[node.index]?.phase
  // A signal that leaves a loop is held until the loop has settled.
  if (phase === 'settled') return 'waiting'
  if (phase === 'idle') return openCell(frame, node) ? 'waiting' : 'idle'
  const activation = frame.cells[node.index]?.activation
  return !activation ? 'idle' : activation.phase === 'open' ? 'running' : activation.phase
}

function deadlineOf({ activation: rule }: NodePlan, cell: Cell): number | null {
  return rule.type === 'join' && rule.deadlineMs !== undefined ? cell.since + rule.deadlineMs : null
}

const iso = (at: number): string => new Date(at).toISOString()
