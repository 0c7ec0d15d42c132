import { Dots } from '../card/Dots.tsx'
import { begun, type CardProps, ended, Line, Strip } from '../card/props.tsx'
import { itemsOf, numberIn } from '../card/text.tsx'
import { VoteCard } from '../vote/card.tsx'

/** A dot per sample while they come; then the bar of the tally. */
export function SelfConsistencyCard(props: CardProps) {
  const { run, inner, params } = props
  const items = itemsOf(inner('samples'))
  if (!begun(run) || ended(run) || !items) return <VoteCard {...props} />
  const round = inner('waves')?.round ?? 1
  return (
    <Strip>
      <Dots items={items} size={6} />
      <Line tone="text-muted">
        {round > 1 ? `Not decided yet: wave ${round}` : `Sampling, at most ${numberIn(params, 'samples') ?? 5}`}
      </Line>
    </Strip>
  )
}
