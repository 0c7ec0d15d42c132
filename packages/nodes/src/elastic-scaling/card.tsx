import { begun, type CardProps, ended, Line, Nothing, Strip } from '../card/props.tsx'
import { numberIn } from '../card/text.tsx'
import { lastStep, poolWords, ScalingLine } from '../pool/parts.tsx'

/** How many workers there were over time, and why it changed last. */
export function ElasticScalingCard({ params, run }: CardProps) {
  const [min, max] = [numberIn(params, 'min') ?? 0, numberIn(params, 'max') ?? 10]
  if (!begun(run)) return <Nothing text={`${min} to ${max} workers`} />
  const why = ended(run) ? '' : lastStep(run.detail)
  return (
    <Strip>
      <Line>{`${numberIn(run.detail, 'size') ?? min} workers · ${why || poolWords(run)}`}</Line>
      <ScalingLine detail={run.detail} first={min} most={max} />
    </Strip>
  )
}
