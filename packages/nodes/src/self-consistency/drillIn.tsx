import type { DrillInProps } from '../drill/props.tsx'
import { VoteDrillIn } from '../vote/drillIn.tsx'

/** The count; the samples are its own and come from no step around it. */
export function SelfConsistencyDrillIn(props: DrillInProps) {
  return <VoteDrillIn {...props} step={{ ...props.step, input: null }} feeders={[]} />
}
