import { Outcomes, valueIn } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** What came out of each stage. */
export function PipelineDrillIn({ step, Text }: DrillInProps) {
  return <Outcomes title="Stages" of={valueIn(step.record, 'stages')} Text={Text} />
}
