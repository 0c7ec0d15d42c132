import { isRecord } from '@quorum/engine'
import { Dots, itemWords } from '../card/Dots.tsx'
import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, numberIn, textIn } from '../card/text.tsx'

/** The checklist: a mark per step, the step at work, and which version of the plan it is. */
export function PlanAndExecuteCard({ params, run, inner }: CardProps) {
  if (!begun(run)) return <Nothing text={`At most ${numberIn(params, 'maxSteps') ?? 20} steps`} />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const now = ended(run) && isRecord(run.detail) ? run.detail : (inner('revise')?.detail ?? inner('begin')?.detail)
  const letters = textIn(now, 'letters') ?? ''
  const versions = numberIn(now, 'versions') ?? 1
  const planning = letters === '' ? 'Planning' : inner('replanner')?.status === 'running' ? 'Planning anew' : null
  const step = inner('finisher')?.status === 'running' ? 'Writing the result' : (planning ?? textIn(now, 'now') ?? '')
  return (
    <Strip>
      <span className="flex h-4 items-center gap-2">
        <Dots items={letters.slice(0, 28)} />
        <span className="sr-only">{itemWords(letters)}</span>
        {versions > 1 ? <span className="text-meta text-muted">{`plan ${versions}`}</span> : null}
      </span>
      <Line tone={ended(run) ? '' : 'text-muted'}>
        {ended(run) ? (firstLines(run.text ?? '', 1)[0] ?? 'Done') : step}
      </Line>
    </Strip>
  )
}
