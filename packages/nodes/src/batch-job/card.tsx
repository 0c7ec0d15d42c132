import { isRecord } from '@quorum/engine'
import { begun, type CardProps, Line, Nothing, Strip } from '../card/props.tsx'
import { numberIn } from '../card/text.tsx'
import { Share } from '../pool/parts.tsx'

/** How many are submitted, in work and done. */
export function BatchJobCard({ params, run }: CardProps) {
  const size = numberIn(params, 'batchSize') ?? 50
  if (!begun(run)) return <Nothing text={`Batches of ${size}`} />
  const total = run.progress?.total ?? 0
  const board = isRecord(run.detail) ? run.detail.board : null
  const failed = run.counts.failed
  return (
    <Strip>
      <Line>
        {run.status === 'failed' && run.error
          ? run.error.message
          : `${numberIn(board, 'todo') ?? 0} submitted · ${run.counts.running} running · ${run.counts.completed} done${failed ? ` · ${failed} failed` : ''}`}
      </Line>
      <Share
        total={total}
        parts={[
          ['completed', run.counts.completed],
          ['failed', failed],
          ['running', run.counts.running],
        ]}
      />
    </Strip>
  )
}
