import { textOf } from '@quorum/engine'
import { textIn } from '../card/text.tsx'
import { Told, valueIn } from '../drill/parts.tsx'
import { type DrillInProps, Quote } from '../drill/props.tsx'

/** Both answers side by side, and which the judge took for the better one. */
export function ChampionChallengerDrillIn({ step: { ports }, Text }: DrillInProps) {
  const both = ports?.comparison
  if (!both) return <Told>The challenger was not tried this time.</Told>
  const better = textIn(both, 'better')
  const words: Readonly<Record<string, string>> = {
    equal: 'The judge saw no difference.',
    champion: 'The champion was better.',
    challenger: 'The challenger was better.',
  }
  return (
    <>
      {better ? <Told>{`${words[better] ?? ''} ${textIn(both, 'reason') ?? ''}`}</Told> : null}
      {['champion', 'challenger'].map((who) => (
        <Quote
          key={who}
          title={who === 'champion' ? 'Champion' : 'Challenger'}
          note={textIn(both, 'seen') === who ? 'was given as the answer' : undefined}
          text={textOf(valueIn(both, who) ?? textIn(both, 'problem') ?? '')}
          Text={Text}
        />
      ))}
    </>
  )
}
