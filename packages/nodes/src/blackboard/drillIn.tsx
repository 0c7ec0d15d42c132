import { listIn, textIn } from '../card/text.tsx'
import { Turns } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** Who wrote what on the board, in order. */
export function BlackboardDrillIn({ step: { record }, Text }: DrillInProps) {
  const turns = listIn(record, 'log').map((entry) => ({
    by: textIn(entry, 'by') ?? '',
    text: textIn(entry, 'text') ?? '',
    note: `on ${textIn(entry, 'to') ?? ''}`,
  }))
  return <Turns title="Written on the board" turns={turns} Text={Text} />
}
