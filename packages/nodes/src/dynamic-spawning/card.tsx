import { begun, type CardProps, Line, Nothing, Strip } from '../card/props.tsx'
import { numberIn } from '../card/text.tsx'
import { poolWords, ScalingLine } from '../pool/parts.tsx'

/** How many workers there were over time, between the least and the most. */
export function DynamicSpawningCard({ params, run }: CardProps) {
  const [min, max] = [numberIn(params, 'min') ?? 1, numberIn(params, 'max') ?? 10]
  if (!begun(run)) return <Nothing text={`Begins with ${min}, up to ${max}`} />
  return (
    <Strip>
      <Line>{`${poolWords(run)} · ${numberIn(run.detail, 'size') ?? min} workers`}</Line>
      <ScalingLine detail={run.detail} first={min} most={max} />
    </Strip>
  )
}
