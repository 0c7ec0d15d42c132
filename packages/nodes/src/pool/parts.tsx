import { isRecord, type NodeView } from '@quorum/engine'
import { ended, notCompleted } from '../card/props.tsx'
import { listIn, numberIn } from '../card/text.tsx'

const MOST_LANES = 24

/** "31 of 48 · 1 failed · 4 running · 12 waiting". */
export function poolWords(run: NodeView): string {
  if (run.status === 'failed' && run.error) return run.error.message
  if (run.status === 'skipped' || run.status === 'cancelled') return notCompleted(run) ?? 'Stopped'
  const { running, failed, completed } = run.counts
  if (run.progress?.total === 0) return isRecord(run.detail) && run.detail.open ? 'Waits for items' : 'Nothing to do'
  const waiting = ended(run) ? 0 : (numberIn(run.detail, 'queue') ?? 0)
  return [
    run.progress ? `${run.progress.done} of ${run.progress.total}` : `${completed} done`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(running > 0 && !ended(run) ? [`${running} running`] : []),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ...(run.status === 'waiting' ? ['waits for more'] : []),
  ].join(' · ')
}

const statusOf = (lane: unknown): string => {
  if (isRecord(lane) && (lane.leaving || (numberIn(lane, 'inRow') ?? 0) > 1))
    return lane.leaving ? 'skipped' : 'retrying'
  if ((numberIn(lane, 'outUntil') ?? 0) > 0 && numberIn(lane, 'item') === null) return 'skipped'
  return numberIn(lane, 'item') === null ? 'queued' : 'running'
}

/** One bar per lane: busy ones coloured, as high as what waits at it, what it carries or what it has done. */
export function Lanes({ detail, by = 'done' }: { detail: unknown; by?: 'done' | 'queue' | 'load' }) {
  const lanes = listIn(detail, 'lanes')
  if (lanes.length === 0) return null
  const heights = lanes.map((lane) => numberIn(lane, by) ?? 0)
  const most = Math.max(1, ...heights)
  return (
    <ol className="flex h-[16px] items-end gap-[3px]" aria-label="Lanes">
      {lanes.slice(0, MOST_LANES).map((lane, at) => {
        const id = numberIn(lane, 'id') ?? at + 1
        const item = numberIn(lane, 'item')
        const holds = item === null ? 'idle' : `item ${item + 1}`
        const words = `Lane ${id}: ${holds}, ${numberIn(lane, 'queue') ?? 0} waiting, ${numberIn(lane, 'done') ?? 0} done`
        return (
          <li key={id} title={words} data-status={statusOf(lane)} className="flex h-full min-w-[6px] flex-1 items-end">
            <span
              className="bar-part block w-full rounded-[2px] bg-st"
              style={{ height: `${Math.max(20, (100 * (heights[at] ?? 0)) / most)}%` }}
            />
            <span className="sr-only">{words}</span>
          </li>
        )
      })}
    </ol>
  )
}

/** `[ms since the pool opened, lanes, why]`, oldest first. */
const stepsOf = (detail: unknown): readonly (readonly unknown[])[] =>
  listIn(detail, 'steps').filter((step): step is readonly unknown[] => Array.isArray(step))

/** Why the number of lanes changed last, in words. */
export function lastStep(detail: unknown): string {
  const step = stepsOf(detail).at(-1)
  return step ? String(step[2] ?? '') : ''
}

/** The number of lanes over time, in steps. */
export function ScalingLine({ detail, first, most }: { detail: unknown; first: number; most: number }) {
  const steps = stepsOf(detail).map(([t, size]) => [Number(t), Number(size)] as const)
  const end = Math.max(1, (steps.at(-1)?.[0] ?? 0) * 1.1)
  const top = Math.max(1, most)
  const y = (size: number): number => 15 - (14 * size) / top
  const line = [`M0 ${y(first)}`, ...steps.map(([t, size]) => `H${(100 * t) / end} V${y(size)}`), 'H100'].join(' ')
  const sizes = [first, ...steps.map(([, size]) => size)]
  return (
    <svg
      viewBox="0 0 100 16"
      preserveAspectRatio="none"
      role="img"
      aria-label={`Workers over time: ${sizes.join(', ')}`}
      className="h-[16px] w-full text-running"
    >
      <title>{sizes.join(' → ')}</title>
      <path d={line} fill="none" stroke="currentColor" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
    </svg>
  )
}

/** Parts of a whole in one bar, in the colours of their states. */
export function Share({
  total,
  parts,
}: {
  total: number
  parts: readonly (readonly [status: string, many: number])[]
}) {
  return (
    <span aria-hidden className="flex h-[6px] overflow-hidden rounded-full bg-surface-2">
      {parts.map(([status, many]) => (
        <span
          key={status}
          data-status={status}
          className="bar-part block h-full bg-st"
          style={{ width: `${total > 0 ? (100 * many) / total : 0}%` }}
        />
      ))}
    </span>
  )
}
