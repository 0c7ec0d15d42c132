import type { CardProps } from '../card/props.tsx'
import { firstLines, numberIn } from '../card/text.tsx'
import { Stages } from '../pattern/Stages.tsx'

const stages = [
  { id: 'plan', name: 'Plan', words: 'The supervisor breaks the job into tasks' },
  { id: 'workers', name: 'Work', words: 'Workers are at it' },
  { id: 'result', name: 'Result', words: 'The result is written' },
]

/** Plan, work with a dot per task, result; failed tasks are named at the end. */
export function SupervisorCard({ params, run, inner }: CardProps) {
  const workers = inner('workers')
  const progress = workers?.progress
  const active = workers?.counts.running ?? 0
  const now =
    workers?.status === 'running' && progress
      ? `${progress.done} of ${progress.total} tasks done, ${Math.max(0, progress.total - progress.done - active)} in the queue`
      : undefined
  return (
    <Stages
      stages={stages}
      run={run}
      inner={inner}
      ready={`${numberIn(params, 'workers') ?? 5} workers are ready`}
      now={now}
      done={({ detail, text }) => {
        const failed = numberIn(detail, 'failed') ?? 0
        return `${failed > 0 ? `${failed} of ${numberIn(detail, 'tasks')} tasks failed · ` : ''}${firstLines(text ?? '', 1)[0] ?? 'Done'}`
      }}
    />
  )
}
