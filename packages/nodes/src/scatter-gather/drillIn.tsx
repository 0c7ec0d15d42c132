import { listIn, numberIn, textIn } from '../card/text.tsx'
import { Bars, Outcomes, Told, valueIn } from '../drill/parts.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'

/** Who won or how many agree, and what each agent said. */
export function ScatterGatherDrillIn({ step: { record, ports }, Text }: DrillInProps) {
  const winner = textIn(record, 'winner')
  const ranking = listIn(record, 'ranking').map(String)
  const groups = listIn(record, 'candidates')
  return (
    <>
      {winner ? <Told>{`“${winner}” won.`}</Told> : null}
      {ranking.length > 0 ? (
        <Section title="Podium">
          <ol className="list-inside list-decimal text-row">
            {ranking.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ol>
        </Section>
      ) : null}
      {groups.length > 0 ? (
        <Section title="Who agrees">
          <Bars
            bars={groups.map((group, i) => ({
              name: String(valueIn(group, 'value') ?? ''),
              value: numberIn(group, 'votes') ?? 0,
              note: `${numberIn(group, 'votes') ?? 0}`,
              status: i === 0 ? 'completed' : undefined,
            }))}
          />
        </Section>
      ) : null}
      <Outcomes title="Agents" of={valueIn(ports, 'all')} Text={Text} />
    </>
  )
}
