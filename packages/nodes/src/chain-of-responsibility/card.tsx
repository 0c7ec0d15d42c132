import { isRecord } from '@quorum/engine'
import type { CardProps } from '../card/props.tsx'
import { firstLines, listIn, textIn } from '../card/text.tsx'
import { Stages } from '../pattern/Stages.tsx'

/** The handlers in a row; those that were not asked stay grey. Then who took it. */
export function ChainOfResponsibilityCard({ params, run, inner }: CardProps) {
  const handlers = listIn(params, 'handlers').map((handler, i) => {
    const name = (isRecord(handler) && textIn(handler, 'name')) || `Handler ${i + 1}`
    return { id: `handler-${i + 1}`, name, words: `${name} takes it` }
  })
  return (
    <Stages
      stages={handlers}
      run={run}
      inner={inner}
      ready={`${handlers.length || 3} handlers, asked in order`}
      done={({ detail, text }) => {
        const by = textIn(detail, 'handledBy')
        return by ? `${by}: ${firstLines(text ?? '', 1)[0] ?? ''}` : 'Nobody could handle it'
      }}
    />
  )
}
