import { isRecord } from '@quorum/engine'
import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { listIn, numberIn, textIn } from '../card/text.tsx'

const ends: Readonly<Record<string, string>> = {
  converged: 'they agree',
  stagnated: 'no longer better',
  iterations: 'all iterations done',
}

/** The trails as a heat map, strongest first, and the best quality so far. */
export function SwarmCard({ params, run, inner }: CardProps) {
  const most = numberIn(params, 'iterations') ?? 10
  if (!begun(run)) return <Nothing text={`${numberIn(params, 'agents') ?? 20} agents are ready`} />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const now = isRecord(run.detail) && run.status === 'completed' ? run.detail : inner('trails')?.detail
  const trails = listIn(now, 'trails').map((trail) => ({
    step: textIn(trail, 'step') ?? '',
    tau: numberIn(trail, 'tau') ?? 0,
  }))
  const top = Math.max(...trails.map(({ tau }) => tau), 0.01)
  const best = numberIn(now, 'best')
  const ratio = numberIn(now, 'ratio') ?? 0
  const wanted = numberIn(params, 'convergenceRatio') ?? 10
  const known = numberIn(now, 'steps') ?? 0
  const why = ends[textIn(now, 'why') ?? '']
  const round = inner('iterations')?.round ?? 1
  const exploring = inner('explore')?.progress
  return (
    <Strip>
      <ol className="flex h-4 gap-0.5" aria-label="Trails, the strongest first">
        {trails.map(({ step, tau }) => (
          <li
            key={step}
            title={`${step}: ${tau.toFixed(2)}`}
            className="block min-w-0 flex-1 rounded-sm bg-running"
            style={{ opacity: Math.max(0.15, tau / top) }}
          >
            <span className="sr-only">{`${step} ${tau.toFixed(2)}`}</span>
          </li>
        ))}
        {trails.length === 0 ? <li className="text-meta text-muted">No trails yet</li> : null}
      </ol>
      <Line tone={run.status === 'completed' ? '' : 'text-muted'}>
        {[
          run.status === 'completed'
            ? `Best ${best?.toFixed(2) ?? '–'}${why ? `, ${why}` : ''}`
            : `Iteration ${round} of ${most}${exploring ? ` · ${exploring.done}/${exploring.total}` : ''}${best === null ? '' : ` · best ${best.toFixed(2)}`}`,
          `trail ${ratio.toFixed(1)} of ${wanted}${known > 0 && known <= wanted ? ` (at most ${known})` : ''}`,
        ].join(' · ')}
      </Line>
    </Strip>
  )
}
