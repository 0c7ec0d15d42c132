import { begun, type CardProps, ended, Line, Nothing, Strip } from '../card/props.tsx'
import { listIn, numberIn } from '../card/text.tsx'
import { Lanes, poolWords } from '../pool/parts.tsx'

/** A bar per worker with what it carries, or did in the end; those left out are grey. */
export function LoadBalancingCard({ params, run }: CardProps) {
  if (!begun(run)) return <Nothing text={`${numberIn(params, 'lanes') ?? 5} workers`} />
  const done = listIn(run.detail, 'lanes').map((lane) => numberIn(lane, 'done') ?? 0)
  const fair = ended(run) && done.length > 0 ? ` · ${Math.min(...done)} to ${Math.max(...done)} each` : ''
  return (
    <Strip>
      <Line>{`${poolWords(run)}${fair}`}</Line>
      <Lanes detail={run.detail} by={ended(run) ? 'done' : 'load'} />
    </Strip>
  )
}
