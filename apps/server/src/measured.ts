import { type Flow, historyOf } from '@quorum/engine'
import { kit } from '@quorum/nodes/runners'
import type { Runs } from './store/runs.ts'
import { unpackView } from './store/storedView.ts'

/** So many of the latest runs of a flow say what its steps take. */
const looked = 20

/** What earlier finished runs of a flow took, step by step. */
export function measuredBy(runs: Pick<Runs, 'list'>, flowId: string, flow: Flow): ReturnType<typeof historyOf> {
  const views = runs
    .list({ flowId, status: 'completed', limit: looked, before: null })
    // A run that took results over from an earlier one did not do all of its work.
    .flatMap(({ view, source }) => (view && source === null ? [unpackView(view)] : []))
  return historyOf(views, flow, kit)
}
