import { completed, type ItemOutcome, type Outcome, type PoolRecord, port, type Value } from '@quorum/engine'
import { recordOf, refusalOf, tasksOf } from './gather.ts'
import { innerPorts } from './settings.ts'

/** Ports of a pool of tasks: what became of each, and what else the kind tells. */
export const taskPorts = (...more: readonly string[]) => ({
  inputs: [port('in', 'tasks', 'list')],
  outputs: [port('results', 'results', 'list'), ...more.map((id) => port(id))],
  inner: innerPorts,
})

/** The end of a pool of tasks: a failed task is an entry, not the end of all. */
export function endOfTasks(
  outcomes: readonly ItemOutcome[],
  pool: PoolRecord,
  more: (record: Readonly<Record<string, Value>>) => Readonly<Record<string, Value>>,
  failure: 'collect' | 'failFast' = 'collect',
): Outcome {
  const refused = refusalOf({ failure }, outcomes)
  if (refused) return refused
  const record = recordOf(outcomes, pool)
  return completed({ results: tasksOf(outcomes, pool), ...more(record) }, record)
}
