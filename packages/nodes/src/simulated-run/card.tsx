import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines } from '../card/text.tsx'

/** Says that all of it is simulated, before and after. */
export function SimulatedRunCard({ run }: CardProps) {
  if (!begun(run)) return <Nothing text="Asks only the practice model" />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  return (
    <Strip>
      <Line strong>Simulation</Line>
      <Line tone="text-muted">
        {run.status === 'completed' ? (firstLines(run.text ?? '', 1)[0] ?? 'Done') : 'At work'}
      </Line>
    </Strip>
  )
}
