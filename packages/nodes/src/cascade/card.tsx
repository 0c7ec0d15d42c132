import { isRecord } from '@quorum/engine'
import type { CardProps } from '../card/props.tsx'
import { firstLines, listIn, textIn } from '../card/text.tsx'
import { Stages } from '../pattern/Stages.tsx'

/** The ladder: levels that were not needed stay grey. */
export function CascadeCard({ params, run, inner }: CardProps) {
  const levels = listIn(params, 'levels').map((level, i) => {
    const name = (isRecord(level) && textIn(level, 'name')) || `Level ${i + 1}`
    return { id: `level-${i + 1}`, name, words: `${name} is asked` }
  })
  return (
    <Stages
      stages={levels}
      run={run}
      inner={inner}
      ready={`${levels.length || 2} levels, cheapest first`}
      done={({ detail, text }) => {
        const sign = isRecord(detail) && detail.accepted === true ? '' : ' (not accepted)'
        return `${textIn(detail, 'level') ?? ''}${sign}: ${firstLines(text ?? '', 1)[0] ?? ''}`
      }}
    />
  )
}
