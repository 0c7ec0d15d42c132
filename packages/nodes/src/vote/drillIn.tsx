import { isRecord, textOf, type Value } from '@quorum/engine'
import { listIn, numberIn, textIn } from '../card/text.tsx'
import { cellClass, type DrillInProps, headClass, Section } from '../drill/props.tsx'

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
  const most = Math.max(1, ...candidates.map((one) => numberIn(one, 'votes') ?? 0))
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
        <ul className="flex flex-col gap-1 text-row">
          {candidates.map((one) => {
            const votes = numberIn(one, 'votes') ?? 0
            const name = isRecord(one) ? textOf(one.value as Value) : ''
            return (
              <li key={name} className="grid grid-cols-[minmax(64px,1fr)_2fr_auto] items-center gap-2">
                <span className="truncate" title={name}>
                  {name}
                </span>
                <span className="h-3 rounded-[3px] bg-surface-2">
                  <span
                    data-status={name === winner ? 'completed' : 'queued'}
                    className="bar-part block h-3 rounded-[3px] bg-st"
                    style={{ width: `${(100 * votes) / most}%` }}
                  />
                </span>
                <span className="figures text-muted">
                  {votes} {votes === 1 ? 'vote' : 'votes'}
                  {numberIn(one, 'score') !== votes ? `, score ${numberIn(one, 'score')}` : ''}
                </span>
              </li>
            )
          })}
        </ul>
      </Section>
      {ballots.length > 0 ? (
        <Section title="Ballots">
          <div className="overflow-x-auto">
            <table className="w-full text-row">
              <thead>
                <tr>
                  {['Voter', 'Choice', 'Reason'].map((name) => (
                    <th key={name} scope="col" className={headClass}>
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {ballots.map((ballot, index) => (
                  <tr key={`${index} ${named[index]?.id}`}>
                    <th scope="row" className={`${cellClass} font-medium`}>
                      {textIn(ballot, 'voter') ?? named[index]?.title ?? `${index + 1}`}
                    </th>
                    <td className={cellClass}>{choiceOf(ballot)}</td>
                    <td className={cellClass}>{textIn(ballot, 'reason') ?? ''}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
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
