import { isRecord } from '@quorum/engine'
import { type CardProps, ended } from '../card/props.tsx'
import { listIn, textIn } from '../card/text.tsx'
import { Stages } from '../pattern/Stages.tsx'

/** A lane per branch, and how many have arrived. */
export function ForkJoinCard({ params, run, inner }: CardProps) {
  const branches = listIn(params, 'branches').map((branch, i) => ({
    id: `branch-${i + 1}`,
    name: (isRecord(branch) && textIn(branch, 'name')) || `Branch ${i + 1}`,
  }))
  const arrived = branches.filter(({ id }) => {
    const lane = inner(id)
    return lane !== null && ended(lane)
  }).length
  const now = arrived < branches.length ? `${arrived} of ${branches.length} are here` : 'Merging'
  return (
    <Stages
      stages={branches}
      run={run}
      inner={inner}
      ready={`${branches.length || 3} branches are ready`}
      now={now}
      done={() => `${arrived} of ${branches.length} merged`}
    />
  )
}
