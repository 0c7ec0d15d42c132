import { type CardProps, type Feeder, Nothing, Strip } from '../card/props.tsx'

const arrived = new Set<Feeder['status']>(['completed', 'failed', 'skipped', 'cancelled'])

/** One slot per feeder, filled as it arrives; the missing ones by name. */
export function JoinCard({ params, run, feeders }: CardProps) {
  if (feeders.length === 0) return <Nothing text="Nothing is connected yet" />
  if (run === null) return <Nothing text={`Waits for ${feeders.length} ${feeders.length === 1 ? 'input' : 'inputs'}`} />
  const missing = feeders.filter((feeder) => !arrived.has(feeder.status))
  const done = run.status === 'completed'
  const words =
    run.status === 'failed'
      ? (run.error?.message ?? 'Failed')
      : run.status === 'skipped'
        ? 'Nothing to join this time'
        : done && missing.length > 0
          ? `Went on without ${names(missing)}`
          : missing.length === 0
            ? `All ${feeders.length} are here`
            : `Waits for ${names(missing)}`
  const alone =
    params.need === 'each' && run.progress ? `${run.progress.done} of ${run.progress.total} done, each alone` : null
  return (
    <Strip>
      <div aria-hidden className="flex h-2.5 gap-[3px]">
        {feeders.slice(0, 16).map((feeder, index) => (
          <span
            key={index}
            data-status={feeder.status}
            title={feeder.title}
            className={`bar-part block min-w-1 flex-1 rounded-[3px] border border-st ${feeder.status === 'completed' || feeder.status === 'failed' ? 'bg-st' : feeder.status === 'running' ? '' : 'border-dashed'}`}
          />
        ))}
      </div>
      <p className="truncate" title={alone ?? words}>
        {alone ?? words}
      </p>
    </Strip>
  )
}

const names = (feeders: readonly Feeder[]): string => feeders.map((feeder) => feeder.title).join(', ')
