import { numberIn } from '../card/text.tsx'
import { Outcomes, Told, valueIn } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** How much went into the result, and what was made of each chunk. */
export function MapReduceDrillIn({ step: { record, ports }, Text }: DrillInProps) {
  const coverage = numberIn(record, 'coverage') ?? 1
  return (
    <>
      {coverage < 1 ? (
        <Told bad>{`Only ${Math.floor(100 * coverage)} % of the items went into the result.`}</Told>
      ) : null}
      <Outcomes title="Chunks" of={valueIn(ports, 'mapped')} Text={Text} />
    </>
  )
}
