import { isRecord } from '@quorum/engine'
import { Dots } from '../card/Dots.tsx'
import { begun, type CardProps, Nothing, Strip } from '../card/props.tsx'
import { itemsOf } from '../card/text.tsx'

/** "31 of 48 · 1 failed · 4 running" over one cell per item. */
export function PoolCard({ run }: CardProps) {
  if (!begun(run)) return <Nothing />
  const { running, failed } = run.counts
  const parts = [
    run.progress ? `${run.progress.done} of ${run.progress.total}` : `${run.counts.completed} done`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(running > 0 && run.status === 'running' ? [`${running} running`] : []),
    ...(run.status === 'running' && isRecord(run.detail) && run.detail.passed === true ? ['has gone on'] : []),
  ]
  const words = run.progress?.total === 0 ? 'An empty list: nothing to do' : parts.join(' · ')
  const items = itemsOf(run)
  return (
    <Strip>
      <p className="figures truncate">{run.status === 'failed' && run.error ? run.error.message : words}</p>
      {items ? (
        <div className="max-h-[15px] overflow-hidden">
          <Dots items={items} size={6} />
        </div>
      ) : null}
    </Strip>
  )
}
