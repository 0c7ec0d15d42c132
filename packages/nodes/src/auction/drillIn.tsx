import { listIn, numberIn, textIn } from '../card/text.tsx'
import { rounded, Table, Told } from '../drill/parts.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'

/** The bids, and who did it for how much. */
export function AuctionDrillIn({ step: { record, ports } }: DrillInProps) {
  const bids = listIn(record, 'bids')
  const winner = textIn(record, 'winner')
  const out = listIn(record, 'out').map(String)
  const pays = rounded(numberIn(ports?.winner, 'pays'))
  if (bids.length === 0) return null
  return (
    <>
      {winner ? <Told>{`“${winner}” did it${pays ? ` for ${pays}` : ''}.`}</Told> : null}
      <Section title="Bids">
        <Table
          heads={['Bidder', 'Price', 'Score', 'How', '']}
          rows={bids.map((bid) => {
            const name = textIn(bid, 'name') ?? ''
            return [
              name,
              rounded(numberIn(bid, 'price')),
              rounded(numberIn(bid, 'score')),
              textIn(bid, 'how'),
              name === winner ? 'won' : out.includes(name) ? 'failed' : '',
            ]
          })}
        />
      </Section>
    </>
  )
}
