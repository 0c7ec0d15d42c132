import type { NodeView } from '@quorum/engine'
import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { numberIn, textIn } from '../card/text.tsx'
import { plural } from '../params.ts'

const doneBy = (view: NodeView | null): number => view?.counts.completed ?? 0
const atWork = (view: NodeView | null): number => view?.counts.running ?? 0

/** Leads and workers by depth: who is at work, and how far the tree has grown. */
export function RecursiveOrchestrationCard({ params, run, inner }: CardProps) {
  const deepest = numberIn(params, 'maxDepth') ?? 3
  if (!begun(run)) return <Nothing text={`Leads at most ${deepest} deep`} />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const pattern = textIn(params, 'childPattern') ?? 'sequential'
  const ways = pattern === 'chosen' ? ['sequential', 'parallel'] : [pattern]
  /** Keys of the levels at this depth: one for each way down to it. */
  const keysAt = (depth: number): string[] =>
    depth === 0 ? ['level'] : keysAt(depth - 1).flatMap((key) => ways.map((way) => `${key}/${way}-part`))
  const rows = Array.from({ length: deepest + 1 }, (_, depth) => {
    const sum = (of: (view: NodeView | null) => number, id: string) =>
      keysAt(depth).reduce((total, key) => total + of(inner(`${key}/${id}`)), 0)
    return {
      done: sum(doneBy, 'worker') + sum(doneBy, 'combiner'),
      begun: sum(doneBy, 'worker') + sum(atWork, 'worker') + sum(doneBy, 'planner') + sum(atWork, 'planner'),
      busy: sum(atWork, 'worker') + sum(atWork, 'planner') + sum(atWork, 'combiner') > 0,
    }
  })
  const known = rows.filter((row) => row.begun > 0)
  const tasks = numberIn(run.detail, 'nodes') ?? rows.reduce((sum, row) => sum + row.begun, 0)
  return (
    <Strip>
      <ol className="flex gap-2" aria-label="Tasks by depth">
        {known.map((row, depth) => (
          <li
            key={depth}
            className={`figures border-t-2 px-1 text-meta ${row.busy ? 'border-running font-medium' : row.done === row.begun ? 'border-done' : 'border-line-strong text-muted'}`}
          >
            {`${depth === 0 ? 'Top' : `Level ${depth}`} ${row.done}/${row.begun}`}
          </li>
        ))}
      </ol>
      <Line tone={ended(run) ? '' : 'text-muted'}>
        {ended(run) ? `Done: ${plural(tasks, 'task')}` : `${plural(tasks, 'task')} so far`}
      </Line>
    </Strip>
  )
}
