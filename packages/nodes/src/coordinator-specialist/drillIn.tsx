import { isRecord, textOf, type Value } from '@quorum/engine'
import { Table, valueIn } from '../drill/parts.tsx'
import { type DrillInProps, Quote, Section } from '../drill/props.tsx'

/** Which specialists each requirement went to, and what came of it. */
export function CoordinatorSpecialistDrillIn({ step: { ports }, Text }: DrillInProps) {
  const routing = Object.entries(isRecord(ports?.routing) ? ports.routing : {})
  const names = [...new Set(routing.flatMap(([, chosen]) => (Array.isArray(chosen) ? chosen.map(String) : [])))]
  if (routing.length === 0) return null
  return (
    <>
      <Section title="Who was asked">
        <Table
          heads={['Requirement', ...names]}
          rows={routing.map(([id, chosen]) => [
            id,
            ...names.map((name) => (Array.isArray(chosen) && chosen.includes(name) ? '●' : '')),
          ])}
        />
      </Section>
      <Section title="Solutions">
        <div className="flex flex-col gap-2">
          {routing.map(([id]) => (
            <Quote key={id} title={id} text={textOf((valueIn(ports?.results, id) ?? 'None.') as Value)} Text={Text} />
          ))}
        </div>
      </Section>
    </>
  )
}
