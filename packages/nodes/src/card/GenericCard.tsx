import { begun, type CardProps, Nothing, notCompleted, Strip } from './props.tsx'
import { firstLines, resultText } from './text.tsx'

/** For kinds without a card of their own: the beginning of what came out. */
export function GenericCard({ run }: CardProps) {
  if (!begun(run)) return <Nothing />
  const text = notCompleted(run) ?? firstLines(resultText(run), 2).join('\n')
  if (!text) return <Nothing text={run.status === 'completed' ? 'Done' : 'Working…'} />
  return (
    <Strip>
      <p className="line-clamp-2 whitespace-pre-line" title={text}>
        {text}
      </p>
    </Strip>
  )
}
