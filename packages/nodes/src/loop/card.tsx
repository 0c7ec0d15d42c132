import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, numberIn } from '../card/text.tsx'

/** The round it is in, and of how many where that is known; then what came out. */
export function LoopCard({ params, run }: CardProps) {
  if (!begun(run)) return <Nothing />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const round = run.round ?? 1
  const most = (params.mode ?? 'times') === 'times' ? (numberIn(params, 'times') ?? 3) : null
  const limit = most === null ? ` of at most ${numberIn(params, 'maxIterations') ?? 10}` : ` of ${most}`
  const done = run.status === 'completed'
  const words = done ? `${round} ${round === 1 ? 'round' : 'rounds'}` : `Round ${round}${limit}`
  return (
    <Strip>
      <Line strong>{words}</Line>
      <Line tone="text-muted">{(done && firstLines(run.text ?? '', 1)[0]) || (done ? 'Done' : 'Repeating')}</Line>
    </Strip>
  )
}
