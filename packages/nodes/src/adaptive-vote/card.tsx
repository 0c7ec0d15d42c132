import { Dots } from '../card/Dots.tsx'
import { begun, type CardProps, ended, Line, Strip } from '../card/props.tsx'
import { itemsOf, numberIn } from '../card/text.tsx'
import { VoteCard } from '../vote/card.tsx'

/** A dot per sample and the race in words while it runs; then the bar of the tally. */
export function AdaptiveVoteCard(props: CardProps) {
  const { run, params } = props
  const items = itemsOf(run)
  if (!begun(run) || ended(run) || !items) return <VoteCard {...props} />
  const votes = Object.entries(run.tally ?? {}).sort((a, b) => b[1] - a[1])
  const counts = votes.map(([answer, count]) => `${answer.slice(0, 24)} ${count}`).join(' · ')
  const k = numberIn(params, 'k') ?? 3
  const needs = params.rule === 'firstToK' ? `needs ${k}` : params.rule === 'most' ? 'most win' : `needs a lead of ${k}`
  return (
    <Strip>
      <Dots items={items} size={6} />
      <Line tone="text-muted">{`${counts || 'Asking'} · ${needs}`}</Line>
    </Strip>
  )
}
