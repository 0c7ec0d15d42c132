import { isRecord, type Value } from '@quorum/engine'
import { listIn } from '../card/text.tsx'
import { Outcomes } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** What each copy came to; the first success stopped the others. */
export function HedgedRequestDrillIn({ step: { ports }, Text }: DrillInProps) {
  const copies = listIn(ports, 'outcomes').map(
    (copy, i): Value => ({
      ...(isRecord(copy) ? (copy as Readonly<Record<string, Value>>) : {}),
      name: `Copy ${i + 1}`,
    }),
  )
  return <Outcomes title="Copies" of={copies} Text={Text} />
}
