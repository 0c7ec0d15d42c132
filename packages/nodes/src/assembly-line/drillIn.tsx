import { numberIn } from '../card/text.tsx'
import { Outcomes, Told, valueIn } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** How many went through, and what was dropped. */
export function AssemblyLineDrillIn({ step: { record, ports }, Text }: DrillInProps) {
  const through = numberIn(record, 'through')
  if (through === null) return null
  return (
    <>
      <Told>{`${through} went through all stages, ${numberIn(record, 'dropped') ?? 0} were dropped.`}</Told>
      <Outcomes title="Dropped" of={valueIn(ports, 'dropped')} Text={Text} />
    </>
  )
}
