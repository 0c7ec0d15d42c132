import { isRecord } from '@quorum/engine'
import { listIn, numberIn, textIn } from '../card/text.tsx'
import { Table, valueIn } from '../drill/parts.tsx'
import { type DrillInProps, Quote, Section } from '../drill/props.tsx'

/** Both ledgers: what is known and planned, and who worked in which round. */
export function MagenticDrillIn({ step: { ports }, Text }: DrillInProps) {
  const ledgers = valueIn(ports, 'ledgers')
  const task = valueIn(ledgers, 'task')
  const rounds = listIn(ledgers, 'progress')
  if (rounds.length === 0) return null
  return (
    <>
      <Section title="Task ledger">
        <div className="flex flex-col gap-2">
          <Quote title="Facts" text={textIn(task, 'facts') ?? ''} Text={Text} />
          <Quote title="Plan" text={textIn(task, 'plan') ?? ''} Text={Text} />
        </div>
      </Section>
      <Section title="Progress ledger">
        <Table
          heads={['Round', 'Who', 'With what', 'Stalls', '']}
          rows={rounds.map((one) => [
            numberIn(one, 'round'),
            textIn(one, 'next'),
            textIn(one, 'instruction'),
            numberIn(one, 'stalls'),
            isRecord(one) && one.replanned === true
              ? 'new plan'
              : isRecord(one) && one.progress !== true
                ? 'no progress'
                : '',
          ])}
        />
      </Section>
    </>
  )
}
