import { isRecord } from '@quorum/engine'
import type { CardProps } from '../card/props.tsx'
import { firstLines, listIn, numberIn, textIn } from '../card/text.tsx'
import { Stages } from '../pattern/Stages.tsx'

/** A lane per agent; then who won, or how many agree. */
export function ScatterGatherCard({ params, run, inner }: CardProps) {
  const lanes = listIn(params, 'agents').map((agent, i) => ({
    id: `agent-${i + 1}`,
    name: (isRecord(agent) && textIn(agent, 'name')) || `Agent ${i + 1}`,
  }))
  return (
    <Stages
      stages={lanes}
      run={run}
      inner={inner}
      ready={`${lanes.length || 3} agents are ready`}
      now={inner('judge')?.status === 'running' ? 'The judge compares' : undefined}
      done={({ detail, text }) => {
        const line = firstLines(text ?? '', 1)[0] ?? 'Done'
        const winner = textIn(detail, 'winner')
        if (winner) return `${winner}: ${line}`
        return `${Math.round(100 * (numberIn(detail, 'agreement') ?? 0))} % agree: ${line}`
      }}
    />
  )
}
