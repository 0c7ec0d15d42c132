import { isRecord } from '@quorum/engine'
import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { listIn, textIn } from '../card/text.tsx'

/** The route that was taken, and why. */
export function BranchCard({ params, run }: CardProps) {
  if (!begun(run)) return <Nothing />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  if (run.status !== 'completed') return <Nothing text="Reading…" />
  const routes = listIn(run.detail, 'taken').filter((route) => typeof route === 'string')
  const label = (id: string): string => {
    const found = listIn(params, 'cases').find((one) => isRecord(one) && one.id === id)
    return textIn(found, 'label') || (id === 'else' ? 'Everything else' : id)
  }
  return (
    <Strip>
      <Line strong>{routes.length === 0 ? 'No route fitted' : `→ ${routes.map(label).join(', ')}`}</Line>
      <Line tone="text-muted">
        {textIn(run.detail, 'reason') ?? (routes.length === 1 ? 'Chosen route' : `${routes.length} routes`)}
      </Line>
    </Strip>
  )
}
