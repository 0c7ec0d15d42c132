import { Outcomes, valueIn } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** What came out of each pipeline. */
export function ParallelPipelineDrillIn({ step, Text }: DrillInProps) {
  return <Outcomes title="Pipelines" of={valueIn(step.record, 'pipelines')} Text={Text} />
}
