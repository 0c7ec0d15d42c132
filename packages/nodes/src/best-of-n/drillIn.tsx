import { listIn, numberIn, textIn } from '../card/text.tsx'
import { Bars, Outcomes, rounded } from '../drill/parts.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'

/** The candidates by their score, with what the judge said of each. */
export function BestOfNDrillIn({ step: { record, ports }, Text }: DrillInProps) {
  const winner = textIn(record, 'winner')
  const places = listIn(ports, 'scores').toSorted((a, b) => (numberIn(b, 'score') ?? 0) - (numberIn(a, 'score') ?? 0))
  if (places.length === 0) return null
  return (
    <>
      <Section title="Podium">
        <Bars
          bars={places.map((one) => ({
            name: `Candidate ${textIn(one, 'name') ?? ''}`,
            value: numberIn(one, 'score') ?? 0,
            note: rounded(numberIn(one, 'score')),
            status: textIn(one, 'name') === winner ? 'completed' : undefined,
          }))}
        />
      </Section>
      <Outcomes title="Candidates" of={places} note={(one) => listIn(one, 'reasons').join(' ')} Text={Text} />
    </>
  )
}
