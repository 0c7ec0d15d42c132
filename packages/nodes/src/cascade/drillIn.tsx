import { isRecord, type Value } from '@quorum/engine'
import { listIn, numberIn, textIn } from '../card/text.tsx'
import { Outcomes, rounded, valueIn } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** The levels that were asked, and why each was left behind. */
export function CascadeDrillIn({ step: { record }, Text }: DrillInProps) {
  const tried = listIn(record, 'tried').map((one): Value => {
    const accepted = isRecord(one) && one.accepted === true
    const score = rounded(numberIn(one, 'score'))
    return {
      name: textIn(one, 'level') ?? '',
      value: valueIn(one, 'answer') ?? null,
      note: `${accepted ? 'accepted' : 'not good enough'}${score ? `, ${score}` : ''}`,
    }
  })
  return <Outcomes title="Levels asked" of={tried} note={(one) => textIn(one, 'note')} Text={Text} />
}
