import type { CardProps } from '../card/props.tsx'
import { firstLines, numberIn, textIn } from '../card/text.tsx'
import { Stages } from '../pattern/Stages.tsx'

/** Candidates and judgements as dots; then the winner with its score. */
export function BestOfNCard({ params, run, inner }: CardProps) {
  const knockout = params.judging === 'knockout'
  const round = inner('rounds')?.round ?? 1
  const stages = [
    { id: 'candidates', name: 'Candidates', words: 'Candidates are written' },
    { id: 'judges', name: 'Judge', words: knockout ? `Round ${round} of the knock-out` : 'The judge reads them' },
  ]
  return (
    <Stages
      stages={stages}
      run={run}
      inner={inner}
      ready={`Best of ${numberIn(params, 'n') ?? 4}`}
      done={({ detail, text }) => `${textIn(detail, 'winner') ?? ''} wins: ${firstLines(text ?? '', 1)[0] ?? ''}`}
    />
  )
}
