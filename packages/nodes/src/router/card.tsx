import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { listIn, numberIn, textIn } from '../card/text.tsx'

/** Where the request went, how sure the model was, and why. */
export function RouterCard({ params, run }: CardProps) {
  const routes = listIn(params, 'routes').length || 3
  if (!begun(run)) return <Nothing text={`${routes} routes`} />
  const label = textIn(run.detail, 'label')
  if (run.status !== 'completed' || label === null) return <Nothing text={notCompleted(run) ?? 'Reading…'} />
  const sure = numberIn(run.detail, 'confidence') ?? 1
  return (
    <Strip>
      <Line strong>{`→ ${label === 'else' ? 'Everything else' : label} · ${Math.round(sure * 100)} % sure`}</Line>
      <Line tone="text-muted">{textIn(run.detail, 'reason') || 'Chosen route'}</Line>
    </Strip>
  )
}
