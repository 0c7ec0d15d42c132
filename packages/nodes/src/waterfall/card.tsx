import { isRecord } from '@quorum/engine'
import type { CardProps } from '../card/props.tsx'
import { firstLines, listIn, numberIn, textIn } from '../card/text.tsx'
import { Stages } from '../pattern/Stages.tsx'

/** The stages in a row; then whether all gates opened, or which one stayed shut and why. */
export function WaterfallCard({ params, run, inner }: CardProps) {
  const stages = listIn(params, 'stages').map((stage, i) => {
    const name = (isRecord(stage) && textIn(stage, 'name')) || `Stage ${i + 1}`
    return { id: `stage-${i + 1}`, name, words: `${name} is at its gate` }
  })
  return (
    <Stages
      stages={stages}
      run={run}
      inner={inner}
      ready={`${stages.length || 3} stages, a gate behind each`}
      done={({ detail, text }) => {
        const gates = listIn(detail, 'gates')
        const shut = gates.find((gate) => isRecord(gate) && gate.passed === false)
        if (shut) return `Gate “${textIn(shut, 'stage')}” stayed shut: ${listIn(shut, 'reasons').join(' ')}`
        const reworks = gates.reduce<number>((sum, gate) => sum + (numberIn(gate, 'attempts') ?? 1) - 1, 0)
        return `All gates open${reworks > 0 ? `, ${reworks} reworked` : ''} · ${firstLines(text ?? '', 1)[0] ?? ''}`
      }}
    />
  )
}
