import { isRecord, textOf, type Value } from '@quorum/engine'
import { answerWords } from '../card/ToolCard.tsx'
import { textIn } from '../card/text.tsx'
import { type DrillInProps, Section } from './props.tsx'

/** What was called, with what, and how it was answered. */
export function ToolDrillIn({ step: { record } }: DrillInProps) {
  const call = textIn(record, 'call')
  if (call === null || !isRecord(record)) return null
  return (
    <Section title="Request and response">
      <p className="break-words font-medium text-body">{call}</p>
      {(record.sent ?? null) === null ? null : (
        <p className="break-words text-muted text-row">{`with ${textOf(record.sent as Value)}`}</p>
      )}
      <p className="figures text-body">{answerWords(record)}</p>
    </Section>
  )
}
