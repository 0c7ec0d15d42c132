import type { NodeView } from '@quorum/engine'
import { Dots, itemWords } from '../card/Dots.tsx'
import { begun, type CardProps, ended, Line, Nothing, Strip } from '../card/props.tsx'
import { firstLines, itemsOf, listIn } from '../card/text.tsx'

const stages = [
  { id: 'answers', name: 'Answers', words: 'Members answer on their own', speaks: true },
  // Rankings are data for the vote, not for reading as they come.
  { id: 'reviews', name: 'Reviews', words: 'Members rank each other’s answers, unnamed', speaks: false },
  { id: 'chair', name: 'Chair', words: 'The chair writes the answer', speaks: true },
] as const

/** Three stages with a dot per member, then the first line of the answer. */
export function CouncilCard({ params, run, inner, stream }: CardProps) {
  const members = listIn(params, 'members').length
  if (!begun(run)) return <Nothing text={members > 0 ? `${members} members are ready` : 'Nothing yet'} />
  if (run.status === 'failed') return <Nothing text={run.error?.message ?? 'Failed'} />
  if (run.status === 'skipped') return <Nothing text={run.error?.message ?? 'Not needed this time'} />
  const answer = run.status === 'completed' ? firstLines(run.text ?? inner('chair')?.text ?? '', 1)[0] : undefined
  const stage = stages.findLast(({ id }) => begun(inner(id)))
  return (
    <Strip>
      <ol className="grid grid-cols-[1.2fr_1.2fr_0.7fr] gap-2">
        {stages.map(({ id, name }) => (
          <Stage key={id} name={name} run={inner(id)} />
        ))}
      </ol>
      {answer !== undefined ? (
        <Line>{answer}</Line>
      ) : stage?.speaks && run.status === 'running' ? (
        <div className="flex justify-end overflow-hidden">
          <p
            key={stage.id}
            ref={stream}
            data-words={stage.words}
            className="min-w-full shrink-0 whitespace-nowrap empty:text-muted empty:before:content-[attr(data-words)]"
          />
        </div>
      ) : (
        <Line tone="text-muted">{stage?.words ?? 'Starting'}</Line>
      )}
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
      className={`flex min-w-0 items-center gap-1 border-t-2 pt-0.5 text-meta ${run?.status === 'completed' ? 'border-done' : active ? 'border-running' : 'border-line-strong'}`}
    >
      <span className={active ? 'font-medium' : run?.status === 'completed' ? '' : 'text-muted'}>{name}</span>
      {items && items.length <= 4 ? <Dots items={items} size={6} /> : null}
      <span className="figures ml-auto text-muted">{figure}</span>
      {items ? <span className="sr-only">{itemWords(items)}</span> : null}
    </li>
  )
}
