import type { CardProps } from '../card/props.tsx'
import { firstLines, numberIn } from '../card/text.tsx'
import { Stages } from '../pattern/Stages.tsx'

const stages = [
  { id: 'draft', name: 'Draft', words: 'An answer is written' },
  { id: 'questions', name: 'Doubts', words: 'What could be wrong in it?' },
  { id: 'checks', name: 'Checks', words: 'Each question is looked into' },
  { id: 'final', name: 'Answer', words: 'The answer is mended' },
]

/** Four stages, a dot per question that is looked into. */
export function ChainOfVerificationCard({ run, inner }: CardProps) {
  return (
    <Stages
      stages={stages}
      run={run}
      inner={inner}
      ready="Answers, then checks itself"
      done={({ detail, text }) =>
        `${numberIn(detail, 'questions') ?? 0} facts checked · ${firstLines(text ?? '', 1)[0] ?? 'Done'}`
      }
    />
  )
}
