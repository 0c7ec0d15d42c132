import { isRecord } from '@quorum/engine'
import { Dots } from '../card/Dots.tsx'
import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { listIn, numberIn, textIn } from '../card/text.tsx'

/** The tree by levels: paths that go on are filled, dropped ones are not. */
export function TreeSearchCard({ params, run, inner }: CardProps) {
  const depth = numberIn(params, 'depth') ?? 4
  if (!begun(run)) return <Nothing text={`${depth} levels, the best ${numberIn(params, 'width') ?? 3} go on`} />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const now = ended(run) && isRecord(run.detail) ? run.detail : inner('keep')?.detail
  const rows = listIn(now, 'levels').filter((row): row is string => typeof row === 'string')
  const scoring = inner('score')?.status === 'running'
  return (
    <Strip>
      <ol className="flex h-4 items-center gap-3 overflow-hidden" aria-label="Thoughts by level">
        {rows.map((row, level) => {
          const words = `Level ${level + 1}: ${row.length} thoughts, ${[...row].filter((one) => one === 'c').length} go on`
          return (
            <li key={level} title={words}>
              <Dots items={row.slice(0, 12)} size={6} />
              <span className="sr-only">{words}</span>
            </li>
          )
        })}
        {rows.length === 0 ? <li className="text-meta text-muted">The first thoughts</li> : null}
      </ol>
      <Line tone={ended(run) ? '' : 'text-muted'}>
        {ended(run)
          ? `Best ${(numberIn(now, 'score') ?? 0).toFixed(2)}: ${textIn(now, 'best') ?? ''}`
          : `Level ${Math.min((numberIn(now, 'level') ?? 0) + 1, depth)} of ${depth} · ${scoring ? 'scoring' : 'thinking'}`}
      </Line>
    </Strip>
  )
}
