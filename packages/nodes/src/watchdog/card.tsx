import { isRecord } from '@quorum/engine'
import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, listIn, numberIn, shortMs } from '../card/text.tsx'
import { useNow } from '../card/useNow.tsx'

/** How long it has been going on against what is allowed; then what was raised. */
export function WatchdogCard({ params, run }: CardProps) {
  const atWork = begun(run) && !ended(run)
  const now = useNow(atWork)
  if (!begun(run)) return <Nothing text="Nothing to watch yet" />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  if (atWork) {
    const most = numberIn(params, 'ms')
    const past = run.startedAt === null ? 0 : Math.max(0, now - Date.parse(run.startedAt))
    const late = most !== null && past > most
    return (
      <Strip>
        <Line
          strong
          tone={late ? 'text-failed' : ''}
        >{`${late ? 'Late: ' : ''}${shortMs(past)}${most === null ? '' : ` of ${shortMs(most)}`}`}</Line>
        <Line tone="text-muted">Watching</Line>
      </Strip>
    )
  }
  const alarms = listIn(run.detail, 'alarms').map(String)
  const stopped = isRecord(run.detail) && run.detail.stopped === true
  return (
    <Strip>
      <Line strong tone={alarms.length > 0 ? 'text-failed' : ''}>
        {alarms.length > 0 ? `${stopped ? 'Stopped' : 'Alarm'}: ${alarms.join(' ')}` : 'No alarm'}
      </Line>
      <Line tone="text-muted">{firstLines(run.text ?? '', 1)[0] ?? 'Done'}</Line>
    </Strip>
  )
}
