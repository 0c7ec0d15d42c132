import { listIn, textIn } from '../card/text.tsx'
import { Table } from '../drill/parts.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'

/** Who declined and why, and who took it. */
export function ChainOfResponsibilityDrillIn({ step: { record } }: DrillInProps) {
  const by = textIn(record, 'handledBy')
  const declined = listIn(record, 'declined')
  if (!by && declined.length === 0) return null
  return (
    <Section title="Asked in order">
      <Table
        heads={['Handler', 'What it said']}
        rows={[
          ...declined.map((one) => [textIn(one, 'name'), textIn(one, 'reason')]),
          ...(by ? [[<strong key="taker">{by}</strong>, 'It took the request.']] : []),
        ]}
      />
    </Section>
  )
}
