import { isRecord } from '@quorum/engine'
import { type CardProps, ended } from '../card/props.tsx'
import { listIn, textIn } from '../card/text.tsx'
import { Stages } from '../pattern/Stages.tsx'

/** A lane per pipeline with how far it is; the slowest one is named while the others are through. */
export function ParallelPipelineCard({ params, run, inner }: CardProps) {
  const lanes = listIn(params, 'pipelines').map((line, i) => ({
    id: `line-${i + 1}`,
    name: (isRecord(line) && textIn(line, 'name')) || `Pipeline ${i + 1}`,
  }))
  const open = lanes.filter(({ id }) => {
    const lane = inner(id)
    return lane === null || !ended(lane)
  })
  const last = open.length === 1 && lanes.length > 1 ? open[0] : undefined
  const failed = lanes.filter(({ id }) => inner(id)?.status === 'failed').length
  return (
    <Stages
      stages={lanes}
      run={run}
      inner={inner}
      ready={`${lanes.length || 3} pipelines are ready`}
      now={last ? `Waiting for ${last.name}` : `${lanes.length - open.length} of ${lanes.length} are through`}
      done={() => `${lanes.length - failed} of ${lanes.length} succeeded`}
    />
  )
}
