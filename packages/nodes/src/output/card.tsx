import { isRecord } from '@quorum/engine'
import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { briefLines } from '../card/text.tsx'

/** First lines of the result. */
export function OutputCard({ run }: CardProps) {
  if (!begun(run)) return <Nothing />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const lines = briefLines(isRecord(run.detail) && 'value' in run.detail ? run.detail.value : run.text)
  if (lines.length === 0) return <Nothing text={run.status === 'completed' ? 'Result is ready' : 'Nothing yet'} />
  return (
    <Strip>
      {lines.length === 1 ? (
        <p className="line-clamp-2" title={lines[0]}>
          {lines[0]}
        </p>
      ) : (
        lines.map((line) => <Line key={line}>{line}</Line>)
      )}
    </Strip>
  )
}
