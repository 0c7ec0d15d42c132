import { listIn, textIn } from '../card/text.tsx'
import { Bars } from '../drill/parts.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'

/** Who handed over to whom, and who had it in the end. */
export function HandoffDrillIn({ step: { record } }: DrillInProps) {
  const path = listIn(record, 'path').map(String)
  if (path.length === 0) return null
  const owner = textIn(record, 'owner')
  return (
    <>
      <Section title="The way it took">
        <ol className="flex flex-wrap gap-1 text-row">
          {path.map((name, at) => (
            <li key={at} className={at === path.length - 1 ? 'font-medium' : 'text-muted'}>
              {at > 0 ? '→ ' : ''}
              {name}
            </li>
          ))}
        </ol>
      </Section>
      <Section title="How often each had it">
        <Bars
          bars={[...new Set(path)].map((name) => {
            const times = path.filter((one) => one === name).length
            return { name, value: times, note: `${times}`, status: name === owner ? 'completed' : undefined }
          })}
        />
      </Section>
    </>
  )
}
