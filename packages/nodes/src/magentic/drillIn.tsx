import { isRecord } from '@quorum/engine'
import { listIn, numberIn, textIn } from '../card/text.tsx'
import { Turns, valueIn } from '../drill/parts.tsx'
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
      <Turns
        title="Progress ledger"
        turns={rounds.map((one) => ({
          by: textIn(one, 'next') ?? '',
          text: textIn(one, 'instruction') ?? '',
          note: [
            `round ${numberIn(one, 'round') ?? ''}`,
            isTrue(one, 'replanned') && 'new plan',
            !isTrue(one, 'progress') && 'no progress',
          ]
            .filter(Boolean)
            .join(' · '),
        }))}
        Text={Text}
      />
    </>
  )
}

const isTrue = (entry: unknown, field: string): boolean => isRecord(entry) && entry[field] === true
