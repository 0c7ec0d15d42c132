import type { CardProps } from '../card/props.tsx'
import { listIn, numberIn } from '../card/text.tsx'
import { Stages } from '../pattern/Stages.tsx'

const stages = [
  { id: 'requirements', name: 'Requirements', words: 'The coordinator chooses' },
  { id: 'specialists', name: 'Specialists', words: 'Specialists are at work' },
  { id: 'integrate', name: 'Integrate', words: 'Answers are put together' },
]

/** Requirements and specialists as dots; then how many were solved. */
export function CoordinatorSpecialistCard({ params, run, inner }: CardProps) {
  const done = inner('requirements')?.progress
  const busy =
    inner('integrate')?.status === 'running'
      ? stages[2]
      : inner('specialists')?.status === 'running'
        ? stages[1]
        : stages[0]
  return (
    <Stages
      stages={stages}
      run={run}
      inner={inner}
      ready={`${listIn(params, 'specialists').length || 5} specialists are ready`}
      now={`${done ? `${done.done} of ${done.total} · ` : ''}${busy?.words ?? ''}`}
      done={({ detail }) => {
        const all = numberIn(detail, 'requirements') ?? 0
        const failed = listIn(detail, 'failed').length
        return `${all - failed} of ${all} requirements solved${failed > 0 ? `, ${failed} failed` : ''}`
      }}
    />
  )
}
