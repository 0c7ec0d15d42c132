import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { listIn, numberIn } from '../card/text.tsx'

/** The verdict in words, with its score and first reason. */
export function GateCard({ run }: CardProps) {
  if (!begun(run)) return <Nothing />
  const pass = typeof run.detail === 'object' && run.detail !== null && 'pass' in run.detail ? run.detail.pass : null
  if (typeof pass !== 'boolean') return <Nothing text={notCompleted(run) ?? 'Checking…'} />
  const score = numberIn(run.detail, 'score')
  const reasons = listIn(run.detail, 'reasons').filter((reason) => typeof reason === 'string')
  const verdict = `${pass ? 'Open' : 'Closed'}${score === null ? '' : ` · score ${Math.round(score * 100) / 100}`}`
  return (
    <Strip>
      <p className={`font-medium ${pass ? 'text-done' : 'text-waiting'}`}>
        {verdict}{' '}
        {run.round !== null && run.round > 1 ? (
          <span className="ml-1 font-normal text-muted">in round {run.round}</span>
        ) : null}
      </p>
      <Line tone="text-muted">{reasons.join(' ') || (pass ? 'The check passed' : 'The check did not pass')}</Line>
    </Strip>
  )
}
