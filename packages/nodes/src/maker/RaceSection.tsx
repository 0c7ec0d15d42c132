import { type FormEvent, useEffect, useId, useState } from 'react'
import { type DrillInProps, Section } from '../drill/props.tsx'
import type { Figures } from './drawing/figures.ts'
import { type StepRace, stepRaceIn } from './drawing/race.ts'
import { flagWords, whole } from './drawing/words.ts'
import { LiveRace } from './LiveRace.tsx'
import { RaceChart } from './RaceChart.tsx'

interface Props {
  readonly figures: Figures
  readonly tally: Readonly<Record<string, number>>
  /** Path of the MAKER step. */
  readonly path: string
  readonly stepAt: DrillInProps['stepAt']
  /** Which step people want to see; null: the one at hand, else the hardest so far. */
  readonly chosen: number | null
  readonly onChoose: (step: number | null) => void
}

/** The vote on one step: the one at hand as it goes, or any that has been decided. */
export function RaceSection({ figures, tally, path, stepAt, chosen, onChoose }: Props) {
  const { step, steps, k, hardest } = figures
  const live = Object.keys(tally).length > 0
  const shown = chosen ?? (live ? null : (hardest[0]?.step ?? (step > 0 ? step : null)))
  const atHand = shown === null || shown === step + 1
  return (
    <Section title={atHand ? `Vote on step ${whole(Math.min(step + 1, steps))}` : `Vote on step ${whole(shown)}`}>
      {atHand ? (
        <LiveRace k={k} tally={tally} />
      ) : shown > step ? (
        <p className="text-muted text-row">Not reached yet.</p>
      ) : (
        <Decided key={shown} k={k} path={`${path}/steps#${shown}`} stepAt={stepAt} />
      )}
      <Chooser steps={Math.min(steps, step + 1)} shown={shown} onChoose={onChoose} />
      {hardest.length > 0 ? (
        <p className="figures mt-1 text-row">
          Hardest so far:{' '}
          {hardest.slice(0, 6).map((one, i) => (
            <span key={one.step}>
              {i === 0 ? '' : ' · '}
              <button type="button" className="text-accent underline" onClick={() => onChoose(one.step)}>
                step {whole(one.step)}
              </button>{' '}
              <span className="text-muted">({one.samples} answers)</span>
            </span>
          ))}
        </p>
      ) : null}
    </Section>
  )
}

function Decided({ k, path, stepAt }: { k: number; path: string; stepAt: DrillInProps['stepAt'] }) {
  const [found, setFound] = useState<StepRace | 'none' | null>(null)
  useEffect(() => {
    let current = true
    const ask = stepAt?.(path) ?? Promise.resolve(null)
    ask.then(
      (step) => current && setFound(stepRaceIn(step?.record) ?? 'none'),
      () => current && setFound('none'),
    )
    return () => {
      current = false
    }
  }, [path, stepAt])
  if (found === null) return <p aria-busy="true" className="h-28" />
  if (found === 'none') return <p className="text-muted text-row">Nothing is on record of this step’s votes.</p>
  return (
    <>
      <RaceChart casts={found.casts} k={k} />
      <p className="figures text-row">{summary(found)}</p>
    </>
  )
}

function summary({ action, casts }: StepRace): string {
  const flagged = casts.flatMap((one) => ('flag' in one ? [one.flag] : []))
  const votes = casts.length - flagged.length
  const thrown =
    flagged.length === 0
      ? ''
      : `, ${whole(flagged.length)} thrown away (${[...new Set(flagged)].map(flagWords).join(', ')})`
  const end = action === null ? 'Not decided' : `${typeof action === 'string' ? action : JSON.stringify(action)} won`
  return `${end} after ${whole(votes)} ${votes === 1 ? 'vote' : 'votes'}${thrown}.`
}

/** Any step by its number. */
function Chooser({ steps, shown, onChoose }: { steps: number; shown: number | null; onChoose: Props['onChoose'] }) {
  const id = useId()
  const choose = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const asked = Number(new FormData(event.currentTarget).get('step'))
    onChoose(Number.isInteger(asked) && asked >= 1 ? Math.min(asked, steps) : null)
  }
  return (
    <form className="mt-1 flex flex-wrap items-center gap-2 text-row" onSubmit={choose}>
      <label htmlFor={id}>Show step</label>
      <input
        key={shown}
        id={id}
        name="step"
        type="number"
        min={1}
        max={steps}
        defaultValue={shown ?? ''}
        placeholder="at hand"
        className="field w-28!"
      />
      <button type="submit" className="rounded-control border border-line-strong px-2 py-1 hover:bg-surface-2">
        Show
      </button>
    </form>
  )
}
