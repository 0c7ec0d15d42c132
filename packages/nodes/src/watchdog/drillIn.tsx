import { listIn, numberIn } from '../card/text.tsx'
import { Told } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** What it came to, and the alarms. */
export function WatchdogDrillIn({ step: { record } }: DrillInProps) {
  const calls = numberIn(record, 'calls')
  if (calls === null) return null
  const alarms = listIn(record, 'alarms').map(String)
  const ms = numberIn(record, 'ms') ?? 0
  return (
    <>
      <Told>{`${calls} calls in ${Math.round(ms / 100) / 10} s.`}</Told>
      {alarms.length === 0 ? (
        <Told>No alarm.</Told>
      ) : (
        alarms.map((alarm) => (
          <Told key={alarm} bad>
            {alarm}
          </Told>
        ))
      )}
    </>
  )
}
