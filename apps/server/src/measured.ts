import { type Flow, hasBody, type NodeHistory, type NodeView, type RunView } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'
import type { Runs } from './store/runs.ts'
import { unpackView } from './store/storedView.ts'

/** So many of the latest runs of a flow say what its steps take. */
const looked = 20

/** What earlier finished runs of a flow took, step by step: for an estimate of the next one. */
export function measuredBy(
  runs: Pick<Runs, 'list'>,
  flowId: string,
  flow: Flow,
): (node: string, simulated: boolean) => NodeHistory | undefined {
  const views = runs
    .list({ flowId, status: 'completed', limit: looked, before: null })
    // A run that took results over from an earlier one did not do all of its work.
    .flatMap(({ view, source }) => (view && source === null ? [unpackView(view)] : []))
  const known = new Map<string, NodeHistory | undefined>()
  return (node, simulated) => {
    const key = `${simulated} ${node}`
    if (!known.has(key)) known.set(key, historyOf(views, node, simulated, activationsIn(flow, node)))
    return known.get(key)
  }
}

/** Ways and lists are the same whoever answers; how much is written is learnt from practice for practice only. */
function historyOf(
  views: readonly RunView[],
  node: string,
  simulated: boolean,
  activationsOf: (view: NodeView) => number | null,
): NodeHistory | undefined {
  const seen = views.flatMap(({ nodes }) => nodes[node] ?? [])
  if (seen.length === 0) return undefined
  const often = sum(seen, (one) => activationsOf(one) ?? 0)
  const asked = seen.filter(({ usage }) => usage.calls > 0 && usage.simulated === simulated)
  const calls = sum(asked, ({ usage }) => usage.calls)
  const active = sum(asked, (one) => activationsOf(one) ?? 0)
  const alone = asked.filter((one) => activationsOf(one) === 1 && one.startedAt !== null && one.endedAt !== null)
  const pools = seen.flatMap(({ progress }) => progress ?? [])
  return {
    runs: seen.length,
    activations: often / seen.length,
    ...(calls > 0 && active > 0 ? { calls: calls / active } : {}),
    ...(calls > 0
      ? {
          inputTokens: sum(asked, ({ usage }) => usage.inputTokens) / calls,
          outputTokens: sum(asked, ({ usage }) => usage.outputTokens) / calls,
        }
      : {}),
    ...(alone.length > 0 ? { ms: sum(alone, lasted) / alone.length } : {}),
    ...(pools.length > 0 ? { items: sum(pools, ({ total }) => total) / pools.length } : {}),
  }
}

/** How often a step ran; null where the figures of its inside hide it. */
function activationsIn(flow: Flow, id: string): (view: NodeView) => number | null {
  const node = flow.nodes.find((one) => one.id === id)
  const definition = node && definitionOf(node.kind)
  if (!definition || !(definition.expand || hasBody(definition)))
    return ({ counts }) => counts.completed + counts.failed
  return ({ status, round }) => (node?.parent === undefined && status === 'completed' ? (round ?? 1) : null)
}

const lasted = ({ startedAt, endedAt }: NodeView): number => Date.parse(endedAt ?? '') - Date.parse(startedAt ?? '')

const sum = <T>(list: readonly T[], of: (one: T) => number): number => list.reduce((all, one) => all + of(one), 0)
