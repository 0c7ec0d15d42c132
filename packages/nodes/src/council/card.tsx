import type { NodeView } from '@quorum/engine'
import { Dots, itemWords } from '../card/Dots.tsx'
import { begun, type CardProps, ended, Line, Nothing, Strip } from '../card/props.tsx'
import { firstLines, itemsOf, listIn } from '../card/text.tsx'

const stages = [
  { id: 'answers', name: 'Answers' },
  { id: 'reviews', name: 'Reviews' },
  { id: 'chair', name: 'Chair' },
] as const

/** Three stages with a dot per member, then the first line of the answer. */
export function CouncilCard({ params, run, inner }: CardProps) {
  const members = listIn(params, 'members').length
  if (!begun(run)) return <Nothing text={members > 0 ? `${members} members are ready` : 'Nothing yet'} />
  if (run.status === 'failed') return <Nothing text={run.error?.message ?? 'Failed'} />
  if (run.status === 'skipped') return <Nothing text="Not needed this time" />
  const answer = run.status === 'completed' ? firstLines(run.text ?? inner('chair')?.text ?? '', 1)[0] : undefined
  return (
    <Strip>
      <ol className="grid grid-cols-3 gap-3">
        {stages.map(({ id, name }) => (
          <Stage key={id} name={name} run={inner(id)} />
        ))}
      </ol>
      <Line tone={answer ? '' : 'text-muted'}>{answer ?? now(inner)}</Line>
    </Strip>
  )
}

function Stage({ name, run }: { name: string; run: NodeView | null }) {
  const items = itemsOf(run)
  const active = begun(run) && !ended(run)
  const figure = run?.progress && run.progress.total > 0 ? `${run.progress.done}/${run.progress.total}` : ''
  return (
    <li
      data-status={run?.status ?? 'idle'}
      className={`flex min-w-0 items-center gap-1.5 border-t-2 pt-0.5 text-meta ${run?.status === 'completed' ? 'border-done' : active ? 'border-running' : 'border-line-strong'}`}
    >
      <span className={active ? 'font-medium' : run?.status === 'completed' ? '' : 'text-muted'}>{name}</span>
      {items && items.length <= 7 ? <Dots items={items} size={6} /> : null}
      <span className="figures ml-auto text-muted">{figure}</span>
      {items ? <span className="sr-only">{itemWords(items)}</span> : null}
    </li>
  )
}

/** The stage in work, in words. */
function now(inner: CardProps['inner']): string {
  const words = {
    answers: 'Members answer on their own',
    reviews: 'Members rank each other’s answers, unnamed',
    chair: 'The chair writes the answer',
  }
  const active = stages.findLast(({ id }) => begun(inner(id)))
  return active ? words[active.id] : 'Starting'
}
