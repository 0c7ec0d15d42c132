import { isRecord } from '@quorum/engine'
import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines } from '../card/text.tsx'

/** Whether the last result was made or reused, and how many came. */
export function MemoisedStepCard({ run }: CardProps) {
  if (!begun(run)) return <Nothing text="Nothing is kept yet" />
  const { running, completed, failed } = run.counts
  if (completed === 0) return <Nothing text={notCompleted(run) ?? 'Working it out'} />
  const hit = isRecord(run.detail) && run.detail.hit === true
  const words = [
    `${completed} ${completed === 1 ? 'result' : 'results'}`,
    ...(running > 0 ? [`${running} under way`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ]
  return (
    <Strip>
      <Line strong>{`${words.join(', ')}; the last one ${hit ? 'reused' : 'made anew'}`}</Line>
      <Line tone="text-muted">{firstLines(run.text ?? '', 1)[0] ?? 'Done'}</Line>
    </Strip>
  )
}
