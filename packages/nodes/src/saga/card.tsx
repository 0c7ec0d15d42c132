import { isRecord } from '@quorum/engine'
import type { CardProps } from '../card/props.tsx'
import { listIn, textIn } from '../card/text.tsx'
import { Stages } from '../pattern/Stages.tsx'

/** A block per step going forward; then how far it was taken back. */
export function SagaCard({ params, run, inner }: CardProps) {
  const named = listIn(params, 'steps').map((step) => textIn(step, 'name') ?? '')
  const names = named.length > 0 ? named : ['Flight', 'Hotel', 'Car']
  const back = inner('back')?.status === 'running'
  return (
    <Stages
      stages={names.map((name, i) => ({ id: `do${i}`, name }))}
      run={run}
      inner={inner}
      ready={`${names.length} steps, undone if one fails`}
      now={back ? 'Taking back what was done' : undefined}
      done={({ detail }) => {
        const failedStep = isRecord(detail) ? textIn(detail, 'failedStep') : null
        return failedStep ? `“${failedStep}” failed; ${listIn(detail, 'undone').length} undone` : 'All done'
      }}
    />
  )
}
