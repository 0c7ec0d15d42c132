import { listIn, numberIn, textIn } from '../card/text.tsx'
import { Turns } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** Who said what, round by round. */
export function DebateDrillIn({ step: { record }, Text }: DrillInProps) {
  const turns = listIn(record, 'transcript').map((speech) => ({
    by: textIn(speech, 'name') ?? '',
    text: textIn(speech, 'text') ?? 'No reply.',
    note: numberIn(speech, 'round') ? `reply ${numberIn(speech, 'round')}` : 'opening',
  }))
  return <Turns title="Speeches" turns={turns} Text={Text} />
}
