import type { BodyPlan, NodePlan } from '../flow/compile.ts'
import type { Outcome } from '../node.ts'
import { isRecord, type Value } from '../value.ts'
import type { RunSource, RunStore } from './backend.ts'
import { effective, nodeAt } from './revise.ts'
import type { RunState } from './state.ts'

/** What a run takes over from an earlier one: outcomes by path for a replay, else by top-level node. */
export function givenOutcomes(
  flow: Pick<RunState, 'plan' | 'bodyOf'>,
  source: RunSource | null,
  store: Pick<RunStore, 'events'>,
): Map<string, Outcome> {
  const given = new Map<string, Outcome>()
  if (!source) return given
  const keep = source.keep === 'all' ? null : new Set(source.keep)
  // Only what reached outside is taken from the log in a replay; the rest is worked out again and must come out the same.
  const outside = new Set<string>()
  const earlier = source.runId === null ? [] : effective(flow, store.events(source.runId))
  for (const event of earlier) {
    const kept = event.type === 'node.completed' && event.kept
    const recalled = event.type === 'node.completed' && event.recalls
    if (event.type === 'node.started' || event.type === 'node.waiting' || kept || recalled) outside.add(event.path)
    // What it gave depended on who had come by then.
    const raced = event.type === 'node.completed' && isRace(nodeAt(flow, event.path)?.node)
    if (event.type === 'join.expired' || event.type === 'pool.passed' || raced) outside.add(event.path)
    if (event.type !== 'node.completed' && event.type !== 'node.failed') continue
    const outcome: Outcome =
      event.type === 'node.completed'
        ? {
            type: 'completed',
            ports: event.ports,
            ...(event.record === undefined ? {} : { record: event.record }),
            ...(event.memory ? { memory: event.memory } : {}),
          }
        : { type: 'failed', failure: event.failure, ...(event.record === undefined ? {} : { record: event.record }) }
    if (!keep) {
      if (outside.has(event.path)) given.set(event.path, outcome)
      continue
    }
    const path = event.path.replace(/#[\d.]+$/, '')
    if (!inFlowItself(flow.plan, path) || !keep.has(event.node)) continue
    // In a loop the last round counts; a failure is no result.
    if (outcome.type === 'completed') given.set(path, outcome)
    else given.delete(path)
  }
  for (const [id, value] of Object.entries(source.pins)) {
    const node = flow.plan.nodes[flow.plan.byId.get(id) ?? -1]
    if (node) given.set(id, { type: 'completed', ports: portsOf(node, value) })
  }
  return given
}

/**
 * In a replay open pools get at once what came to them then, in the same order: an item keeps its number, and nobody is
 * waited for.
 */
export function givenItems(
  source: RunSource | null,
  store: Pick<RunStore, 'events'>,
): ReadonlyMap<string, readonly Value[][]> {
  const given = new Map<string, Value[][]>()
  if (source?.keep !== 'all' || source.runId === null) return given
  for (const event of store.events(source.runId)) {
    if (event.type !== 'items.added' && event.type !== 'items.closed') continue
    const known = given.get(event.path) ?? []
    given.set(event.path, known)
    if (event.type === 'items.added') known.push([...event.items])
  }
  return given
}

/** Its meaning is who came first (API.md rule 3). */
const isRace = (node: NodePlan | undefined): boolean =>
  node?.activation.type === 'join' && (node.activation.need === 'one' || node.activation.need === 'n')

/** A step of the flow's own nodes: `w`, or `each[2]/w` in a thread, but not one in a container or composite. */
function inFlowItself(plan: BodyPlan, path: string): boolean {
  const parts = path.split('/')
  let body: BodyPlan | null = plan
  for (const part of parts.slice(0, -1)) {
    const node: BodyPlan['nodes'][number] | undefined = body?.nodes[body.byId.get(part.replace(/[#[].*$/, '')) ?? -1]
    if (!node || node.threads === null) return false
    body = node.body
  }
  return body?.byId.has(parts.at(-1) ?? '') ?? false
}

/** A step that gave several results shows them as an object by port; so they may be given by hand. Else it is the first. */
function portsOf(node: NodePlan, value: Value): Readonly<Record<string, Value>> {
  if (isRecord(value)) {
    const ports = new Set(node.definition.ports(node.params).outputs.map(({ id }) => id))
    const names = Object.keys(value)
    if (names.length > 1 && names.every((name) => ports.has(name))) return value as Readonly<Record<string, Value>>
  }
  return { [node.firstOutput]: value }
}
