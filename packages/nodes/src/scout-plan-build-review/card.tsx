import { isRecord } from '@quorum/engine'
import { begun, type CardProps, ended } from '../card/props.tsx'
import { listIn, numberIn, textIn } from '../card/text.tsx'
import { Stages } from '../pattern/Stages.tsx'

const stages = [
  { id: 'gather', name: 'Scout' },
  { id: 'planner', name: 'Plan', words: 'The planner makes tasks' },
  { id: 'build', name: 'Build', words: 'Builders are at work' },
  { id: 'reviewer', name: 'Review', words: 'The reviewer judges' },
  { id: 'deploy', name: 'Deploy', words: 'It is being released' },
]

const endings: Readonly<Record<string, string>> = {
  deployed: 'Approved and released',
  refused: 'Approved by the reviewer, refused by a person',
}

/** The phases in a row; then whether it was approved and released. */
export function ScoutPlanBuildReviewCard({ params, run, inner }: CardProps) {
  const scouts = listIn(params, 'scouts').length || 3
  const planner = inner('planner')
  const scouting = !begun(planner) || planner.status === 'queued'
  const asks = inner('approve')?.status === 'waiting'
  const build = inner('build')
  const round = inner('rounds')?.round ?? 1
  const again = round > 1 && build !== null && !ended(build) ? `Rework ${round - 1}` : undefined
  return (
    <Stages
      stages={stages}
      run={run}
      inner={inner}
      ready={`${scouts} scouts are ready`}
      now={scouting ? 'Scouts look around' : asks ? 'Waits for a person to approve' : again}
      done={({ detail }) => {
        const tasks = numberIn(detail, 'tasks') ?? 0
        const approved = isRecord(detail) && detail.approved === true
        return `${endings[textIn(detail, 'ending') ?? ''] ?? (approved ? 'Approved' : 'Not approved')} · ${tasks} tasks`
      }}
    />
  )
}
