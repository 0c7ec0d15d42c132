import { begun, type CardProps, Line, Nothing, Strip } from '../card/props.tsx'
import { numberIn } from '../card/text.tsx'
import { Lanes, poolWords } from '../pool/parts.tsx'

/** A bar per lane with what waits at it, and how often one took from another. */
export function WorkStealingQueueCard({ params, run }: CardProps) {
  if (!begun(run)) return <Nothing text={`${numberIn(params, 'lanes') ?? 8} lanes`} />
  const steals = numberIn(run.detail, 'steals')
  return (
    <Strip>
      <Line>{`${poolWords(run)}${steals ? ` · ${steals} stolen` : ''}`}</Line>
      <Lanes detail={run.detail} by="queue" />
    </Strip>
  )
}
