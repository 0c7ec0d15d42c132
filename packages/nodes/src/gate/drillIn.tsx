import { isRecord, textOf, type Value } from '@quorum/engine'
import { listIn, numberIn } from '../card/text.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'

/** The verdict and its reasons. */
export function GateDrillIn({ step: { record } }: DrillInProps) {
  if (!isRecord(record) || typeof record.pass !== 'boolean') return null
  const score = numberIn(record, 'score')
  const reasons = listIn(record, 'reasons')
  return (
    <Section title="Verdict">
      <p className={`font-medium text-body ${record.pass ? 'text-done' : 'text-failed'}`}>
        {record.pass ? 'Open' : 'Closed'}
        {score === null ? '' : `, score ${score}`}
      </p>
      {reasons.length > 0 ? (
        <ul className="mt-1 list-disc pl-5 text-body">
          {reasons.map((reason, index) => (
            <li key={`${index} ${String(reason)}`}>{textOf(reason as Value)}</li>
          ))}
        </ul>
      ) : null}
    </Section>
  )
}
