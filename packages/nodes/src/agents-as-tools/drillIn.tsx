import { listIn, textIn } from '../card/text.tsx'
import { Turns } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** Whom the manager asked in each turn, and what came back. */
export function AgentsAsToolsDrillIn({ step: { record }, Text }: DrillInProps) {
  const turns = (Array.isArray(record) ? record : []).flatMap((turn: unknown) => [
    ...listIn(turn, 'calls').map((call) => ({
      by: textIn(call, 'name') ?? textIn(call, 'tool') ?? 'Specialist',
      text: textIn(call, 'result') ?? textIn(call, 'error') ?? '',
      note: 'was asked',
    })),
    ...(textIn(turn, 'text') ? [{ by: 'Manager', text: textIn(turn, 'text') ?? '' }] : []),
  ])
  return <Turns title="Turns" turns={turns} Text={Text} />
}
