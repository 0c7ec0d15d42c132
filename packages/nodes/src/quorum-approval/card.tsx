import { Dots, itemWords } from '../card/Dots.tsx'
import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { itemsOf, listIn, numberIn, textIn } from '../card/text.tsx'

/** A mark per reviewer asked; then yes against the number needed. */
export function QuorumApprovalCard({ params, run, inner }: CardProps) {
  const needed = numberIn(params, 'approvals') ?? 2
  if (!begun(run)) return <Nothing text={`${needed} must approve`} />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const votes = listIn(run.detail, 'votes')
  if (!ended(run) || votes.length === 0) {
    const items = itemsOf(inner('reviewers'))
    return (
      <Strip>
        <Dots items={items} />
        <Line tone="text-muted">{items ? itemWords(items) : 'Asking'}</Line>
      </Strip>
    )
  }
  const yes = votes.filter((vote) => textIn(vote, 'decision') === 'approve').length
  const approved =
    run.detail !== null && typeof run.detail === 'object' && 'approved' in run.detail && run.detail.approved
  const no = votes.find((vote) => textIn(vote, 'decision') === 'reject')
  return (
    <Strip>
      <Line strong tone={approved ? 'text-done' : 'text-failed'}>
        {`${approved ? 'Approved' : 'Rejected'}: ${yes} yes of ${needed} needed`}
      </Line>
      <Line tone="text-muted">
        {no ? `${textIn(no, 'voter') ?? ''}: ${textIn(no, 'reason') ?? ''}` : `${votes.length} asked`}
      </Line>
    </Strip>
  )
}
