import type { Failure } from '../failure.ts'
import type { GroupPlan, NodePlan } from '../flow/compile.ts'
import type { DeadReason } from '../node.ts'
import type { RoundEnd } from './event.ts'
import type { Cell, Frame, Group } from './state.ts'

export type Decision =
  | { readonly to: 'wait' }
  | { readonly to: 'run' }
  | { readonly to: 'skip'; readonly reason: DeadReason }
  | { readonly to: 'fail'; readonly failure: (frame: Frame) => Failure }

const wait: Decision = { to: 'wait' }
const run: Decision = { to: 'run' }

/** Decides from counters alone, in O(1), whether a node runs, is skipped, fails or waits on (API.md rules 1, 3 and 4). */
export function decideCell(node: NodePlan, cell: Cell): Decision {
  if (cell.carry) return run
  const total = node.ins.length
  const { live, dead, failed } = cell
  const outstanding = total - live - dead
  const rule = node.activation
  if (rule.type !== 'join') {
    if (outstanding > 0) return wait
    if (total === 0) return run
    if (rule.type === 'feeders' && failed > 0) return { to: 'skip', reason: 'failed' }
    if (live > 0) return everyPortLives(node, cell) ? run : { to: 'skip', reason: deadReason(cell) }
    // A vote nobody was asked for is skipped; one in which all voters failed is held, without a ballot.
    return failed > 0 ? run : { to: 'skip', reason: deadReason(cell) }
  }
  const possible =
    rule.need === 'all'
      ? dead === 0 && total > 0
      : rule.need === 'n'
        ? live + outstanding >= (rule.n ?? 1)
        : live + outstanding > 0
  const fires =
    rule.need === 'all'
      ? live === total && total > 0
      : rule.need === 'live' || rule.need === 'collect'
        ? outstanding === 0 && live > 0
        : rule.need === 'n'
          ? live >= (rule.n ?? 1)
          : live > 0
  // A failed arrival fails its own thread; the node itself once all have ended.
  if (node.threads !== null && (live > 0 || (failed > 0 && rule.onFailed === 'fail'))) return run
  if (failed > 0 && rule.onFailed === 'fail') return { to: 'fail', failure: (frame) => upstreamFailed(node, frame) }
  if (fires) return run
  if (possible || outstanding > 0) return wait
  if (failed > 0) return { to: 'skip', reason: 'failed' }
  if (rule.onUnsatisfiable === 'fail') return { to: 'fail', failure: () => unsatisfiable(node, live, dead) }
  return { to: 'skip', reason: deadReason(cell) }
}

/** With several input ports each goes by the rule: one that nothing reached skips the node. */
function everyPortLives(node: NodePlan, cell: Cell): boolean {
  if (node.activation.type === 'arrivals' || cell.dead === 0) return true
  const alive = new Set<string>()
  for (const edge of node.ins) if (cell.signals?.[edge.slot]?.live) alive.add(edge.targetPort)
  return node.ins.every((edge) => alive.has(edge.targetPort))
}

const deadReason = (cell: Cell): DeadReason => (cell.cancelled > 0 ? 'cancelled' : 'skipped')

export function upstreamFailed(node: NodePlan, frame: Frame): Failure {
  const edge = node.ins.find((candidate) => {
    const signal = frame.cells[node.index]?.signals?.[candidate.slot]
    return signal && !signal.live && signal.reason === 'failed'
  })
  const signal = edge && frame.cells[node.index]?.signals?.[edge.slot]
  const cause = signal && !signal.live ? signal.cause : undefined
  const from = frame.plan.nodes[edge?.source ?? -1]?.title ?? 'a feeder'
  return {
    code: 'upstream-failed',
    message: `“${node.title}” needs “${from}”, which failed${cause ? `: ${cause.message}` : ''}. Set “onFailed” to ignore to go on without it.`,
  }
}

const unsatisfiable = (node: NodePlan, live: number, dead: number): Failure => ({
  code: 'unsatisfiable',
  message: `“${node.title}” can no longer get what it needs: ${live} of its inputs arrived, ${dead} will not.`,
})

/** What a loop does once all its members have settled; `stuck` want another round and have nowhere to say that there is none. */
export function roundOf(
  plan: GroupPlan,
  group: Group,
  frame: Frame,
  cancelling: boolean,
): { readonly to: RoundEnd; readonly stuck: readonly NodePlan[] } {
  const wanting = plan.back.filter((edge) => group.held?.get(edge)?.live)
  if (wanting.length === 0 || group.stopped || cancelling) return { to: 'exit', stuck: [] }
  // The run has failed, and only in this round can what failed be tried again.
  if (group.round < plan.maxRounds) return { to: group.failure ? 'failed' : 'next', stuck: [] }
  const sources = [...new Set(wanting.map((edge) => frame.plan.nodes[edge.source] as NodePlan))]
  return { to: 'limit', stuck: sources.filter((node) => !node.connected.has('limit')) }
}
