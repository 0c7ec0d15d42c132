import { isRecord } from '@quorum/engine'
import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, numberIn } from '../card/text.tsx'

/** The fuse: closed while calls go through, open when they are turned away. */
export function CircuitBreakerCard({ params, run }: CardProps) {
  if (!begun(run)) return <Nothing text={`Opens after ${numberIn(params, 'failures') ?? 5} failures`} />
  const open = run.error?.code === 'circuit-open' || (isRecord(run.detail) && run.detail.open === true)
  const { running, completed, failed } = run.counts
  const rejected = numberIn(run.detail, 'rejected') ?? 0
  const words = [
    ...(ended(run) ? [] : [`${running} inside`]),
    `${completed - rejected} through`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(rejected > 0 ? [`${rejected} turned away`] : []),
  ].join(', ')
  return (
    <Strip>
      <Line strong tone={open ? 'text-failed' : ''}>
        {`${open ? 'Open' : 'Closed'}: ${words}`}
      </Line>
      <Line tone="text-muted">{notCompleted(run) ?? firstLines(run.text ?? '', 1)[0] ?? 'Letting through'}</Line>
    </Strip>
  )
}
