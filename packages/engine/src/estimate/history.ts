import type { Flow, FlowNode } from '../flow/flow.ts'
import { hasBody } from '../flow/graph.ts'
import type { Kit } from '../node.ts'
import type { NodeView, RunView } from '../run/view.ts'
import type { NodeHistory } from './facts.ts'

/** How often a step ran in a run; null where that cannot be told. */
type Activations = (view: NodeView) => number | null

/**
 * What finished runs of a flow took, step by step, from their views: for an estimate of the next one. Ways and lists are the
 * same whoever answers; how much is written is learnt from practice for practice only.
 */
export function historyOf(
  views: readonly RunView[],
  flow: Flow,
  kit: Pick<Kit, 'definition'>,
): (node: string, simulated: boolean) => NodeHistory | undefined {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]))
  const known = new Map<string, NodeHistory | undefined>()
  return (id, simulated) => {
    const key = `${simulated} ${id}`
    if (!known.has(key)) known.set(key, means(views, id, simulated, activationsOf(nodes.get(id), kit)))
    return known.get(key)
  }
}

function means(
  views: readonly RunView[],
  node: string,
  simulated: boolean,
  activationsIn: Activations,
): NodeHistory | undefined {
  const seen = views.flatMap(({ nodes }) => nodes[node] ?? [])
  if (seen.length === 0) return undefined
  const often = sum(seen, (one) => activationsIn(one) ?? 0)
  const asked = seen.filter(({ usage }) => usage.calls > 0 && usage.simulated === simulated)
  const calls = sum(asked, ({ usage }) => usage.calls)
  const active = sum(asked, (one) => activationsIn(one) ?? 0)
  const alone = asked.filter((one) => activationsIn(one) === 1 && one.startedAt !== null && one.endedAt !== null)
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

/** The counts of a plain step are its own; those of one with steps inside are theirs, but what it sent it sent itself. */
function activationsOf(node: FlowNode | undefined, kit: Pick<Kit, 'definition'>): Activations {
  const definition = node && kit.definition(node.kind)
  if (!definition || !(definition.expand || hasBody(definition)))
    return ({ counts }) => counts.completed + counts.failed
  if (node.parent === undefined) return ({ status, round }) => (status === 'completed' ? (round ?? 1) : null)
  const params = definition.params.safeParse(node.params)
  if (!params.success) return () => null
  const ways = definition.chances?.(params.data, new Set(definition.ports(params.data).outputs.map(({ id }) => id)))
  return ({ status, sent }) => {
    const often = Object.values(sent ?? {})
    if (status !== 'completed' || often.length === 0) return null
    // Of ways that exclude each other each run took one; else all were taken, or not all of the time.
    return ways?.exclusive ? often.reduce((all, one) => all + one, 0) : Math.max(...often)
  }
}

const lasted = ({ startedAt, endedAt }: NodeView): number => Date.parse(endedAt ?? '') - Date.parse(startedAt ?? '')

const sum = <T>(list: readonly T[], of: (one: T) => number): number => list.reduce((all, one) => all + of(one), 0)
