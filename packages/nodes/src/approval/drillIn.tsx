import { isRecord, textOf, type Value } from '@quorum/engine'
import { textIn } from '../card/text.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'

/** Who decided what, when, and with which note. */
export function ApprovalDrillIn({ step: { record } }: DrillInProps) {
  const decisions: readonly unknown[] = Array.isArray(record) ? record : []
  if (decisions.length === 0) return null
  return (
    <Section title="Decisions">
      <ol className="flex flex-col gap-1 text-body">
        {decisions.map((one) => {
          const data = isRecord(one) && isRecord(one.data) ? one.data : {}
          const note = textIn(data, 'note')
          const at = textIn(one, 'at')
          return (
            <li key={`${textIn(one, 'by')} ${at}`}>
              <span className="font-medium">{textIn(one, 'by')}</span>{' '}
              {textIn(one, 'decision') === 'reject' ? 'rejected' : 'approved'}
              {at ? <span className="figures text-muted"> · {new Date(at).toLocaleString()}</span> : null}
              {note ? <p className="text-muted">“{note}”</p> : null}
              {'value' in data ? (
                <p className="text-muted">with a change: {textOf(data.value as Value).slice(0, 200)}</p>
              ) : null}
            </li>
          )
        })}
      </ol>
    </Section>
  )
}
