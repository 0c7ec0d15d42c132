import { isRecord } from '@quorum/engine'
import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, listIn, shortMs } from '../card/text.tsx'
import { useNow } from '../card/useNow.tsx'
import { alarmsOf, type Limits } from './definition.ts'

/** What it has spent against what it may, and each alarm as it is raised. */
export function WatchdogCard({ params, run }: CardProps) {
  const atWork = begun(run) && !ended(run)
  const now = useNow(atWork)
  if (!begun(run)) return <Nothing text="Nothing to watch yet" />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const limits: Limits = params
  const spent = {
    calls: run.usage.calls,
    usd: run.usage.usd ?? 0,
    ms: run.startedAt === null ? 0 : Math.max(0, now - Date.parse(run.startedAt)),
  }
  const alarms = atWork
    ? alarmsOf(limits, spent).map(({ message }) => message)
    : listIn(run.detail, 'alarms').map(String)
  const stopped = isRecord(run.detail) && run.detail.stopped === true
  return (
    <Strip>
      <Line strong tone={alarms.length > 0 ? 'text-failed' : ''}>
        {alarms.length > 0
          ? `${!atWork && stopped ? 'Stopped' : 'Alarm'}: ${alarms.join(' ')}`
          : atWork
            ? 'All quiet'
            : 'No alarm'}
      </Line>
      <Line tone="text-muted">
        {atWork || stopped ? against(limits, spent, atWork) : (firstLines(run.text ?? '', 1)[0] ?? 'Done')}
      </Line>
    </Strip>
  )
}

/** “3 of 5 calls · 12 s of 1 min 0 s”. */
function against(limits: Limits, { ms, calls, usd }: { ms: number; calls: number; usd: number }, moving: boolean) {
  const parts = [
    ...(limits.calls === undefined ? [] : [`${calls} of ${limits.calls} calls`]),
    ...(limits.usd === undefined ? [] : [`$${usd.toFixed(2)} of $${limits.usd}`]),
    ...(limits.ms === undefined || !moving ? [] : [`${shortMs(ms)} of ${shortMs(limits.ms)}`]),
  ]
  return parts.join(' · ') || 'Watching'
}
