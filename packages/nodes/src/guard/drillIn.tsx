import { Mishaps } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** What went wrong on the way, and what was done about it. */
export function GuardDrillIn({ step }: DrillInProps) {
  return <Mishaps of={step.record} />
}
