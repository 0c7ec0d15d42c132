import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, textIn } from '../card/text.tsx'

/** The key and what stands under it now. */
export function MemoryCard({ params, run }: CardProps) {
  const action = textIn(params, 'action') ?? 'write'
  const key = textIn(params, 'key') ?? ''
  if (!begun(run)) return <Nothing text={key ? `${action} ${key}` : action} />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  return (
    <Strip>
      <Line strong>{key || action}</Line>
      <Line tone="text-muted">{firstLines(run.text ?? '', 1)[0] ?? 'Empty'}</Line>
    </Strip>
  )
}
