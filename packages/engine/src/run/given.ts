import type { BodyPlan } from '../flow/compile.ts'
import type { Outcome } from '../node.ts'
import type { RunSource, RunStore } from './backend.ts'
import { effective } from './revise.ts'

/** What a run takes over from an earlier one: outcomes by path for a replay, else by top-level node. */
export function givenOutcomes(
  plan: BodyPlan,
  source: RunSource | null,
  store: Pick<RunStore, 'events'>,
): Map<string, Outcome> {
  const given = new Map<string, Outcome>()
  if (!source) return given
  const keep = source.keep === 'all' ? null : new Set(source.keep)
  const outside = outsideKeys(plan)
  for (const event of effective(plan, store.events(source.runId))) {
    if (event.type !== 'node.completed' && event.type !== 'node.failed') continue
    const outcome: Outcome =
      event.type === 'node.completed'
        ? { type: 'completed', ports: event.ports, ...(event.record === undefined ? {} : { record: event.record }) }
        : { type: 'failed', failure: event.failure, ...(event.record === undefined ? {} : { record: event.record }) }
    if (!keep) {
      if (outside.has(event.node)) given.set(event.path, outcome)
      continue
    }
    const id = event.path.replace(/#[\d.]+$/, '')
    if (id !== event.node || !keep.has(id)) continue
    // In a loop the last round counts; a failure is no result.
    if (outcome.type === 'completed') given.set(id, outcome)
    else given.delete(id)
  }
  for (const [id, value] of Object.entries(source.pins)) {
    const node = plan.nodes[plan.byId.get(id) ?? -1]
    if (node) given.set(id, { type: 'completed', ports: { [node.firstOutput]: value } })
  }
  return given
}

/** Keys of the nodes that reach outside. The rest is worked out again in a replay and must come out the same. */
function outsideKeys(plan: BodyPlan, keys = new Set<string>()): Set<string> {
  for (const node of plan.nodes) {
    if (node.body) outsideKeys(node.body, keys)
    else if (node.behaviour.task ?? node.behaviour.park) keys.add(node.key)
  }
  return keys
}
