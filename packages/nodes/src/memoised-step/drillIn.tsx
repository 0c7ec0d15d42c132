import { isRecord } from '@quorum/engine'
import { numberIn } from '../card/text.tsx'
import { Told } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** Whether it was made or reused, and how often both. */
export function MemoisedStepDrillIn({ step: { record } }: DrillInProps) {
  const made = numberIn(record, 'made')
  if (made === null) return null
  const hit = isRecord(record) && record.hit === true
  return (
    <Told>{`This one was ${hit ? 'reused' : 'made'}. So far: ${made} made, ${numberIn(record, 'reused') ?? 0} reused.`}</Told>
  )
}
