import { isRecord } from '@quorum/engine'
import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { numberIn } from '../card/text.tsx'

const grouped = new Intl.NumberFormat('en')
const whole = (n: number) => grouped.format(Math.round(n))

/** A bar of the steps with the contested ones in it, and the race in words: “Step 1,204 of 4,096”, “A 3 · B 1 · needs lead of 3 · 2 red-flagged”. */
export function MakerCard({ run }: CardProps) {
  if (!begun(run)) return <Nothing text="Not started" />
  const { detail } = run
  const steps = numberIn(detail, 'steps')
  if (steps === null) return <Nothing text={notCompleted(run) ?? 'Measuring how often the model is right'} />
  const step = numberIn(detail, 'step') ?? 0
  const k = numberIn(detail, 'k') ?? 0
  const wrong = numberIn(detail, 'wrong')
  const flags = isRecord(detail) && isRecord(detail.flagged) ? Object.values(detail.flagged) : []
  const flagged = flags.reduce<number>((sum, n) => sum + (typeof n === 'number' ? n : 0), 0)
  const race = Object.entries(run.tally ?? {})
    .sort((a, b) => b[1] - a[1])
    .map(([answer, votes]) => `${answer.slice(0, 14)} ${votes}`)
    .join(' · ')
  const done = run.status === 'completed'
  const [words, more] = done
    ? [
        `${steps === 1 && race !== '' ? race : `${whole(step)} ${step === 1 ? 'step' : 'steps'}`} · ${wrong === null ? 'not checked' : wrong === 0 ? 'all right' : `${whole(wrong)} wrong`} · ${whole(numberIn(detail, 'samples') ?? 0)} calls`,
      ]
    : [
        `Step ${whole(Math.min(step + 1, steps))} of ${whole(steps)}`,
        [race, `needs lead of ${k}`, flagged > 0 ? `${whole(flagged)} red-flagged` : '']
          .filter((part) => part !== '')
          .join(' · '),
      ]
  const failed = notCompleted(run)
  return (
    <Strip>
      <div
        role="progressbar"
        aria-label="Steps decided"
        aria-valuemin={0}
        aria-valuemax={steps}
        aria-valuenow={step}
        className="flex h-2.5 overflow-hidden rounded-[3px] bg-surface-2"
      >
        <span
          className={`bar-part block ${wrong !== null && wrong > 0 ? 'bg-failed' : done ? 'bg-done' : 'bg-accent'}`}
          style={{ width: `${steps === 0 ? 100 : (100 * step) / steps}%` }}
        />
      </div>
      <Line strong={done}>{failed ?? words ?? ''}</Line>
      {more && !failed ? <Line tone="text-muted leading-none">{more}</Line> : null}
    </Strip>
  )
}
