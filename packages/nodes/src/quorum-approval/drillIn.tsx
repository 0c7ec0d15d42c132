import { listIn, numberIn, textIn } from '../card/text.tsx'
import { Table, Told } from '../drill/parts.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'

/** Who approved and who did not, and why. */
export function QuorumApprovalDrillIn({ step: { record } }: DrillInProps) {
  const votes = listIn(record, 'votes')
  if (votes.length === 0) return null
  const yes = votes.filter((vote) => textIn(vote, 'decision') === 'approve').length
  const left = (numberIn(record, 'of') ?? votes.length) - votes.length
  return (
    <>
      <Told>
        {`${yes} approved; ${numberIn(record, 'needed') ?? ''} were needed.${left > 0 ? ` ${left} no longer had to be asked.` : ''}`}
      </Told>
      <Section title="Votes">
        <Table
          heads={['Reviewer', 'Vote', 'Reason']}
          rows={votes.map((vote) => [textIn(vote, 'voter'), textIn(vote, 'decision'), textIn(vote, 'reason')])}
        />
      </Section>
    </>
  )
}
