import { isRecord } from '@quorum/engine'
import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { listIn, numberIn, textIn } from '../card/text.tsx'

/** How often each topic was spoken on, and what was published last. */
export function PublishSubscribeCard({ params, run, inner }: CardProps) {
  if (!begun(run)) return <Nothing text={`${listIn(params, 'subscribers').length || 4} listen for events`} />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const now = ended(run) && isRecord(run.detail) ? run.detail : (inner('publish')?.detail ?? null)
  const topics = isRecord(now) && isRecord(now.topics) ? Object.entries(now.topics) : []
  const last = listIn(now, 'last').at(-1)
  const dead = numberIn(now, 'dead') ?? 0
  return (
    <Strip>
      <ol className="flex gap-1.5 overflow-hidden">
        {topics.slice(0, 6).map(([name, many]) => (
          <li
            key={name}
            className={`truncate rounded-full border px-1.5 text-meta ${name === textIn(last, 'topic') && !ended(run) ? 'border-running font-medium' : 'border-line text-muted'}`}
          >
            {many === 1 ? name : `${name} ${many}`}
          </li>
        ))}
      </ol>
      <Line tone={dead > 0 ? 'text-failed' : ended(run) ? '' : 'text-muted'}>
        {now === null
          ? 'The first event is out'
          : `${numberIn(now, 'events') ?? 1} events, ${numberIn(now, 'hops') ?? 0} hops${dead > 0 ? `, ${dead} dead letters` : ''}`}
      </Line>
    </Strip>
  )
}
