import { listIn, textIn } from '../card/text.tsx'
import { Turns } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** The conversation, turn by turn. */
export function GroupChatDrillIn({ step: { ports }, Text }: DrillInProps) {
  const turns = listIn(ports, 'thread').map((turn) => ({
    by: textIn(turn, 'speaker') ?? '',
    text: textIn(turn, 'text') ?? '',
  }))
  return <Turns title="What was said" turns={turns} Text={Text} />
}
