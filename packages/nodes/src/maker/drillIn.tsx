import type { NodeView } from '@quorum/engine'
import { type ReactNode, useEffect, useState } from 'react'
import { ended } from '../card/props.tsx'
import { shortMs } from '../card/text.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'
import { DotField } from './DotField.tsx'
import { type Figures, figuresIn, forecastOf, rateOf, type Seen, sighted } from './drawing/figures.ts'
import { dollars, flagWords, percent, whole } from './drawing/words.ts'
import { callsOf } from './maths/margin.ts'
import { OpenCurve } from './OpenCurve.tsx'
import { RaceSection } from './RaceSection.tsx'

/** A run of steps as it goes: how far, how sure, how hard, what it will cost. */
export function MakerDrillIn({ step, run = null, stepAt }: DrillInProps) {
  const [chosen, setChosen] = useState<number | null>(null)
  const figures = figuresIn(step.record) ?? figuresIn(run?.detail)
  if (figures === null)
    return run && !ended(run) ? (
      <p className="text-body text-muted">Known steps are asked first, to measure how often the model is right.</p>
    ) : (
      <Estimator />
    )
  return (
    <>
      <Going figures={figures} run={run} />
      <Section title="Steps">
        <DotField figures={figures} working={run !== null && !ended(run)} onChoose={setChosen} />
      </Section>
      <RaceSection
        figures={figures}
        tally={run !== null && !ended(run) ? (run.tally ?? {}) : {}}
        path={step.path}
        stepAt={stepAt}
        chosen={chosen}
        onChoose={setChosen}
      />
      <Section title="Still open after so many votes">
        <OpenCurve figures={figures} />
      </Section>
      <Sure figures={figures} />
      <Flags figures={figures} />
      <Estimator figures={figures} />
    </>
  )
}

/** The page that works it out for other figures, begun with these; beside the run, which goes on. */
const Estimator = ({ figures }: { figures?: Figures }) => (
  <p className="text-body">
    <a
      href={`/maker${figures ? `?${new URLSearchParams(asQuery(figures))}` : ''}`}
      target="_blank"
      rel="noopener"
      className="text-accent underline"
    >
      How long a task can a model do?
    </a>
  </p>
)

const asQuery = ({ p, k, t, steps }: Figures) => ({ p: `${p}`, k: `${k}`, t: `${t}`, steps: `${steps}` })

/** Step counter and rate; spend, forecast and time left. */
function Going({ figures, run }: { figures: Figures; run: NodeView | null }) {
  const [seen, setSeen] = useState<readonly Seen[]>([])
  const { step, steps, p, k, samples } = figures
  const working = run !== null && !ended(run)
  useEffect(() => {
    if (working) setSeen((before) => sighted(before, { at: Date.now(), step }))
  }, [working, step])
  const now = working ? rateOf(seen) : overall(run, step)
  const usage = run?.usage
  const calls = forecastOf(samples, figures)
  const usd = usage?.usd == null ? null : forecastOf(usage.usd, figures)
  return (
    <dl className="figures grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-row">
      <Fact name="Step">
        {whole(step)} of {whole(steps)}
        {now === null ? '' : ` · ${now < 10 ? now.toFixed(1) : whole(now)} a second`}
      </Fact>
      {working && now !== null && now > 0 ? (
        <Fact name="Time left">about {shortMs((1000 * (steps - step)) / now)}</Fact>
      ) : null}
      <Fact name="Answers">
        {whole(samples)}
        {working && calls !== null ? ` · about ${whole(calls)} in the end` : ''}
        {` · ${whole(callsOf(p, k, working ? steps : step, 1))} expected without red flags`}
      </Fact>
      {usage?.usd == null ? null : (
        <Fact name="Cost">
          {dollars(usage.usd)}
          {working && usd !== null && usd > 0 ? ` · about ${dollars(usd)} in the end` : ''}
        </Fact>
      )}
    </dl>
  )
}

function overall(run: NodeView | null, step: number): number | null {
  if (!run?.startedAt || !run.endedAt || step === 0) return null
  const ms = Date.parse(run.endedAt) - Date.parse(run.startedAt)
  return ms > 0 ? (1000 * step) / ms : null
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}

/** p̂ with its interval, collisions against chance, and what that makes of the whole. */
function Sure({ figures }: { figures: Figures }) {
  const { right, p, collisions, collisionsExpected, correlated, calibrated, allRight, t, wrong, step } = figures
  const scale = Math.max(collisions, 2 * collisionsExpected, 1)
  return (
    <Section title="How sure">
      <ul className="figures flex flex-col gap-1 text-row">
        {right === null ? null : (
          <li>
            {percent(right.share)} of the votes were for the winner ({percent(right.low)} to {percent(right.high)});{' '}
            {percent(p)} was {calibrated === null ? 'assumed' : 'the careful guess'}.
          </li>
        )}
        {calibrated === null ? null : (
          <li>
            Measured before: {whole(calibrated.errors)} of {whole(calibrated.n)} known steps wrong.
          </li>
        )}
        <li>
          Chance that all steps come out right: {percent(allRight)}, wanted {percent(t)}.
        </li>
        <li>
          {wrong === null
            ? 'Nobody knows what is right here, so decisions are not checked.'
            : `${wrong === 0 ? 'None' : whole(wrong)} of ${whole(step)} decisions ${wrong === 1 ? 'was' : 'were'} wrong.`}
        </li>
        <li>
          Collisions (first two votes both lost): {whole(collisions)}, by chance about{' '}
          {collisionsExpected < 10 ? collisionsExpected.toFixed(1) : whole(collisionsExpected)}.
          <span aria-hidden className="relative mt-1 block h-2 rounded-[3px] bg-surface-2">
            <span
              className={`block h-2 rounded-[3px] ${correlated ? 'bg-failed' : 'bg-accent'}`}
              style={{ width: `${(100 * collisions) / scale}%` }}
            />
            <span
              className="absolute inset-y-[-2px] w-0.5 bg-ink"
              style={{ left: `${(100 * collisionsExpected) / scale}%` }}
            />
          </span>
        </li>
      </ul>
      {correlated ? (
        <p className="mt-1 text-body text-failed">
          Far more collisions than chance: the votes make the same mistakes, and a larger lead does not help. Try
          another temperature, another model, or tighter red flags.
        </p>
      ) : null}
    </Section>
  )
}

function Flags({ figures: { flagged, samples } }: { figures: Figures }) {
  const flags = Object.entries(flagged).sort((a, b) => b[1] - a[1])
  const all = flags.reduce((sum, [, n]) => sum + n, 0)
  return (
    <Section title="Red flags">
      {all === 0 ? (
        <p className="text-muted text-row">No answer was thrown away.</p>
      ) : (
        <ul className="figures text-row">
          {flags.map(([reason, n]) => (
            <li key={reason}>
              {whole(n)} {flagWords(reason)} <span className="text-muted">({percent(n / samples)})</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
