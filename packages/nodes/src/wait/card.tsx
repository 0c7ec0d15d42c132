import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { listIn, numberIn, shortMs, textIn } from '../card/text.tsx'
import { useNow } from '../card/useNow.tsx'

/** How long it still waits, and for what. */
export function WaitCard({ params, run }: CardProps) {
  const waiting = begun(run) && !ended(run)
  const now = useNow(waiting)
  if (!begun(run)) return <Nothing />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  if (!waiting) return <Nothing text="Went on" />
  const timed = params.for === undefined || params.for === 'time' || params.for === 'any'
  const ms = timed ? numberIn(params, 'ms') : null
  const left = ms !== null && run.startedAt !== null ? Date.parse(run.startedAt) + ms - now : null
  const any = listIn(params, 'signals').join('” or “')
  const signal = params.for === 'any' ? any : textIn(params, 'signal')
  return (
    <Strip>
      <Line strong>{left === null ? 'Waiting' : `Goes on in ${shortMs(left)}`}</Line>
      {signal ? <Line tone="text-muted">{`for “${signal}”`}</Line> : null}
    </Strip>
  )
}
