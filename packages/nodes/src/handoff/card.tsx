import { isRecord } from '@quorum/engine'
import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, listIn, textIn } from '../card/text.tsx'

/** The way the conversation took, and who has it now. */
export function HandoffCard({ params, run, inner }: CardProps) {
  const names = listIn(params, 'agents').map((one) => textIn(one, 'name') ?? '')
  if (!begun(run)) return <Nothing text={`${names[0] ?? 'The first agent'} begins`} />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const now = ended(run) && isRecord(run.detail) ? run.detail : inner('note')?.detail
  const path = listIn(now, 'path').map(String)
  const owner = textIn(now, 'owner') ?? names[0] ?? ''
  const answered = isRecord(now) && now.answered === true
  return (
    <Strip>
      <Line strong>{path.length > 0 ? path.join(' → ') : owner}</Line>
      <Line tone={answered ? '' : 'text-muted'}>
        {!ended(run)
          ? `${owner} has it`
          : answered
            ? (firstLines(run.text ?? '', 1)[0] ?? `${owner} answered`)
            : 'Nobody answered: escalated'}
      </Line>
    </Strip>
  )
}
