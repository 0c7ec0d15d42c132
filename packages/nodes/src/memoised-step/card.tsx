import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, numberIn } from '../card/text.tsx'

/** How many results were made and how many reused, as a bar and in words. */
export function MemoisedStepCard({ run }: CardProps) {
  if (!begun(run)) return <Nothing text="Nothing is kept yet" />
  const { running, completed, failed } = run.counts
  if (completed === 0) return <Nothing text={notCompleted(run) ?? 'Working it out'} />
  const made = numberIn(run.detail, 'made') ?? 0
  const reused = numberIn(run.detail, 'reused') ?? 0
  const words = [
    `${made} made, ${reused} reused`,
    ...(running > 0 ? [`${running} under way`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ]
  return (
    <Strip>
      <div className="flex items-center gap-2">
        <span aria-hidden className="flex h-1.5 w-16 shrink-0 overflow-hidden rounded-full bg-line-strong">
          <span className="bg-done" style={{ width: `${(100 * reused) / Math.max(1, made + reused)}%` }} />
        </span>
        <Line strong>{words.join(' · ')}</Line>
      </div>
      <Line tone="text-muted">{firstLines(run.text ?? '', 1)[0] ?? 'Done'}</Line>
    </Strip>
  )
}
