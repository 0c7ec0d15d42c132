import { Dots } from '../card/Dots.tsx'
import { begun, type CardProps, Line, Nothing, Strip } from '../card/props.tsx'
import { itemsOf, numberIn } from '../card/text.tsx'
import { Lanes, poolWords } from '../pool/parts.tsx'

/** A cell per item, or with long lists a bar per lane; what was spent against the cap. */
export function FanOutCard({ params, run }: CardProps) {
  if (!begun(run)) return <Nothing text={`${numberIn(params, 'concurrency') ?? 10} at once`} />
  const cap = numberIn(params, 'spendCap')
  const spent = cap === null ? '' : ` · $${(run.usage.usd ?? 0).toFixed(2)} of $${cap}`
  const items = itemsOf(run)
  return (
    <Strip>
      <Line>{`${poolWords(run)}${spent}`}</Line>
      {items ? (
        <div className="max-h-[15px] overflow-hidden">
          <Dots items={items} size={6} />
        </div>
      ) : (
        <Lanes detail={run.detail} />
      )}
    </Strip>
  )
}
