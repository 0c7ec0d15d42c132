import { isRecord } from '@quorum/engine'
import type { CardProps } from '../card/props.tsx'
import { listIn, textIn } from '../card/text.tsx'
import { Stages } from '../pattern/Stages.tsx'

/** The stages in a row, and which one is at work. */
export function PipelineCard({ params, run, inner }: CardProps) {
  const stages = listIn(params, 'stages').map((stage, i) => {
    const name = (isRecord(stage) && textIn(stage, 'name')) || `Stage ${i + 1}`
    return { id: `stage-${i + 1}`, name, words: `${name} is at work` }
  })
  return <Stages stages={stages} run={run} inner={inner} ready={`${stages.length || 4} stages are ready`} />
}
