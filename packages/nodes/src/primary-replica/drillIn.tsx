import { isRecord, type Value } from '@quorum/engine'
import { listIn, numberIn, textIn } from '../card/text.tsx'
import { Outcomes, Told } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** Which replica did which part, and how often another had to take over. */
export function PrimaryReplicaDrillIn({ step: { record, ports }, Text }: DrillInProps) {
  const failovers = numberIn(record, 'failovers') ?? 0
  const parts = listIn(ports, 'parts').map(
    (part, i): Value => ({
      ...(isRecord(part) ? (part as Readonly<Record<string, Value>>) : {}),
      name: `Part ${i + 1}`,
    }),
  )
  const by = (part: unknown): string => {
    const tries = numberIn(part, 'tries') ?? 1
    return `${textIn(part, 'replica') ?? ''}${tries > 1 ? `, in try ${tries}` : ''}`
  }
  return (
    <>
      {failovers > 0 ? <Told>{`A follower took over ${failovers === 1 ? 'once' : `${failovers} times`}.`}</Told> : null}
      <Outcomes title="Parts" of={parts} note={by} Text={Text} />
    </>
  )
}
