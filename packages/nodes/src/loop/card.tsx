import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, numberIn } from '../card/text.tsx'

/** The round it is in, and of how many where that is known; then what came out. */
export function LoopCard({ params, run }: CardProps) {
  if (!begun(run)) return <Nothing />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const round = run.round ?? 1
  const times = (params.mode ?? 'times') === 'times' ? numberIn(params, 'times') : null
  const done = run.status === 'completed'
  const words = done
    ? `${round} ${round === 1 ? 'round' : 'rounds'}`
    : `Round ${round}${times === null ? '' : ` of ${times}`}`
  return (
    <Strip>
      <Line strong>{words}</Line>
      <Line tone="text-muted">{(done && firstLines(run.text ?? '', 1)[0]) || (done ? 'Done' : 'Repeating')}</Line>
    </Strip>
  )
}
