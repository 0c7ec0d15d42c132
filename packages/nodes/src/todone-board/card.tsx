import { isRecord } from '@quorum/engine'
import { begun, type CardProps, ended, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { numberIn } from '../card/text.tsx'

const columns = [
  { key: 'todo', name: 'Todo', status: 'queued' },
  { key: 'doing', name: 'Doing', status: 'running' },
  { key: 'done', name: 'Done', status: 'completed' },
  { key: 'failed', name: 'Failed', status: 'failed' },
  { key: 'blocked', name: 'Blocked', status: 'skipped' },
] as const

/** The columns of the board with how many cards lie in each. */
export function TodoneBoardCard({ params, run }: CardProps) {
  if (!begun(run)) return <Nothing text={`${numberIn(params, 'maxLanes') ?? 10} workers, an empty board`} />
  const failure = ended(run) && run.status !== 'completed' ? notCompleted(run) : null
  if (failure) return <Nothing text={failure} />
  const board = isRecord(run.detail) ? run.detail.board : null
  const counts = columns.map(({ key }) => numberIn(board, key) ?? 0)
  const most = Math.max(1, ...counts)
  return (
    <Strip>
      <dl className="grid grid-cols-5 gap-1">
        {columns.map(({ key, name, status }, at) => (
          <div key={key} data-status={status} className="min-w-0">
            <div className="flex h-[14px] items-end">
              <span
                className="bar-part block w-full rounded-[2px] bg-st"
                style={{ height: `${Math.max(counts[at] ? 15 : 4, (100 * (counts[at] ?? 0)) / most)}%` }}
              />
            </div>
            <dt className="truncate text-meta text-muted">{name}</dt>
            <dd className="figures font-medium text-meta leading-none">{counts[at]}</dd>
          </div>
        ))}
      </dl>
    </Strip>
  )
}
