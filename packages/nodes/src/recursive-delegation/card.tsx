import { isRecord } from '@quorum/engine'
import { Dots, itemWords } from '../card/Dots.tsx'
import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { listIn, numberIn } from '../card/text.tsx'

/** The tree by levels, a dot for each task, and how full it is. */
export function RecursiveDelegationCard({ params, run, inner }: CardProps) {
  const deepest = numberIn(params, 'maxDepth') ?? 3
  const most = numberIn(params, 'maxNodes') ?? 200
  if (!begun(run)) return <Nothing text={`At most ${deepest} deep, ${most} tasks`} />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const now = [run.detail, inner('lift')?.detail, inner('done')?.detail, inner('grow')?.detail].find(
    (detail) => isRecord(detail) && Array.isArray(detail.levels),
  )
  const levels = listIn(now, 'levels').filter((row): row is string => typeof row === 'string')
  const splitting = inner('descend')?.status === 'running'
  const work = inner('work')
  const doing =
    work?.status === 'running' && work.progress ? `${work.progress.done} of ${work.progress.total} done` : null
  const phase = splitting ? 'Splitting' : (doing ?? (inner('ascend')?.status === 'running' ? 'Combining' : 'Working'))
  const size = `${numberIn(now, 'nodes') ?? 1} tasks, ${numberIn(now, 'depth') ?? 0} deep`
  return (
    <Strip>
      <ol className="flex h-4 items-center gap-3 overflow-hidden" aria-label="The tree by levels">
        {(levels.length > 0 ? levels : ['r']).map((row, depth) => (
          <li key={depth} className="flex items-center" title={`Depth ${depth}: ${itemWords(row)}`}>
            <Dots items={row.length > 14 ? `${row.slice(0, 14)}` : row} size={6} />
            {row.length > 14 ? (
              <span className="figures ml-1 text-meta text-muted">{`+${row.length - 14}`}</span>
            ) : null}
            <span className="sr-only">{`Depth ${depth}: ${itemWords(row)}`}</span>
          </li>
        ))}
      </ol>
      <Line tone={run.status === 'completed' ? '' : 'text-muted'}>
        {run.status === 'completed' ? `Done: ${size}` : `${phase} · ${size}`}
      </Line>
    </Strip>
  )
}
