import { textIn } from '../card/text.tsx'
import { Outcomes, valueIn } from '../drill/parts.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'

/** The first answer, and what was found out about each doubt. */
export function ChainOfVerificationDrillIn({ step: { ports }, Text }: DrillInProps) {
  return (
    <>
      <Section title="First answer">
        <Text text={textIn(ports, 'draft') ?? ''} />
      </Section>
      <Outcomes title="Checked" of={valueIn(ports, 'checks')} Text={Text} />
    </>
  )
}
