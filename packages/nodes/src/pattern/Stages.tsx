import type { NodeView } from '@quorum/engine'
import { Dots, itemWords } from '../card/Dots.tsx'
import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, itemsOf } from '../card/text.tsx'

export interface Stage {
  /** Of the inner node. */
  readonly id: string
  readonly name: string
  /** Said while it works. */
  readonly words?: string
}

interface Props extends Pick<CardProps, 'run' | 'inner'> {
  readonly stages: readonly Stage[]
  /** Before the run. */
  readonly ready: string
  /** Once it is done; without it the first line of the result. */
  readonly done?: (run: NodeView) => string | undefined
  /** While it runs; without it the words of the stage at work. */
  readonly now?: string | undefined
}

/** The strip most patterns share: a segment per stage or member with its state, and a line that says where it stands. */
export function Stages({ stages, run, inner, ready, done, now }: Props) {
  if (!begun(run)) return <Nothing text={ready} />
  const ending = notCompleted(run)
  const at = stages.filter(({ id }) => isAtWork(inner(id)))
  const words = at.length > 1 ? at.map(({ name }) => name).join(', ') : at[0] ? (at[0].words ?? at[0].name) : 'Working'
  const line = run.status === 'completed' ? (done?.(run) ?? firstLines(run.text ?? '', 1)[0] ?? 'Done') : (now ?? words)
  return (
    <Strip>
      <ol className="flex gap-2">
        {stages.slice(0, 8).map((stage) => (
          <Segment key={stage.id} name={stage.name} run={inner(stage.id)} />
        ))}
      </ol>
      <Line tone={run.status === 'completed' ? '' : 'text-muted'}>{ending ?? line}</Line>
    </Strip>
  )
}

const isAtWork = (run: NodeView | null): boolean => begun(run) && !ended(run)

const statusWords: Readonly<Record<string, string>> = { idle: 'not begun', completed: 'done', cancelled: 'stopped' }

function Segment({ name, run }: { name: string; run: NodeView | null }) {
  const items = itemsOf(run)
  const active = isAtWork(run)
  const failed = run?.status === 'failed'
  const edge =
    run?.status === 'completed'
      ? 'border-done'
      : failed
        ? 'border-failed'
        : active
          ? 'border-running'
          : 'border-line-strong'
  return (
    <li
      data-status={run?.status ?? 'idle'}
      title={name}
      className={`flex min-w-0 flex-1 items-center gap-1 border-t-2 pt-0.5 text-meta ${edge}`}
    >
      <span className={`truncate ${active ? 'font-medium' : run?.status === 'completed' ? '' : 'text-muted'}`}>
        {name}
      </span>
      {items && items.length <= 4 ? <Dots items={items} size={6} /> : null}
      {active && run?.progress && run.progress.total > 4 ? (
        <span className="figures ml-auto text-muted">{`${run.progress.done}/${run.progress.total}`}</span>
      ) : null}
      <span className="sr-only">{items ? itemWords(items) : (statusWords[run?.status ?? 'idle'] ?? run?.status)}</span>
    </li>
  )
}
