import { numberIn, textIn } from '../card/text.tsx'
import { Told } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** Where it went, and why. */
export function RouterDrillIn({ step: { record } }: DrillInProps) {
  const label = textIn(record, 'label')
  if (label === null) return null
  const sure = Math.round(100 * (numberIn(record, 'confidence') ?? 1))
  return <Told>{`It went to “${label}”, ${sure} % sure. ${textIn(record, 'reason') ?? ''}`}</Told>
}
