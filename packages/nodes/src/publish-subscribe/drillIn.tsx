import { listIn, numberIn, textIn } from '../card/text.tsx'
import { inTreeOrder, Table, Tree } from '../drill/parts.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'

/** Which event led to which, and what nobody could take. */
export function PublishSubscribeDrillIn({ step: { ports } }: DrillInProps) {
  const events = listIn(ports, 'events')
  const dead = listIn(ports, 'deadLetters')
  const ordered = inTreeOrder(events, (one, of) => numberIn(one, 'cause') === (of === null ? 0 : numberIn(of, 'id')))
  return (
    <>
      <Tree
        title="Events, each under what caused it"
        branches={ordered.map((one) => ({
          depth: numberIn(one, 'hop') ?? 0,
          text: `${textIn(one, 'topic') ?? ''}: ${textIn(one, 'text') ?? ''}`,
          note: textIn(one, 'by') ?? '',
        }))}
      />
      {dead.length > 0 ? (
        <Section title="Dead letters">
          <Table
            heads={['Event', 'For', 'Why']}
            rows={dead.map((one) => [numberIn(one, 'event'), textIn(one, 'subscriber'), textIn(one, 'reason')])}
          />
        </Section>
      ) : null}
    </>
  )
}
