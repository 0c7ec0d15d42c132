import { listIn, textIn } from '../card/text.tsx'
import { Table, Told } from '../drill/parts.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'

/** What was done, or in which order it was taken back and why. */
export function SagaDrillIn({ step: { record } }: DrillInProps) {
  const failed = textIn(record, 'failedStep')
  const steps = failed ? listIn(record, 'undone') : listIn(record, 'done')
  return (
    <>
      {failed ? <Told bad>{`“${failed}” failed. What had been done was taken back, the last first.`}</Told> : null}
      {steps.length > 0 ? (
        <Section title={failed ? 'Taken back' : 'Done'}>
          <Table
            heads={['', 'Step', 'What came of it']}
            rows={steps.map((one, i) => [
              `${i + 1}.`,
              textIn(one, 'name') ?? String(one),
              textIn(one, 'result') ?? textIn(one, 'status') ?? '',
            ])}
          />
        </Section>
      ) : null}
    </>
  )
}
