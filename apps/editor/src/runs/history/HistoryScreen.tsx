import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { getFlow, listRuns } from '../../api/client.ts'
import type { RunSummary } from '../../api/types.ts'
import { useLoad } from '../../api/useLoad.ts'
import { money } from '../../price/priceWords.ts'
import { flowPath, runPath } from '../../router.ts'
import { Link } from '../../ui/Link.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { runStatusAsNode } from '../../ui/status.ts'
import { TopBar } from '../../ui/TopBar.tsx'
import { ago, cost, count, duration, elapsedMs, tokensOf } from '../figures.ts'
import { Chart } from './Chart.tsx'
import { outcomeWords, type Series, seriesOf } from './series.ts'

const ranges = [20, 50, 200] as const

const tenths = (n: number): string => count(Math.round(n * 10) / 10)
const words: Readonly<Record<Series['id'], (value: number) => string>> = {
  ms: duration,
  calls: tenths,
  tokens: (n) => count(Math.round(n)),
  usd: money,
  agents: tenths,
  tries: tenths,
}

/** How the runs of one flow have gone over time: duration, calls, tokens, money, who worked and how they ended. */
export function HistoryScreen({ flowId }: { flowId: string }) {
  const [latest, setLatest] = useState<number>(ranges[1])
  const flow = useLoad(`flow ${flowId}`, () => getFlow(flowId))
  const runs = useLoad(`runs ${flowId} ${latest}`, () => listRuns({ flowId, limit: latest, with: 'workforce' }))
  const name = flow.data?.flow.name ?? 'this workflow'
  const items = runs.data?.items ?? []
  const error = flow.error ?? runs.error
  return (
    <div className="flex min-h-full flex-col">
      <TopBar here="runs" />
      <main className="mx-auto w-full max-w-6xl flex-1 px-4 py-6">
        <Link to={flowPath(flowId)} className="mb-2 inline-flex items-center gap-1.5 text-accent text-body">
          <ArrowLeft aria-hidden size={14} /> {name}
        </Link>
        <div className="mb-4 flex flex-wrap items-center gap-3">
          <h1 className="font-semibold text-page">Runs over time</h1>
          <span className="text-body text-muted">{outcomeWords(items)}</span>
          <span className="flex-1" />
          <select
            aria-label="How many runs"
            className="field w-auto!"
            value={latest}
            onChange={(event) => setLatest(Number(event.target.value))}
          >
            {ranges.map((range) => (
              <option key={range} value={range}>
                The latest {range}
              </option>
            ))}
          </select>
        </div>
        {error ? <p role="alert">{error}</p> : null}
        {runs.data && items.length === 0 ? (
          <p className="text-muted">It has not run yet. Open it and press Run.</p>
        ) : (
          <>
            <div className="grid grid-cols-2 gap-4 max-[719px]:grid-cols-1">
              {seriesOf(items).map((series) => (
                <Chart key={series.id} series={series} words={words[series.id]} />
              ))}
            </div>
            <Table runs={items} flowId={flowId} />
          </>
        )}
      </main>
    </div>
  )
}

function Table({ runs, flowId }: { runs: readonly RunSummary[]; flowId: string }) {
  return (
    <div className="mt-6 overflow-x-auto rounded-node border border-line bg-surface">
      <table className="figures w-full text-body">
        <caption className="sr-only">Runs, newest first</caption>
        <thead>
          <tr className="border-line border-b text-left text-muted text-row [&>th]:px-3 [&>th]:py-2 [&>th]:font-normal">
            <th>Started</th>
            <th>Outcome</th>
            <th className="text-right">Version</th>
            <th className="text-right">Duration</th>
            <th className="text-right">Calls</th>
            <th className="text-right">Tokens</th>
            <th className="text-right">Cost</th>
            <th className="text-right">Agents</th>
            <th className="text-right">Attempts</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id} className="border-line border-b last:border-0 [&>td]:px-3 [&>td]:py-1.5">
              <td>
                <Link to={runPath(flowId, run.id)} className="text-accent underline">
                  {run.startedAt ? ago(run.startedAt) : 'not started'}
                </Link>
              </td>
              <td>
                <Pill status={runStatusAsNode(run.status)} title={run.error?.message} />
              </td>
              <td className="text-right">{run.revision ?? ''}</td>
              <td className="text-right">{run.startedAt ? duration(elapsedMs(run.startedAt, run.endedAt)) : ''}</td>
              <td className="text-right">{run.usage ? count(run.usage.calls) : ''}</td>
              <td className="text-right">{run.usage ? count(tokensOf(run.usage)) : ''}</td>
              <td className="text-right">{run.usage ? cost(run.usage) : ''}</td>
              <td className="text-right">{run.agents ?? ''}</td>
              <td className="text-right">{run.tries ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
