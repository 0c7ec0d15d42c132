import { Outcomes, valueIn } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** What came out of each branch. */
export function ForkJoinDrillIn({ step, Text }: DrillInProps) {
  return <Outcomes title="Branches" of={valueIn(step.record, 'branches')} Text={Text} />
}
