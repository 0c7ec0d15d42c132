import { isRecord } from '@quorum/engine'
import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { listIn, numberIn, textIn } from '../card/text.tsx'

/** The conveyor: how many each stage has done, and where they pile up. */
export function AssemblyLineCard({ params, run, inner }: CardProps) {
  const stages = listIn(params, 'stages').map((one, i) => ({
    name: textIn(one, 'name') ?? `Stage ${i + 1}`,
    done: inner(`work-${i + 1}`)?.counts.completed ?? 0,
    busy: inner(`work-${i + 1}`)?.counts.running ?? 0,
    here: inner(`stage-${i + 1}`)?.counts.running ?? 0,
  }))
  if (!begun(run)) return <Nothing text={`${stages.length || 3} stages are ready`} />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const waiting = stages.map(({ here, busy }) => Math.max(0, here - busy))
  const most = Math.max(0, ...waiting)
  const slow = most > 1 && !ended(run) ? stages[waiting.indexOf(most)] : undefined
  const through = isRecord(run.detail) ? numberIn(run.detail, 'through') : null
  const dropped = numberIn(run.detail, 'dropped') ?? 0
  return (
    <Strip>
      <ol className="flex gap-2">
        {stages.slice(0, 6).map(({ name, done, busy }, i) => (
          <li
            key={name}
            className={`flex min-w-0 flex-1 gap-1 border-t-2 text-meta ${busy > 0 ? 'border-running' : done > 0 ? 'border-done' : 'border-line-strong'}`}
          >
            <span className="truncate">{name}</span>
            <span className="figures ml-auto text-muted">{waiting[i] ? `${done} +${waiting[i]}` : done}</span>
          </li>
        ))}
      </ol>
      <Line tone={ended(run) ? '' : 'text-muted'}>
        {ended(run)
          ? `${through ?? 0} through${dropped > 0 ? `, ${dropped} dropped` : ''}`
          : slow
            ? `${most} wait for ${slow.name}`
            : `${stages.at(-1)?.done ?? 0} are through`}
      </Line>
    </Strip>
  )
}
