import { listIn } from '../card/text.tsx'
import { Outcomes } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** What each layer proposed. */
export function MixtureOfAgentsDrillIn({ step: { record }, Text }: DrillInProps) {
  return listIn(record, 'layers').map((layer, i) => (
    <Outcomes key={i} title={`Layer ${i + 1}`} of={layer} Text={Text} />
  ))
}
