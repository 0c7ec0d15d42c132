import type { CardProps } from '../card/props.tsx'
import { firstLines, numberIn } from '../card/text.tsx'
import { Stages } from '../pattern/Stages.tsx'

const stages = [
  { id: 'map', name: 'Map', words: 'Working on the chunks' },
  { id: 'levels', name: 'Reduce', words: 'Making one result of all' },
]

/** Map and reduce with their chunks; then how much was covered and the first line of the result. */
export function MapReduceCard({ params, run, inner }: CardProps) {
  return (
    <Stages
      stages={stages}
      run={run}
      inner={inner}
      ready={`Chunks of ${numberIn(params, 'chunkSize') ?? 10}`}
      done={({ detail, text }) => {
        const coverage = numberIn(detail, 'coverage')
        const line = firstLines(text ?? '', 1)[0] ?? 'Nothing to do'
        return coverage === null || coverage === 1 ? line : `${Math.floor(coverage * 100)} % covered · ${line}`
      }}
    />
  )
}
