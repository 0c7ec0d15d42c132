import { isRecord } from '@quorum/engine'
import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { itemsOf, listIn, numberIn, textIn } from '../card/text.tsx'

/** The bids, best first, and who has the task. */
export function AuctionCard({ params, run, inner }: CardProps) {
  const many = listIn(params, 'bidders').length || 3
  if (!begun(run)) return <Nothing text={`${many} may bid`} />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const now = ended(run) && isRecord(run.detail) ? run.detail : (inner('note')?.detail ?? inner('rank')?.detail)
  const bids = listIn(now, 'bids')
  const at = numberIn(now, 'at') ?? 0
  const cheap = params.award === 'lowest price'
  if (bids.length === 0) {
    const bidding = itemsOf(inner('bids'))
    return (
      <Strip>
        <Line strong>Announced</Line>
        <Line tone="text-muted">{`${[...bidding].filter((one) => one === 'c').length} of ${many} have answered`}</Line>
      </Strip>
    )
  }
  return (
    <Strip>
      <ol className="flex gap-1.5 overflow-hidden">
        {bids.slice(0, 5).map((bid, i) => {
          const lost = isRecord(bid) && typeof bid.failed === 'string'
          const value = cheap ? (numberIn(bid, 'price') ?? 0) : (numberIn(bid, 'score') ?? 0)
          return (
            <li
              key={textIn(bid, 'name')}
              className={`truncate rounded-full border px-1.5 text-meta ${i === at ? 'border-line-strong font-medium' : 'border-line text-muted'} ${lost ? 'line-through' : ''}`}
            >
              {`${textIn(bid, 'name') ?? ''} ${cheap ? value : value.toFixed(2)}`}
            </li>
          )
        })}
      </ol>
      <Line tone={ended(run) ? '' : 'text-muted'}>
        {ended(run) ? `${textIn(now, 'winner') ?? ''} did it` : `${textIn(bids[at], 'name') ?? ''} is at work`}
      </Line>
    </Strip>
  )
}
