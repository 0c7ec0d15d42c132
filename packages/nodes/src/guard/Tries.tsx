import type { CardProps } from '../card/props.tsx'
import { begun, Line, Nothing, Strip } from '../card/props.tsx'
import { firstLines, listIn, numberIn, shortMs, textIn } from '../card/text.tsx'
import { useNow } from '../card/useNow.tsx'
import { classOf, classWords } from './classes.ts'

/** One pip per try, filled where it is over: a square failed, the last round one succeeded; beside it what is being done. */
export function Tries({
  run,
  most,
  ready,
}: Pick<CardProps, 'run'> & { readonly most: number; readonly ready: string }) {
  const retrying = run?.status === 'retrying'
  const now = useNow(retrying)
  if (!begun(run)) return <Nothing text={ready} />
  if (run.status === 'skipped') return <Nothing text="Not needed this time" />
  const mishaps = listIn(run.detail, 'mishaps')
  const last = mishaps.at(-1)
  const due = numberIn(run.detail, 'dueAt')
  const failedNow = run.status === 'failed' && run.error
  const chip = failedNow
    ? classWords[classOf(failedNow)]
    : last
      ? classWords[classOf({ code: textIn(last, 'code') ?? '' })]
      : ''
  const action = textIn(last, 'action') ?? ''
  const wait = retrying && due !== null && due > now ? ` in ${shortMs(due - now)}` : ''
  const words =
    run.status === 'completed'
      ? mishaps.length > 0
        ? `Healed: ${firstLines(run.text ?? '', 1)[0] ?? 'done'}`
        : (firstLines(run.text ?? '', 1)[0] ?? 'Done')
      : run.status === 'failed'
        ? (run.error?.message ?? 'Failed')
        : run.status === 'cancelled'
          ? 'Stopped before it was done'
          : retrying
            ? `Next: ${action}${wait}`
            : `Try ${mishaps.length + 1} of ${most}${action ? `, after: ${action}` : ''}`
  return (
    <Strip>
      <div className="flex items-center gap-2">
        <span aria-hidden className="flex shrink-0 gap-[3px]">
          {Array.from({ length: most }, (_, i) => (
            <span
              key={i}
              data-status={pip(run.status, mishaps.length, i)}
              className={`block size-2 border-[1.5px] border-st ${i < mishaps.length ? 'rounded-[1px] bg-st' : 'rounded-full'} ${i === mishaps.length && run.status === 'completed' ? 'bg-st' : ''}`}
            />
          ))}
        </span>
        {chip ? <span className="truncate rounded-full bg-sunken px-1.5 text-meta text-muted">{chip}</span> : null}
        <span className="sr-only">{`${mishaps.length} failed of at most ${most} tries`}</span>
      </div>
      <Line tone={run.status === 'failed' ? 'text-failed' : ''}>{words}</Line>
    </Strip>
  )
}

function pip(status: string, failed: number, i: number): string {
  if (i < failed) return 'failed'
  if (i > failed) return 'queued'
  return status === 'retrying' ? 'queued' : status
}
