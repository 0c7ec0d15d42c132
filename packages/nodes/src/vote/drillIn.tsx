import { isRecord, textOf, type Value } from '@quorum/engine'
import { listIn, numberIn, textIn } from '../card/text.tsx'
import { Bars, Table } from '../drill/parts.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'

/** How the winner came about: the count, how a tie was broken, and who voted what with which reason. */
export function VoteDrillIn({ step, feeders }: DrillInProps) {
  const { record } = step
  const candidates = listIn(record, 'candidates').toSorted(
    (a, b) => (numberIn(a, 'rank') ?? 0) - (numberIn(b, 'rank') ?? 0),
  )
  if (candidates.length === 0) return null
  const ballots = ballotsOf(step.input)
  const voters = feeders.filter(({ status }) => status === 'completed')
  // One ballot per edge: then the steps they came from are the voters.
  const named = voters.length === ballots.length ? voters : []
  const winner = isRecord(record) && record.winner !== null ? textOf(record.winner as Value) : null
  const counts = isRecord(record) ? record.ballots : null
  return (
    <>
      <p className="text-body">
        {winner === null ? 'Nobody won. ' : `“${winner}” won. `}
        {howDecided(textIn(record, 'decidedBy'))} {numberIn(counts, 'valid') ?? ballots.length} ballots counted
        {numberIn(counts, 'invalid') ? `, ${numberIn(counts, 'invalid')} could not be read` : ''}
        {numberIn(counts, 'abstained') ? `, ${numberIn(counts, 'abstained')} abstained` : ''}.
      </p>
      <Section title="Count">
        <Bars
          bars={candidates.map((one) => {
            const votes = numberIn(one, 'votes') ?? 0
            const name = isRecord(one) ? textOf(one.value as Value) : ''
            const score = numberIn(one, 'score') === votes ? '' : `, score ${numberIn(one, 'score')}`
            return {
              name,
              value: votes,
              note: `${votes} ${votes === 1 ? 'vote' : 'votes'}${score}`,
              status: name === winner ? 'completed' : undefined,
            }
          })}
        />
      </Section>
      {ballots.length > 0 ? (
        <Section title="Ballots">
          <Table
            heads={['Voter', 'Choice', 'Reason']}
            rows={ballots.map((ballot, index) => [
              textIn(ballot, 'voter') ?? named[index]?.title ?? `${index + 1}`,
              choiceOf(ballot),
              textIn(ballot, 'reason'),
            ])}
          />
        </Section>
      ) : null}
    </>
  )
}

const ways: Readonly<Record<string, string>> = {
  rule: 'The count alone decided.',
  index: 'It was a tie: the first of the list wins.',
  random: 'It was a tie: the lot decided.',
  seededRandom: 'It was a tie: the lot decided.',
}
const howDecided = (by: string | null): string => (by === null ? '' : (ways[by] ?? `It was a tie, broken by: ${by}.`))

/** Ballots as they came in: one per edge, a list of them, or with candidates beside. */
function ballotsOf(input: Value): readonly Value[] {
  if (Array.isArray(input)) return input.flatMap((one: Value) => ballotsOf(one))
  if (isRecord(input) && Array.isArray(input.ballots)) return input.ballots as readonly Value[]
  return input === null ? [] : [input]
}

function choiceOf(ballot: Value): string {
  if (!isRecord(ballot)) return textOf(ballot)
  for (const field of ['choice', 'ranking', 'approvals', 'approve', 'scores'])
    if (ballot[field] !== undefined)
      return Array.isArray(ballot[field])
        ? (ballot[field] as readonly Value[]).map(textOf).join(' › ')
        : textOf(ballot[field] as Value)
  return textOf(ballot as Value)
}
