import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, numberIn } from '../card/text.tsx'

/** The fuse: closed while calls go through, open when they are turned away. */
export function CircuitBreakerCard({ params, run }: CardProps) {
  if (!begun(run)) return <Nothing text={`Opens after ${numberIn(params, 'failures') ?? 5} failures`} />
  const open = run.error?.code === 'circuit-open' || (run.detail !== null && numberIn(run.detail, 'openUntil') !== null)
  const { running, completed, failed } = run.counts
  const words = [`${running} inside`, `${completed} through`, ...(failed > 0 ? [`${failed} failed`] : [])].join(', ')
  return (
    <Strip>
      <Line strong tone={open ? 'text-failed' : ''}>
        {open ? 'Open: turned away' : `Closed: ${words}`}
      </Line>
      <Line tone="text-muted">{notCompleted(run) ?? firstLines(run.text ?? '', 1)[0] ?? 'Letting through'}</Line>
    </Strip>
  )
}
