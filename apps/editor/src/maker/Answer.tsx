import {
  type Asked,
  dollars,
  type Estimate,
  estimateOf,
  large,
  longestTask,
  percent,
  votesPerStep,
  whole,
} from '@quorum/nodes/maker/estimator'
import type { ReactNode } from 'react'

/** What the task takes, and how far other leads would reach. */
export function Answer({ asked, ready }: { asked: Asked; ready: boolean }) {
  const estimate = ready ? estimateOf(asked) : null
  return (
    <section aria-label="What it takes" aria-live="polite" className="min-w-0">
      {estimate === null ? (
        <p className="text-body text-muted">Some of the numbers make no sense yet.</p>
      ) : estimate.k === null ? (
        <p className="rounded-node border border-failed p-3 text-body">{estimate.why}</p>
      ) : (
        <Found asked={asked} estimate={estimate} />
      )}
    </section>
  )
}

type Possible = Extract<Estimate, { k: number }>

function Found({ asked, estimate }: { asked: Asked; estimate: Possible }) {
  const { p, t } = asked
  const leads = Array.from({ length: Math.max(6, Math.min(estimate.k + 2, 40)) }, (_, i) => i + 1)
  const shown = leads.length > 10 ? leads.filter((k) => Math.abs(k - estimate.k) <= 4 || k === 1) : leads
  return (
    <>
      <p className="mb-3 text-heading">
        {whole(asked.steps)} {asked.steps === 1 ? 'step takes' : 'steps take'} a lead of{' '}
        <strong>
          {estimate.k} {estimate.k === 1 ? 'vote' : 'votes'}
        </strong>
        , about <strong>{large(estimate.calls)} calls</strong> and <strong>{dollars(estimate.usd)}</strong>.
      </p>
      <dl className="figures mb-4 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-body">
        <Fact name="Chance of no error at all">{percent(estimate.allRight)}</Fact>
        <Fact name="Votes a step">{estimate.votesPerStep.toFixed(3)}</Fact>
        <Fact name="Calls">
          {whole(estimate.calls)} ± {whole(estimate.spread)}
        </Fact>
        <Fact name="Longest task with this lead">{large(estimate.longest)} steps</Fact>
        <Fact name="Without voting">
          {estimate.alone === 0 ? 'not even one step' : `${large(estimate.alone)} steps`} that sure
        </Fact>
      </dl>
      <table className="figures w-full text-row">
        <caption className="mb-1 text-left font-semibold text-body">
          All right with a chance of {percent(t)}, at {percent(p)} right answers
        </caption>
        <thead>
          <tr className="text-left text-muted">
            <th scope="col" className="py-1 pr-3 font-medium">
              Lead
            </th>
            <th scope="col" className="py-1 pr-3 font-medium">
              Longest task
            </th>
            <th scope="col" className="py-1 font-medium">
              Votes a step
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((k) => {
            const longest = longestTask(p, k, t)
            return (
              <tr key={k} className="border-line border-t" aria-current={k === estimate.k ? 'true' : undefined}>
                <th scope="row" className={`py-1 pr-3 text-left ${k === estimate.k ? 'font-semibold' : 'font-normal'}`}>
                  {k}
                  {k === estimate.k ? ' ←' : ''}
                </th>
                <td className="py-1 pr-3">
                  {longest < 1 ? 'none' : `${large(longest)} steps`}
                  <span
                    aria-hidden
                    className={`block h-1 rounded-full ${k === estimate.k ? 'bg-accent' : 'bg-line-strong'}`}
                    style={{ width: `${Math.min(100, (100 * Math.log10(Math.max(1, longest))) / 15)}%` }}
                  />
                </td>
                <td className="py-1 align-top">{votesPerStep(p, k).toFixed(2)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className="mt-2 text-muted text-row">
        Worst case: all mistakes at a step are the same one. Votes count as independent; where they are not, a larger
        lead does not help. The bars are logarithmic.
      </p>
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
